package ope

import "math"

// A Calibration compares an action's logged propensities with how often it was
// taken. If they are true, the mean of 1{taken}/p over all rounds that could take
// it is 1. Where rounds do not say whether they could it may be less; it is more
// only if propensities are stated too small.
type Calibration struct {
	Action         string  `json:"action"`
	Rows           int     `json:"rows"`
	MeanPropensity float64 `json:"mean_propensity"` // over the action's own rows
	Ratio          float64 `json:"ratio"`
	StandardError  float64 `json:"standard_error"`
}

// Calibration of every action, in their order and without their names.
func (s *Support) Calibration() []Calibration {
	all := make([]Calibration, s.actions)
	for a := range s.taken {
		t := &s.taken[a]
		n := float64(t.possible)
		mean := ratio(t.inverse, n)
		all[a] = Calibration{
			Rows: t.rounds, MeanPropensity: ratio(t.sum, float64(t.rounds)), Ratio: mean,
			StandardError: math.Sqrt(max(ratio(t.inverse2, n)-mean*mean, 0) / max(n, 1)),
		}
	}
	return all
}
