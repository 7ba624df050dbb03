package rehearsal

import (
	"time"

	"proffer/engine"
)

// A Report is what a rehearsal found. Of every pair, Log is what the log says and
// New what the catalogue on trial would have done.
type Report struct {
	PolicyVersion string      `json:"policy_version"` // of the catalogue on trial
	History       History     `json:"history"`
	Decisions     int         `json:"decisions"` // made again
	Changes       Changes     `json:"changes"`
	Guardrails    []Guardrail `json:"guardrails"` // of the catalogue on trial in its order, then those that only the log has
	Offers        []Offer     `json:"offers"`     // that either showed, by their ids
	Days          []Day       `json:"days"`       // in UTC
	Feedback      Feedback    `json:"feedback"`
	Refused       int         `json:"refused"`  // decisions whose request the catalogue cannot answer
	Refusals      []Refusal   `json:"refusals"` // why, the commonest first
	Examples      []Example   `json:"examples"`
	Earnings      *Earnings   `json:"earnings,omitzero"` // nil: not asked for
}

// A Pair is one figure twice.
type Pair[N int | float64] struct {
	Log N `json:"log"`
	New N `json:"new"`
}

// half is one of the two.
func (p *Pair[N]) half(isNew bool) *N {
	if isNew {
		return &p.New
	}
	return &p.Log
}

// A Guardrail is how many candidates one guardrail withheld.
type Guardrail struct {
	Name     string    `json:"name"`
	Type     string    `json:"type"`
	Withheld Pair[int] `json:"withheld"`
}

// An Offer is how often one offer was shown: as it was drawn, and as it was to be
// expected. The second is the sum of its probabilities, each given what the slots
// before it showed, and has less of the draws' luck.
type Offer struct {
	Offer    string        `json:"offer"`
	Shown    Pair[int]     `json:"shown"`
	Expected Pair[float64] `json:"expected"`
}

// A Day is the same over all offers of one day.
type Day struct {
	Day       string        `json:"day"` // such as 2026-03-01
	Decisions int           `json:"decisions"`
	Changed   int           `json:"changed"`
	Shown     Pair[int]     `json:"shown"`
	Expected  Pair[float64] `json:"expected"`
	Withheld  Pair[int]     `json:"withheld"`
}

// Feedback is what became of the reports that the log recorded.
type Feedback struct {
	Carried int                       `json:"carried"` // they are about what the rehearsal shows as well
	Dropped map[engine.ReportType]int `json:"dropped"` // they are about what only the log showed
}

// An Example is one decision that would have been another.
type Example struct {
	Decision  string    `json:"decision"`
	Time      time.Time `json:"time"`
	Placement string    `json:"placement"`
	Change    Change    `json:"change"`
	Step      Step      `json:"step"` // where the two ways part
	Log       Telling   `json:"log"`
	New       Telling   `json:"new"`
}

// A Telling is one side of an example.
type Telling struct {
	Shown    []string `json:"shown"`
	Sentence string   `json:"sentence"`
}

// report is what was found, in its order.
func (p *pass) report() *Report {
	r := &p.found
	r.Guardrails, r.Offers, r.Days = p.counts.guardrails(), p.counts.offers(), p.counts.days
	r.Refusals, r.Examples = p.refusals.sorted(), p.examples.inOrder()
	if p.trial != nil {
		r.Earnings = p.trial.earnings()
	}
	return r
}
