package eprocess

import "slices"

// A Refold answers [Limit.LogR] for a table that is edited again and again: it
// remembers the bets after every day of the last table it saw, and folds from
// the first row that is another now. It is a cache and not a state: it need not
// be kept, and a new one gives the same numbers. One goroutine may use it.
type Refold struct {
	limit Limit
	rows  []CohortDay
	after []float64 // the bets after each row, one row behind the other
}

// NewRefold returns a cache that has seen nothing.
func NewRefold(l Limit) *Refold { return &Refold{limit: l} }

// LogR is limit.LogR(c).
func (f *Refold) LogR(c Cohort) float64 {
	same, bets := f.same(c), len(f.limit.bad)
	f.rows = append(f.rows[:same], c.Rows[same:]...)
	f.after = slices.Grow(f.after[:same*bets], len(c.Rows)*bets)[:len(c.Rows)*bets]
	logs := f.limit.empty()
	if same > 0 {
		logs = f.after[(same-1)*bets : same*bets]
	}
	for i := same; i < len(c.Rows); i++ {
		dst := f.after[i*bets : (i+1)*bets]
		f.limit.fold(dst, logs, c.Rows[i])
		logs = dst
	}
	return LogMean(logs...)
}

// same counts the rows from the first on that have not changed.
func (f *Refold) same(c Cohort) int {
	n := min(len(f.rows), len(c.Rows))
	for i := range n {
		if f.rows[i] != c.Rows[i] {
			return i
		}
	}
	return n
}
