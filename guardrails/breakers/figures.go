package breakers

import (
	"errors"
	"math"

	"proffer/guardrails/eprocess"
)

// ErrUnknown is returned for a breaker that the catalogue does not have.
var ErrUnknown = errors.New("breakers: the catalogue has no such breaker")

// Figures are the evidence of a watch. The logarithms are natural, and nil where
// nothing was seen.
type Figures struct {
	LogR           *float64    `json:"log_r"`                     // evidence of harm
	LogThreshold   float64     `json:"log_threshold"`             // at which harm is proven
	LogSampleRatio *float64    `json:"log_sample_ratio,omitzero"` // evidence against the logged probabilities of treatment
	LogNoHarm      *float64    `json:"log_no_harm,omitzero"`      // evidence of a try in favour of closing
	Treated        *Converting `json:"treated,omitzero"`          // visits whose window is over
	Control        *Converting `json:"control,omitzero"`
	Accepts        *int        `json:"accepts,omitzero"` // or, for an acceptance_floor, offers shown
	Bad            *int        `json:"bad,omitzero"`     // of those
	Waiting        int         `json:"waiting"`          // for their window to end
}

func (w *Watch) figures() Figures {
	e, s := w.evidence(), w.rule.limits()
	f := Figures{LogR: known(e.Harm), LogThreshold: math.Log(float64(s.Days) / s.Alpha), LogNoHarm: known(e.NoHarm), Waiting: len(w.Queue)}
	if v := w.Visits; v != nil {
		treated, control := v.Treated, v.Control
		f.Treated, f.Control, f.LogSampleRatio = &treated, &control, known(e.Mismatch)
	}
	if a := w.Accepts; a != nil {
		accepts, bad := 0, 0
		for _, row := range a.Cohort.Rows {
			accepts, bad = accepts+row.Accepts, bad+row.Bad
		}
		f.Accepts, f.Bad = &accepts, &bad
	}
	return f
}

// known is x, or nil for what cannot be written down.
func known(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// A Standing is one breaker as an operator reads it.
type Standing struct {
	Rule     string
	Kind     Kind
	Scope    string
	Advisory bool
	Alpha    float64 // what it may spend
	Breaker  eprocess.Breaker
	Figures  Figures
}

// List are all breakers, in the order of the catalogue.
func (b *Breakers) List() []Standing {
	all := b.order
	list := make([]Standing, len(all))
	for i, w := range all {
		list[i] = w.standing()
	}
	return list
}

// Find is one of them.
func (b *Breakers) Find(rule, scope string) (Standing, error) {
	w := b.watches[key{rule, scope}]
	if w == nil {
		return Standing{}, ErrUnknown
	}
	return w.standing(), nil
}

func (w *Watch) standing() Standing {
	s := w.rule.limits()
	return Standing{Rule: w.Rule, Kind: w.rule.Kind, Scope: w.Scope, Advisory: s.Advisory, Alpha: s.Alpha, Breaker: w.Breaker, Figures: w.figures()}
}
