package eprocess

import "math"

// A Recovery tests the contrary of a [Limit]: that fewer accepts go bad than a
// rate allows, against the null that at least so many do. A breaker of a rate
// closes by it. The evidence of a try is the sum of LogE over its accepts, each
// looked at once, when it cannot go bad any more; by Ville's inequality its
// exponential ever reaches 1/α with a probability of at most α, whatever the delays.
type Recovery struct{ bad, good float64 }

// recoveryShare of the rate is bet on: half as many as allowed is what an offer
// that has recovered should show, and more caution than that takes too long.
const recoveryShare = .5

// NewRecovery returns the test of a rate, which is in (0, 1).
func NewRecovery(rate float64) (Recovery, error) {
	bet := recoveryShare * rate
	return Recovery{math.Log(recoveryShare), math.Log((1 - bet) / (1 - rate))}, between("limit", rate, 0, 1)
}

// LogE is ln E of one more accept.
func (r Recovery) LogE(bad bool) float64 {
	if bad {
		return r.bad
	}
	return r.good
}

// Expectation is E[E] when a share of the accepts goes bad. It falls with the
// share, and is 1 where the share is the rate.
func (r Recovery) Expectation(share float64) float64 {
	return share*math.Exp(r.bad) + (1-share)*math.Exp(r.good)
}
