package bandit

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Beta is a belief about a rate: as if A of A+B trials had been hits.
type Beta struct {
	A float64 `json:"a"`
	B float64 `json:"b"`
}

// Mean returns the expected rate.
func (b Beta) Mean() float64 { return b.A / (b.A + b.B) }

// Variance returns the variance of the rate.
func (b Beta) Variance() float64 {
	n := b.A + b.B
	return (b.A / n) * (b.B / n) / (n + 1)
}

// Interval returns the central interval that holds the rate with probability
// level. A level outside (0, 1), or shapes that are not positive and finite, say
// nothing about the rate: the interval is then all of [0, 1].
func (b Beta) Interval(level float64) (lo, hi float64) {
	if !(level > 0 && level < 1) || !(b.A > 0 && b.B > 0) || math.IsInf(b.A+b.B, 1) {
		return 0, 1
	}
	tail := (1 - level) / 2
	// The upper end is one minus the lower end of the misses, which keeps its
	// precision where a probability close to 1 would have lost it.
	lo, hi = b.quantile(tail), 1-Beta{A: b.B, B: b.A}.quantile(tail)
	return min(lo, hi), max(lo, hi)
}

// quantile returns the x with P(rate ≤ x) = p. The library's inverse is taken
// where it is right and replaced by bisection of the distribution function where
// it is not, which happens at small shapes.
func (b Beta) quantile(p float64) float64 {
	const close = 1e-9
	if min(b.A, b.B) >= 1 {
		x := mathext.InvRegIncBeta(b.A, b.B, p)
		if x > 0 && x < 1 && math.Abs(mathext.RegIncBeta(b.A, b.B, x)-p) <= close*p {
			return x
		}
	}
	lo, hi := 0.0, 1.0
	for {
		x := lo + (hi-lo)/2
		if x <= lo || x >= hi || hi-lo <= close*1e-3*lo {
			return x
		}
		if mathext.RegIncBeta(b.A, b.B, x) < p {
			lo = x
		} else {
			hi = x
		}
	}
}
