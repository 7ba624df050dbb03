package ope

import "math"

// Absences are cells of context × action that may be empty by chance: what each of
// them weighs, and how probable it is that it is empty although the log goes there.
type absences struct {
	weights, chances []float64
	all              float64 // Σ weight
	empty            float64 // of those that are empty
	expected         float64 // Σ weight·chance
}

func (b *absences) add(weight, chance float64, empty bool) {
	b.weights, b.chances = append(b.weights, weight), append(b.chances, chance)
	b.all += weight
	b.expected += weight * chance
	if empty {
		b.empty += weight
	}
}

// never is the share of the weight that belongs to cells where the log never goes:
// the others are empty with their chance, so E[empty] = never + Σ chance of the rest.
// It is 0 if chance leaves as much empty with more than the probability level.
func (b *absences) never(level float64) float64 {
	if b.empty <= b.expected || !b.improbable(math.Log(level)) {
		return 0
	}
	return (b.empty - b.expected) / (b.all - b.expected)
}

// improbable reports whether the probability that chance leaves as much empty is
// below a bound, by Chernoff (1952): it is at most exp(−λs)·E[exp(λS)] for every
// λ > 0. The choices of a context exclude each other, so that its empty cells are
// negatively associated and E[exp(λS)] is at most the product of the cells' own
// (Joag-Dev and Proschan 1983). Steps of λ by a factor of 2 lose little.
func (b *absences) improbable(logLevel float64) bool {
	most := 0.0
	for _, w := range b.weights {
		most = max(most, w)
	}
	for step := 1. / 64; step <= 512; step *= 2 {
		if b.logBound(step/most) <= logLevel {
			return true
		}
	}
	return false
}

func (b *absences) logBound(lambda float64) float64 {
	sum := -lambda * b.empty
	for i, p := range b.chances {
		if p > 0 {
			sum += math.Log1p(p * math.Expm1(lambda*b.weights[i]))
		}
	}
	return sum
}
