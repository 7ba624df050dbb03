package ope

import "math"

// A Slot is one place of a logged slate, seen by the policy that is evaluated.
type Slot struct {
	Reward   float64 // what was earned at this place, times what the place counts for
	Weight   float64 // π_e/π_b of the action here, given the actions before it
	Marginal float64 // π_e/π_b of the action here, whatever the others are
	Model    float64 // q̂ of this place and all behind it, given the actions up to here
	Direct   float64 // the same before the action here is known: Σ_a π_e(a|…) q̂(…, a)
}

// A SlateEstimator makes the term of a slate; the estimate is the mean of terms,
// so Mean adds them up.
type SlateEstimator struct {
	Name string
	Term func(slate []Slot) float64
}

// SlateEstimators are right under ever weaker assumptions on what the reward of a
// place depends on, at the price of a larger variance from iips to rips to sips:
//
//	sips         Π_l w_l · Σ_l r_l: on anything in the slate; Precup, Sutton and Singh 2000
//	iips         Σ_l v_l·r_l with marginal weights v: on its own action; Li et al. 2018
//	rips         Σ_l w_1…w_l·r_l: on the actions up to it; McInerney et al. 2020
//	cascade_dr   Σ_l w_1…w_l (r_l − q̂_l) + w_1…w_{l−1} E_π[q̂_l]: the same with a model;
//	             Kiyohara et al. 2022
//
// With a model that predicts 0, cascade_dr is rips.
func SlateEstimators() []SlateEstimator {
	return []SlateEstimator{{"sips", sips}, {"iips", iips}, {"rips", rips}, {"cascade_dr", cascade}}
}

func sips(slate []Slot) float64 {
	weight, reward := 1.0, 0.0
	for _, s := range slate {
		weight *= s.Weight
		reward += s.Reward
	}
	return weight * reward
}

func iips(slate []Slot) (sum float64) {
	for _, s := range slate {
		sum += s.Marginal * s.Reward
	}
	return sum
}

func rips(slate []Slot) (sum float64) {
	weight := 1.0
	for _, s := range slate {
		weight *= s.Weight
		sum += weight * s.Reward
	}
	return sum
}

func cascade(slate []Slot) (sum float64) {
	weight := 1.0
	for _, s := range slate {
		sum += weight * s.Direct
		weight *= s.Weight
		sum += weight * (s.Reward - s.Model)
	}
	return sum
}

// SlateEvaluation adds slates up for several estimators at once. Shards merge.
type SlateEvaluation struct {
	Estimators []SlateEstimator
	sums       []Sums
}

// NewSlateEvaluation begins to add up.
func NewSlateEvaluation(estimators ...SlateEstimator) *SlateEvaluation {
	return &SlateEvaluation{Estimators: estimators, sums: make([]Sums, len(estimators))}
}

// Add counts a slate.
func (v *SlateEvaluation) Add(slate []Slot) {
	for i, e := range v.Estimators {
		term := [1]float64{e.Term(slate)}
		v.sums[i].addMean(none[:1], term[:])
	}
}

// Merge counts all that o has counted, with the same estimators.
func (v *SlateEvaluation) Merge(o *SlateEvaluation) {
	for i := range v.sums {
		v.sums[i].Merge(o.sums[i])
	}
}

// Value is what the i-th estimator says, with its standard error.
func (v *SlateEvaluation) Value(i int) (value, standardError float64) {
	s := &v.sums[i]
	return s.value(false), math.Sqrt(s.variance(false) / float64(s.N))
}
