package ope

import "math"

// propensityOctaves are how many halvings of 1 are told apart; what is smaller
// belongs to the last.
const propensityOctaves = 32

// Propensities are those that an action was taken with, by size: for each
// octave, how many, and Σ1/p. A round that took it with p stands for 1/p rounds
// that could have, so Σ1/p over an octave estimates how many rounds of the log,
// taken or not, had such a propensity (Horvitz and Thompson 1952).
type propensities struct {
	rounds  [propensityOctaves]int
	inverse [propensityOctaves]float64
}

func (s *propensities) add(p float64) {
	_, exponent := math.Frexp(p) // p = fraction·2^exponent, fraction in [½, 1)
	i := min(max(1-exponent, 0), propensityOctaves-1)
	s.rounds[i]++
	s.inverse[i] += 1 / p
}

func (s *propensities) merge(o *propensities) {
	for i := range s.rounds {
		s.rounds[i] += o.rounds[i]
		s.inverse[i] += o.inverse[i]
	}
}

// missed is the probability that so many rounds of one context take the action
// never, although they could: the mean of (1−p)ⁿ over the rounds of the log. It is
// 0 for an action that was never taken.
func (s *propensities) missed(rounds int) float64 {
	var sum, all float64
	for i, n := range s.rounds {
		if n > 0 {
			sum += s.inverse[i] * math.Pow(1-float64(n)/s.inverse[i], float64(rounds))
			all += s.inverse[i]
		}
	}
	return ratio(sum, all)
}
