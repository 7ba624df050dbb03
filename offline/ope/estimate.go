package ope

import "math"

// An Estimate is a policy's value by one estimator.
type Estimate struct {
	Estimator Estimator
	sums      Sums
}

// Rounds is how many rounds it stands on.
func (e Estimate) Rounds() int { return e.sums.N }

// Value is NaN where no round says anything.
func (e Estimate) Value() float64 { return e.sums.value(e.Estimator.Ratio) }

// StandardError is that of a mean, or of a ratio by the delta method.
func (e Estimate) StandardError() float64 {
	return math.Sqrt(e.sums.variance(e.Estimator.Ratio) / float64(e.sums.N))
}
