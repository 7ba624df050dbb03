package ope

import (
	"math/rand/v2"
	"testing"
)

// A ranking shows two of three actions, one after the other, by the first place's
// probabilities and those of the second given the first.
type ranking struct {
	first  [3]float64
	second [3][3]float64
}

// anyRanking draws one that shows no action twice.
func anyRanking(chance *rand.Rand) (r ranking) {
	sum := 0.0
	for a := range r.first {
		r.first[a] = .1 + chance.Float64()
		sum += r.first[a]
		share := .1 + .8*chance.Float64()
		r.second[a][(a+1)%3], r.second[a][(a+2)%3] = share, 1-share
	}
	for a := range r.first {
		r.first[a] /= sum
	}
	return r
}

// later is how probable an action is at the second place, whatever was first.
func (r ranking) later(b int) (sum float64) {
	for a, p := range r.first {
		sum += p * r.second[a][b]
	}
	return sum
}

// Summed over all slates that a log could hold, every estimator gives the value
// of the policy where its assumption on rewards holds: sips whatever they depend
// on, rips and cascade_dr, with any model, on what was shown up to the place, iips
// on the place's own action. Where the assumption is broken, it does not.
func TestSlatesAreUnbiased(t *testing.T) {
	chance := rand.New(rand.NewPCG(5, 5))
	logging, policy := anyRanking(chance), anyRanking(chance)
	var model [3]float64
	var deeper [3][3]float64
	for a := range model {
		model[a] = chance.Float64()
		for b := range model {
			deeper[a][b] = chance.Float64()
		}
	}
	own := func(a, b int) (float64, float64) { return .3 * float64(a), .5 * float64(b*b) }
	before := func(a, b int) (float64, float64) {
		return .3 * float64(a), .5*float64(b*b) - .2*float64(a*b) + float64(a)
	}
	whole := func(a, b int) (float64, float64) { return .3*float64(a) + .4*float64(b), .5 * float64(b+a) }
	for _, c := range []struct {
		what   string
		reward func(a, b int) (float64, float64)
		right  map[string]bool
	}{
		{"its own action", own, map[string]bool{"sips": true, "iips": true, "rips": true, "cascade_dr": true}},
		{"actions up to it", before, map[string]bool{"sips": true, "rips": true, "cascade_dr": true}},
		{"the whole slate", whole, map[string]bool{"sips": true}},
	} {
		for _, e := range SlateEstimators() {
			value, expected := 0.0, 0.0
			for a, p := range logging.first {
				for b, q := range logging.second[a] {
					if a == b {
						continue
					}
					r0, r1 := c.reward(a, b)
					value += policy.first[a] * policy.second[a][b] * (r0 + r1)
					expected += p * q * e.Term([]Slot{
						{Reward: r0, Weight: policy.first[a] / p, Marginal: policy.first[a] / p, Model: model[a], Direct: Expectation(policy.first[:], model[:])},
						{Reward: r1, Weight: policy.second[a][b] / q, Marginal: policy.later(b) / logging.later(b), Model: deeper[a][b], Direct: Expectation(policy.second[a][:], deeper[a][:])},
					})
				}
			}
			if got := near(expected, value); got != c.right[e.Name] {
				t.Errorf("rewards that depend on %s: %s gives %v, the value is %v, want them equal: %v", c.what, e.Name, expected, value, c.right[e.Name])
			}
		}
	}
}

// Slates of shards add up, and a mean of slates has the spread of its terms.
func TestSlateEvaluation(t *testing.T) {
	all, part := NewSlateEvaluation(SlateEstimators()...), NewSlateEvaluation(SlateEstimators()...)
	merged := NewSlateEvaluation(SlateEstimators()...)
	for i := range 10 {
		slate := []Slot{{Reward: float64(i), Weight: 1, Marginal: 1}}
		all.Add(slate)
		if i < 4 {
			merged.Add(slate)
		} else {
			part.Add(slate)
		}
	}
	merged.Merge(part)
	for i, e := range SlateEstimators() {
		value, se := merged.Value(i)
		want, wantSE := all.Value(i)
		if !near(value, want) || !near(se, wantSE) || !near(value, 4.5) || !near(se*se*10, 55./6) {
			t.Errorf("%s: got %v ± %v, want 4.5 ± √(55/60)", e.Name, value, se)
		}
	}
}
