package ope

import "math"

// A Calibration compares an action's logged propensities with how often it was
// taken. If they are true, the mean of 1{taken}/p over all rounds that could take
// it is 1. Where rounds do not say whether they could it may be less; it is more
// only if propensities are stated too small.
//
// What the log could not take, it need not for a policy that does not want it
// there. So Weighed is the mean of π_e·1{taken}/p, divided by what the policy would
// take of the action, less what it wants of cells that are empty and not by chance: it is 1 or more
// wherever the log could take what the policy takes, and less only if propensities
// are stated too large.
type Calibration struct {
	Action         string  `json:"action"`
	Rows           int     `json:"rows"`
	MeanPropensity float64 `json:"mean_propensity"` // over the action's own rows
	Ratio          float64 `json:"ratio"`
	StandardError  float64 `json:"standard_error"`
	Weighed        float64 `json:"weighed"` // 1 of an action that has no weight
	WeighedError   float64 `json:"weighed_error"`
}

// Calibration of every action, in their order and without their names.
func (s *Support) Calibration() []Calibration { return s.calibration(s.Lacking()) }

func (s *Support) calibration(lacking Lacking) []Calibration {
	all := make([]Calibration, s.actions)
	for a := range s.taken {
		t := &s.taken[a]
		n := float64(s.rounds - t.barred)
		mean := ratio(t.inverse, n)
		all[a] = Calibration{
			Rows: t.rounds, MeanPropensity: ratio(t.sum, float64(t.rounds)), Ratio: mean,
			StandardError: math.Sqrt(max(ratio(t.inverse2, n)-mean*mean, 0) / max(n, 1)), Weighed: 1,
		}
		if wanted := s.wanted(a) - lacking.byAction[a]; wanted > 0 && t.weight > 0 {
			all[a].Weighed = t.weight / wanted
			all[a].WeighedError = math.Sqrt(t.weight2*max(1, wanted/t.weight)) / wanted
		}
	}
	return all
}

// wanted is Σ π_e of an action, over the rounds that could take it as far as is known.
func (s *Support) wanted(action int) float64 {
	sum := s.taken[action].told
	if len(s.views) > 0 {
		v := &s.views[0]
		for cell := action; cell < len(v.wanted); cell += s.actions {
			sum += v.wanted[cell]
		}
	}
	return sum
}
