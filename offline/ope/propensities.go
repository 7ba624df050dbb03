package ope

import "math"

// propensityOctaves are how many halvings of 1 are told apart; what is smaller
// belongs to the last.
const propensityOctaves = 32

// leastWanted is what a round counts where the policy does not want the action:
// nothing beside the others, and all that is known if it wants it in none of them.
const leastWanted = 1e-9

// Propensities are those that an action was taken with, by size: for each octave,
// Σπ_e and Σπ_e/p. A round that took it with p stands for 1/p rounds that could
// have, so Σπ_e/p over an octave estimates how much the policy wants of the action
// in all rounds of the log, taken or not, that had such a propensity (Horvitz and
// Thompson 1952). What the propensities are where the policy does not want the
// action says nothing of its cells.
type propensities struct {
	wanted  [propensityOctaves]float64
	inverse [propensityOctaves]float64
}

func (s *propensities) add(p, wanted float64) {
	_, exponent := math.Frexp(p) // p = fraction·2^exponent, fraction in [½, 1)
	i := min(max(1-exponent, 0), propensityOctaves-1)
	wanted = max(wanted, leastWanted)
	s.wanted[i] += wanted
	s.inverse[i] += wanted / p
}

func (s *propensities) merge(o *propensities) {
	for i := range s.wanted {
		s.wanted[i] += o.wanted[i]
		s.inverse[i] += o.inverse[i]
	}
}

// missed is the probability that so many rounds of one context take the action
// never, although they could: the mean of (1−p)ⁿ over what the policy wants of it. It
// is 0 for an action that was never taken.
func (s *propensities) missed(rounds int) float64 {
	var sum, all float64
	for i, wanted := range s.wanted {
		if wanted > 0 {
			sum += s.inverse[i] * math.Pow(max(0, 1-wanted/s.inverse[i]), float64(rounds))
			all += s.inverse[i]
		}
	}
	return ratio(sum, all)
}
