package offline

import (
	"encoding/json"
	"math"
	"time"
)

// A tally is what came of one run so far.
type tally struct {
	rows    int
	chosen  []int   // rows in which each action was chosen, as Survey.Actions
	matched Moments // rewards of the rows that were kept
	last    Moments // of those among the last rows
	busy    time.Duration
}

func (t *tally) count(action int, kept bool, reward float64, late bool) {
	t.rows++
	t.chosen[action]++
	if !kept {
		return
	}
	t.matched.Add(reward)
	if late {
		t.last.Add(reward)
	}
}

func (t *tally) merge(o *tally) {
	t.rows += o.rows
	for i, n := range o.chosen {
		t.chosen[i] += n
	}
	t.matched.Merge(o.matched)
	t.last.Merge(o.last)
	t.busy += o.busy
}

// A Result is what one strategy earned on a table.
type Result struct {
	Strategy      string             `json:"strategy"`
	Rows          int                `json:"rows"`    // of all shuffles together
	Matched       int                `json:"matched"` // of them, rows that were kept
	MeanReward    Figure             `json:"mean_reward"`
	StandardError Figure             `json:"standard_error"`
	Last30Percent Figure             `json:"last_30_percent"`
	Shares        map[string]float64 `json:"shares"` // of the rows, by the action that was chosen
	RowsPerSecond Figure             `json:"rows_per_second"`
}

// result tells the tally of a strategy's shuffles.
//
// Shuffles are orders of the same customers, not more customers: they average
// out the luck of the order, and the standard error stays that of the rows that
// one of them kept.
func (t *tally) result(s *Survey, strategy string, shuffles int) Result {
	r := Result{
		Strategy: strategy, Rows: t.rows, Matched: t.matched.N,
		MeanReward:    Figure(t.matched.Mean()),
		StandardError: Figure(t.matched.SD() / math.Sqrt(float64(t.matched.N)/float64(shuffles))),
		Last30Percent: Figure(t.last.Mean()),
		Shares:        make(map[string]float64, len(s.Actions)),
		RowsPerSecond: Figure(float64(t.rows) / t.busy.Seconds()),
	}
	for i, a := range s.Actions {
		r.Shares[a.Name] = float64(t.chosen[i]) / float64(t.rows)
	}
	return r
}

// A Figure is a number that may be unknown, NaN: no row was kept, or no clock
// was there. JSON has null for it.
type Figure float64

// Known reports whether f is a number.
func (f Figure) Known() bool { return !math.IsNaN(float64(f)) && !math.IsInf(float64(f), 0) }

// MarshalJSON writes null for what is not known.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(float64(f))
}
