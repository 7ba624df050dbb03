package measure

import (
	"math"

	"proffer/guardrails/eprocess"
)

// An arm is what is summed of one side of a comparison: of every unit its
// weight w, which is one over the probability of being on its side, what it
// brought, x, and what it is counted as, v: 1 for a mean over units.
type arm struct {
	n                int
	wx, wv           float64
	wwxx, wwxv, wwvv float64
	some             int // units that brought anything
}

// add counts a unit that was on this side with a probability.
func (a *arm) add(probability, x, v float64) {
	w := 1 / probability
	a.n++
	if x != 0 {
		a.some++
	}
	a.wx += w * x
	a.wv += w * v
	a.wwxx += w * w * x * x
	a.wwxv += w * w * x * v
	a.wwvv += w * w * v * v
}

// ratio is the estimate of Σx/Σv over all units, of both sides, had all been on
// this one (Hájek 1971).
func (a *arm) ratio() float64 { return a.wx / a.wv }

// variance of ratio by linearisation: Σ w²(x − ratio·v)² / (Σ wv)². It holds for
// probabilities that vary, and draws for each unit of its own.
func (a *arm) variance() float64 {
	r := a.ratio()
	return max(a.wwxx-2*r*a.wwxv+r*r*a.wwvv, 0) / (a.wv * a.wv)
}

// A contrast is units with offers against those without, assigned by chance
// with known probabilities.
type contrast struct{ with, without arm }

// add counts a unit that was with offers with probability rho. One that could
// only be on one side says nothing of the other, and is left out.
func (c *contrast) add(rho float64, with bool, x, v float64) {
	switch {
	case !(rho > 0 && rho < 1):
	case with:
		c.with.add(rho, x, v)
	default:
		c.without.add(1-rho, x, v)
	}
}

// units is how many there are on both sides.
func (c *contrast) units() int { return c.with.n + c.without.n }

// anytime is the interval of the difference that may be read as often as one
// likes, narrowest at the planned number of units.
func (c *contrast) anytime(planned int) (*Interval, error) {
	se := math.Sqrt(c.with.variance() + c.without.variance())
	sequence := eprocess.ConfidenceSequence{Alpha: 1 - confidence, Planned: float64(planned)}
	half, err := sequence.HalfWidth(c.units(), se)
	return around(c.with.ratio()-c.without.ratio(), half), err
}
