package eprocess

import (
	"fmt"
	"math"
)

// NonInferiority tests the contrary of harm: that offers cost less than margin,
// against the null that treated visits convert at most (1−margin) times as
// often as the control's. A breaker closes by it. It is made by
// [NewNonInferiority] and never changes.
type NonInferiority struct{ margin float64 }

// NewNonInferiority returns the test; margin is in (0, 1), as no amount of data
// can show that something costs nothing at all.
func NewNonInferiority(margin float64) (NonInferiority, error) {
	return NonInferiority{margin}, between("margin", margin, 0, 1)
}

// LogE is ln E of a visit that was treated with probability rho, when theta was
// the pooled rate before it. The alternative is that offers change nothing.
func (n NonInferiority) LogE(theta, rho float64, treated, converted bool) (float64, error) {
	if err := checkVisit(theta, rho); err != nil {
		return 0, err
	}
	return n.bet(theta, rho).log(treated, converted), nil
}

// Expectation is E[E] when treated visits convert with probability p1 and the
// control's with p0. Wherever p1 ≤ (1−margin)·p0 it is at most 1.
func (n NonInferiority) Expectation(theta, rho, p1, p0 float64) (float64, error) {
	if err := checkTruth(theta, rho, p1, p0); err != nil {
		return 0, err
	}
	return n.bet(theta, rho).expectation(rho, rates{p1, p0}), nil
}

func (n NonInferiority) bet(theta, rho float64) bet {
	return against(rates{theta, theta}, rho, 1-n.margin)
}

// A Trial is what the visits of one half-open try say in favour of closing. Its
// evidence is a product from its first visit on, without daily stakes: by
// Ville's inequality it ever reaches 1/α with a probability of at most α.
type Trial struct {
	Pooled Pooled  `json:"pooled"`
	LogE   float64 `json:"log_e"`
	Visits int     `json:"visits"`
}

// Next returns the trial after one more visit.
func (t Trial) Next(n NonInferiority, v Visit) (Trial, error) {
	logE, err := n.LogE(t.Pooled.Theta(), v.Rho, v.Treated, v.Converted)
	if err != nil {
		return t, err
	}
	return Trial{t.Pooled.Next(v.Converted), t.LogE + logE, t.Visits + 1}, nil
}

// AlphaOfTry is 6α/(π²k²): what the k-th try may spend, k ≥ 1. All tries
// together spend alpha, so that is the chance of ever closing on what is bad.
func AlphaOfTry(alpha float64, k int) (float64, error) {
	if k < 1 {
		return 0, fmt.Errorf("eprocess: try %d: must be at least 1", k)
	}
	if err := between("alpha", alpha, 0, 1); err != nil {
		return 0, err
	}
	return 6 * alpha / (math.Pi * math.Pi * float64(k) * float64(k)), nil
}
