package breakers

import (
	"math"
	"time"

	"proffer/guardrails/eprocess"
)

// A Watch is one rule on one scope: what was seen since the evidence began, and
// the state it led to. It is folded from the log and kept in snapshots.
type Watch struct {
	Rule    string           `json:"guardrail"`
	Scope   string           `json:"scope"` // all, placement:NAME or offer:ID
	Test    string           `json:"test"`  // what is tested
	Since   uint64           `json:"since"` // the event with which evidence began: decisions behind it count
	Breaker eprocess.Breaker `json:"breaker"`
	Queue   []Pending        `json:"queue,omitzero"` // what is looked at when its window is over, oldest first
	Fault   string           `json:"fault,omitzero"` // why the figures cannot be had
	Visits  *Visits          `json:"visits,omitzero"`
	Accepts *Accepts         `json:"accepts,omitzero"`

	rule   *Rule
	refold *eprocess.Refold
}

// A Pending waits for its window to end.
type Pending struct {
	Due      time.Time `json:"due"`
	Decision string    `json:"decision"`
	Offer    string    `json:"offer,omitzero"` // empty: the visit
}

// Visits are the evidence of a conversion_drop.
type Visits struct {
	Conversion eprocess.Conversion  `json:"conversion"`
	Ratio      eprocess.SampleRatio `json:"ratio"`
	Trial      eprocess.Trial       `json:"trial"`
	Treated    Converting           `json:"treated"`
	Control    Converting           `json:"control"`
}

// Converting counts visits whose window is over.
type Converting struct {
	Visits    int `json:"visits"`
	Converted int `json:"converted"`
}

func (c *Converting) count(converted bool) {
	c.Visits++
	if converted {
		c.Converted++
	}
}

// Accepts are the evidence of the rates: a table by day, and what a try has shown.
type Accepts struct {
	Cohort eprocess.Cohort `json:"cohort"`
	Trial  float64         `json:"trial,omitzero"`  // ln E of the try
	Looked int             `json:"looked,omitzero"` // accepts of the try that were looked at
}

func newWatch(r *Rule, scope string, now time.Time, seq uint64) *Watch {
	w := &Watch{Rule: r.Name, Scope: scope, Breaker: eprocess.NewBreaker(now)}
	w.bind(r)
	w.begin(seq)
	return w
}

// bind ties a watch to its rule.
func (w *Watch) bind(r *Rule) {
	w.rule, w.Test = r, r.test
	if r.Kind != ConversionDrop {
		w.refold = eprocess.NewRefold(r.rate)
	}
}

// begin lets the evidence begin afresh with an event. What was learned of the
// conversion rate is kept: it is no evidence for or against anything. The event
// and not its time says what is before: while a clock that went back catches up,
// many events have one time.
func (w *Watch) begin(seq uint64) {
	w.Since, w.Queue, w.Fault = seq, nil, ""
	if w.rule.Kind != ConversionDrop {
		w.Accepts = &Accepts{}
		return
	}
	guess := w.rule.guess
	if w.Visits != nil {
		guess = w.Visits.Conversion.Pooled.Rate
	}
	fresh, err := eprocess.NewConversion(guess)
	w.Visits = &Visits{Conversion: fresh, Trial: eprocess.Trial{Pooled: fresh.Pooled}}
	w.fail(err)
}

// fail remembers why the figures cannot be had; the first reason stays.
func (w *Watch) fail(err error) {
	if err != nil && w.Fault == "" {
		w.Fault = err.Error()
	}
}

// trying reports whether a try is under way.
func (w *Watch) trying() bool { return w.Breaker.State == eprocess.HalfOpen }

// evidence is what the breaker looks at.
func (w *Watch) evidence() eprocess.Evidence {
	e := eprocess.Evidence{Harm: math.Inf(-1), NoHarm: math.Inf(-1), Fault: w.Fault}
	if v := w.Visits; v != nil {
		e.Harm, e.Mismatch = v.Conversion.LogR(), v.Ratio.LogE
		if v.Trial.Visits > 0 {
			e.NoHarm = v.Trial.LogE
		}
	}
	if a := w.Accepts; a != nil {
		e.Harm = w.refold.LogR(a.Cohort)
		if a.Looked > 0 {
			e.NoHarm = a.Trial
		}
	}
	return e
}

// seeVisit counts a visit whose window is over.
func (w *Watch) seeVisit(v eprocess.Visit) {
	seen := w.Visits
	var err error
	if seen.Conversion, err = seen.Conversion.Next(w.rule.drop, v); err != nil {
		w.fail(err)
		return
	}
	seen.Ratio, err = seen.Ratio.Next(v.Rho, v.Treated)
	w.fail(err)
	if w.trying() {
		seen.Trial, err = seen.Trial.Next(w.rule.noDrop, v)
		w.fail(err)
	}
	if v.Treated {
		seen.Treated.count(v.Converted)
	} else {
		seen.Control.count(v.Converted)
	}
}

// seeAccept counts an accept of a try, of which all is known.
func (w *Watch) seeAccept(bad bool) {
	w.Accepts.Trial += w.rule.recovery.LogE(bad)
	w.Accepts.Looked++
}

// add edits the table of a day. Days are kept for as long as the promise of the
// breaker runs, and the window before it.
func (w *Watch) add(day, accepts, bad, today int) {
	a := w.Accepts
	a.Cohort = a.Cohort.Add(day, accepts, bad)
	oldest := today - w.rule.settings.Days - int(w.rule.window/(24*time.Hour))
	if a.Cohort.Rows[0].Day < oldest {
		a.Cohort = a.Cohort.Since(oldest)
	}
}

// dayOf numbers the days of UTC.
func dayOf(t time.Time) int { return int(math.Floor(float64(t.Unix()) / (24 * 60 * 60))) }
