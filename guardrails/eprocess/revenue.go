package eprocess

import (
	"fmt"
	"math"
)

// Revenue tests whether treated visits earn less than the control's, by betting
// on the inversely weighted difference. Orders vary so much that it is slow:
// conversion and refund tests are the fast ones. It is made by [NewRevenue] and
// never changes.
type Revenue struct {
	most      float64
	fractions []float64
}

// usualFractions of the largest bet that cannot be ruined.
var usualFractions = []float64{.003, .006, .012, .025, .05, .1, .2, .4}

// NewRevenue returns the test with values cut at most, K: last month's 99.5th
// percentile of order value, frozen, in the unit of the values. A K that moves
// with the data would not be predictable.
func NewRevenue(most float64, fractions ...float64) (Revenue, error) {
	if err := between("largest value", most, 0, math.Inf(1)); err != nil {
		return Revenue{}, err
	}
	fractions, err := grid("fraction", fractions, usualFractions, 0, 1)
	return Revenue{most, fractions}, err
}

// A Sale is what a revenue test may know of one visit.
type Sale struct {
	Day     int
	Rho     float64 // the logged probability of being treated
	Treated bool
	Value   float64 // 0 where nothing was bought
}

// Takings is what has been seen of the visits of one surface, and how much it
// speaks for lost revenue.
type Takings struct {
	Seen     Moments  `json:"seen"` // of the cut values
	Detector Detector `json:"detector"`
}

// Next returns the state after one more visit.
func (t Takings) Next(r Revenue, s Sale) (Takings, error) {
	var room [8]float64
	logE, err := r.LogE(room[:0], t.Seen.Mean, s)
	if err != nil {
		return t, err
	}
	detector, err := t.Detector.Next(s.Day, logE)
	if err != nil {
		return t, err
	}
	seen, err := t.Seen.Next(min(s.Value, r.most))
	return Takings{seen, detector}, err
}

// LogR is the evidence of harm, to be held against a [Threshold].
func (t Takings) LogR() float64 { return t.Detector.LogR() }

// LogE appends ln(1 − f·x/B) of every fraction f to dst and returns it, when
// mean was the running mean before this visit. The weighted difference x has
// the lost revenue as its expectation and is at most B, so no bet is ruined.
func (r Revenue) LogE(dst []float64, mean float64, s Sale) ([]float64, error) {
	if err := between("probability of treatment", s.Rho, 0, 1); err != nil {
		return dst, err
	}
	if !(s.Value >= 0 && finite(s.Value)) {
		return dst, fmt.Errorf("eprocess: value %v: must be finite and not negative", s.Value)
	}
	if !(mean >= 0 && mean <= r.most) {
		return dst, fmt.Errorf("eprocess: running mean %v: must be in [0, %v]", mean, r.most)
	}
	x := (min(s.Value, r.most) - mean) / s.Rho
	if !s.Treated {
		x = (mean - min(s.Value, r.most)) / (1 - s.Rho)
	}
	bound := max((r.most-mean)/s.Rho, mean/(1-s.Rho))
	for _, f := range r.fractions {
		dst = append(dst, math.Log1p(-f*x/bound))
	}
	return dst, nil
}
