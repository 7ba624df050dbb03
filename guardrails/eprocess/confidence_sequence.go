package eprocess

import (
	"errors"
	"fmt"
	"math"
)

// A ConfidenceSequence is an interval that may be read at any time: with
// probability 1−α, for large samples, it covers the truth at all times at once
// (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024). It is for reading and
// not for stopping: small samples are not covered.
type ConfidenceSequence struct {
	Alpha   float64 // two-sided
	Planned float64 // the sample size at which it is narrowest
}

// An Interval is an estimate with its bounds.
type Interval struct {
	Estimate float64 `json:"estimate"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
}

// Validate returns an error for every parameter that makes no sense.
func (c ConfidenceSequence) Validate() error {
	return errors.Join(between("alpha", c.Alpha, 0, 1), between("planned size", c.Planned, 0, math.Inf(1)))
}

// HalfWidth of the interval around an estimate with standard error se from n
// values. The variance is s² = n·se², which also fits groups of unequal size.
func (c ConfidenceSequence) HalfWidth(n int, se float64) (float64, error) {
	if err := c.Validate(); err != nil {
		return 0, err
	}
	if n < 2 {
		return 0, fmt.Errorf("eprocess: %d values: an interval needs at least 2", n)
	}
	if !(se >= 0 && finite(se)) {
		return 0, fmt.Errorf("eprocess: standard error %v: must be finite and not negative", se)
	}
	a := -2 * math.Log(c.Alpha)
	rho2 := (a + math.Log1p(a)) / c.Planned
	values := float64(n)
	q := values*rho2 + 1
	s := se * math.Sqrt(values)
	return s * math.Sqrt(2*q*(math.Log(q)/2-math.Log(c.Alpha))) / (values * math.Sqrt(rho2)), nil
}

// Difference of the means of two groups, such as the revenue of treated
// customers over that of the holdout.
func (c ConfidenceSequence) Difference(treated, holdout Moments) (Interval, error) {
	if treated.N < 2 || holdout.N < 2 {
		return Interval{}, fmt.Errorf("eprocess: groups of %d and %d values: each needs at least 2", treated.N, holdout.N)
	}
	se := math.Sqrt(treated.Variance()/float64(treated.N) + holdout.Variance()/float64(holdout.N))
	half, err := c.HalfWidth(treated.N+holdout.N, se)
	if err != nil {
		return Interval{}, err
	}
	d := treated.Mean - holdout.Mean
	return Interval{d, d - half, d + half}, nil
}
