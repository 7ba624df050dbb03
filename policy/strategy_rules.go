package policy

// The strategies of this file follow the operator's figures and learn nothing.
// They show an offer whenever there is one.

// rules shows the offer with the highest priority, the first in the catalogue
// among equals.
type rules struct{}

func (rules) Traits() Traits { return Traits{Name: "rules"} }

func (rules) Distribution(dst []float64, candidates []Candidate, _ float64) []float64 {
	dst = resize(dst, candidates)
	best := len(candidates) // nothing, when there is no candidate
	for i := range candidates {
		if best == len(candidates) || candidates[i].Priority > candidates[best].Priority {
			best = i
		}
	}
	dst[best] = 1
	return dst
}

// weighted shows offers in proportion to their weights. A sticky one is a fixed
// split of customers, each of whom keeps seeing the same offer.
type weighted struct{ sticky bool }

func (w weighted) Traits() Traits {
	if w.sticky {
		return Traits{Name: "ab_test", Exact: true, Sticky: true}
	}
	return Traits{Name: "weighted", Exact: true}
}

func (w weighted) Distribution(dst []float64, candidates []Candidate, none float64) []float64 {
	total := 0.0
	for i := range candidates {
		total += candidates[i].weight()
	}
	if !(total > 0) {
		return uniform{}.Distribution(dst, candidates, none)
	}
	dst = resize(dst, candidates)
	for i := range candidates {
		dst[i] = candidates[i].weight() / total
	}
	return dst
}

// weight is the candidate's weight, and 0 for what is none.
func (c *Candidate) weight() float64 {
	if !(c.Weight > 0 && c.Weight <= maxWeight) {
		return 0
	}
	return c.Weight
}

// uniform shows all offers equally often.
type uniform struct{}

func (uniform) Traits() Traits { return Traits{Name: "uniform", Exact: true} }

func (uniform) Distribution(dst []float64, candidates []Candidate, _ float64) []float64 {
	dst = resize(dst, candidates)
	if len(candidates) == 0 {
		dst[0] = 1
		return dst
	}
	for i := range candidates {
		dst[i] = 1 / float64(len(candidates))
	}
	return dst
}
