package bandit

import "math"

// Count is how often something happened out of how often it could have. Both
// may be fractions: a partial refund is part of a hit, and an outcome that is
// still open is part of a trial.
type Count struct {
	Hits   float64 `json:"hits"`
	Trials float64 `json:"trials"`
}

// Shapes outside these bounds cannot be told from certainty, or from nothing
// known at all, and would only upset the functions that take them.
const (
	minShape = 1e-6
	maxShape = 1e15
)

// Posterior returns the belief about the rate behind c, starting from a belief
// worth strength trials that it is rate. Belief shrinks from a group to its
// parent by chaining: c.Posterior(parent.Posterior(…).Mean(), strength).
//
// Hits beyond Trials, as when a hit comes before its trial has matured, count as
// hits and as no misses. A number that is not finite counts as nothing.
func (c Count) Posterior(rate, strength float64) Beta {
	hits := max(c.Hits, 0)
	return Beta{
		A: shape(strength*rate, hits),
		B: shape(strength*(1-rate), max(c.Trials-hits, 0)),
	}
}

// shape adds what was believed and what was seen, within the bounds.
func shape(believed, seen float64) float64 {
	sum := 0.0
	if believed > 0 && believed <= math.MaxFloat64 {
		sum = believed
	}
	if seen > 0 && seen <= math.MaxFloat64 {
		sum += seen
	}
	return min(max(sum, minShape), maxShape)
}
