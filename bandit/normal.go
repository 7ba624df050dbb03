package bandit

import (
	"cmp"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Normal is a belief about a number: it is about Mean, give or take the root of
// Variance. A zero Variance is certainty.
type Normal struct {
	Mean     float64 `json:"mean"`
	Variance float64 `json:"variance"`
}

// Quantile returns the number that n lies below with probability p, within (0, 1).
func (n Normal) Quantile(p float64) float64 {
	return n.Mean + math.Sqrt(n.Variance)*mathext.NormalQuantile(p)
}

// usable tells a belief that can be compared from one that some fault made: its
// mean is finite and its variance is finite and not negative.
func (n Normal) usable() bool {
	return finite(n.Mean) && n.Variance >= 0 && !math.IsInf(n.Variance, 1)
}

// compare orders beliefs by mean and then by variance, greater first.
func (n Normal) compare(o Normal) int {
	return cmp.Or(cmp.Compare(o.Mean, n.Mean), cmp.Compare(o.Variance, n.Variance))
}
