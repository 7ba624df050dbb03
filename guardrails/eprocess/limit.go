package eprocess

import (
	"math"
	"slices"
)

// A Limit tests whether more accepts go bad than a rate allows. It is an
// e-detector with a stake a day that reads pending accepts as good: every
// factor is then at most what it will be when all is known, so no law of the
// delays can cause a false alarm. It is made by [NewLimit] and never changes.
type Limit struct {
	bad, good []float64 // ln of the factor of one accept, of each bet
}

// usualMultiples of the limit are bet on.
var usualMultiples = []float64{1.25, 1.5, 2, 3, 5}

// NewLimit returns the test of a rate, with bets on multiples of it. A multiple
// that makes a rate of 1 or more is left out; some multiple must remain.
func NewLimit(rate float64, multiples ...float64) (Limit, error) {
	multiples, err := grid("multiple", multiples, usualMultiples, 1, math.Inf(1))
	if err != nil {
		return Limit{}, err
	}
	if err := between("limit", rate, 0, 1/slices.Min(multiples)); err != nil {
		return Limit{}, err
	}
	var l Limit
	for _, m := range multiples {
		if q := rate * m; q < 1 {
			l.bad = append(l.bad, math.Log(m))
			l.good = append(l.good, math.Log((1-q)/(1-rate)))
		}
	}
	return l, nil
}

// LogR is the evidence of a table: ln of the mean of the bets, and −Inf for an
// empty one. [Refold] gives the same number faster after an edit.
func (l Limit) LogR(c Cohort) float64 {
	logs := l.empty()
	for _, row := range c.Rows {
		l.fold(logs, logs, row)
	}
	return LogMean(logs...)
}

func (l Limit) empty() []float64 {
	logs := make([]float64, len(l.bad))
	for i := range logs {
		logs[i] = math.Inf(-1)
	}
	return logs
}

// fold sets dst to the bets after a day, given logs before it, which may be the
// same. A day without accepts gets no stake: nothing happened on it. While a
// table is being edited out of order a row may have more bad than accepts, and
// counts as far as it makes sense.
func (l Limit) fold(dst, logs []float64, row CohortDay) {
	if row.Accepts <= 0 {
		copy(dst, logs)
		return
	}
	bad := float64(min(max(row.Bad, 0), row.Accepts))
	good := float64(row.Accepts) - bad
	for i, was := range logs {
		dst[i] = logOnePlus(was) + bad*l.bad[i] + good*l.good[i]
	}
}
