package rehearsal

import (
	"math"
	"strings"

	"proffer/offline"
	"proffer/offline/ope"
)

// Earnings are what the catalogue would have earned, as far as the log can say.
type Earnings struct {
	Rows        int             `json:"rows"` // decisions
	Diagnostics ope.Diagnostics `json:"diagnostics"`
	Refused     string          `json:"refused,omitzero"` // why the log cannot say
	Measures    []Measured      `json:"measures"`         // each of one decision
}

// A Measured is one measure by the log and by each estimator.
type Measured struct {
	Measure    string              `json:"measure"`
	Log        offline.Estimated   `json:"log"` // its own mean
	New        []offline.Estimated `json:"new"`
	Difference offline.Estimated   `json:"difference"` // of the new catalogue from the log, by dr on both sides
}

// earnings turns what was added up into figures; those of the new catalogue are
// left out when the diagnostics refuse and nobody insists.
func (t *trial) earnings() *Earnings {
	e := &Earnings{Rows: t.rounds, Measures: []Measured{}}
	if t.rounds == 0 {
		e.Refused = "No decision was made again, so there is nothing to weigh."
		return e
	}
	e.Diagnostics = ope.Diagnose(&t.weights, ope.NewSupport(0))
	e.Diagnostics.SupportGap = t.gap / float64(t.rounds)
	// The engine's own propensities are not in doubt, however small: each of these
	// decisions can be made again. So the least of them is told and not judged.
	e.Refused = strings.Join(e.Diagnostics.Refusal(), " ")
	e.Diagnostics.LeastPropensity, e.Diagnostics.FloorHits = t.least, t.atLeast
	if e.Refused != "" && !t.asked.Force {
		return e
	}
	for _, m := range t.measures {
		e.Measures = append(e.Measures, t.measured(m))
	}
	return e
}

func (t *trial) measured(m *measure) Measured {
	for i := range m.batches {
		m.flush(i)
	}
	found := Measured{Measure: m.name, Log: t.asked.told(m.logged.Estimate(0), "mean"), Difference: t.asked.told(m.difference.Estimate(0), "dr")}
	for i, e := range m.estimates.Estimators {
		found.New = append(found.New, t.asked.told(m.estimates.Estimate(i), e.Name))
	}
	return found
}

// unknown is a figure that nobody knows.
var unknown = offline.Figure(math.NaN())

// told is one estimate with its interval, or a note why it has none.
func (w *Worth) told(e ope.Estimate, name string) offline.Estimated {
	x := offline.Estimated{
		Estimator: name, Value: offline.Figure(e.Value()), StandardError: offline.Figure(e.StandardError()),
		Lower: unknown, Upper: unknown, Interval: w.Interval,
	}
	if x.Interval == ope.Normal && e.Estimator.Ratio {
		x.Interval = ope.Delta // the same formula, with the variance of a ratio
	}
	low, high, err := e.Interval(x.Interval, w.Alpha, ope.Bounds{})
	if err != nil {
		x.Note = strings.TrimPrefix(err.Error(), "ope: ")
		return x
	}
	x.Lower, x.Upper = offline.Figure(low), offline.Figure(high)
	return x
}
