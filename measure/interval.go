package measure

import "proffer/bandit"

// An Interval is an estimate with its 95 % interval.
type Interval struct {
	Estimate float64 `json:"estimate"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
}

// around is an estimate, give or take.
func around(estimate, half float64) *Interval {
	return &Interval{Estimate: estimate, Low: estimate - half, High: estimate + half}
}

// z95 is the 97.5th percentile of the standard normal distribution.
const z95 = 1.959963984540054

// negative reports whether what was estimated is below zero for certain, at a
// level, by the normal law. What is not estimated is not.
func (i *Interval) negative(level float64) bool {
	if i == nil {
		return false
	}
	z := bandit.Normal{Variance: 1}.Quantile((1 + level) / 2)
	return i.Estimate+z/z95*(i.High-i.Estimate) < 0
}
