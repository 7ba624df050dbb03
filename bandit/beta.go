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
	lo, hi = b.quantile(tail), b.quantile(1-tail)
	return min(lo, hi), max(lo, hi) // of shapes beyond 1e12 both are one number, but for rounding
}

// farBeyond is how far one shape has to be beyond the square of the other for
// the rate to be a gamma variable over it. The distribution function of the beta
// then takes 1−x to a power that rounding cannot bear.
const farBeyond = 1e11

// quantile returns the x with P(rate ≤ x) = p. The library's inverse is fast but
// misses where nearly all of the mass is at an end, or in a needle; what does not
// invert is found by bisection of the distribution function.
func (b Beta) quantile(p float64) float64 {
	if b.B >= farBeyond*(1+b.A)*(1+b.A) {
		return min(mathext.GammaIncRegInv(b.A, p)/b.B, 1)
	}
	if b.A >= farBeyond*(1+b.B)*(1+b.B) {
		return max(1-mathext.GammaIncRegInv(b.B, 1-p)/b.A, 0)
	}
	const miss = 1e-9
	x := mathext.InvRegIncBeta(b.A, b.B, p)
	if x > 0 && x < 1 && math.Abs(mathext.RegIncBeta(b.A, b.B, x)-p) <= miss*min(p, 1-p) {
		return x
	}
	lo, hi := 0.0, 1.0
	for {
		x := lo + (hi-lo)/2
		if x <= lo || x >= hi {
			return x
		}
		if mathext.RegIncBeta(b.A, b.B, x) < p {
			lo = x
		} else {
			hi = x
		}
	}
}
