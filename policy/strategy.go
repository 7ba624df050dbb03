package policy

import (
	"cmp"
	"fmt"
	"slices"

	"proffer/bandit"
)

// A Candidate is what a strategy may know of an offer that survived.
type Candidate struct {
	ID       string
	Priority int
	Weight   float64
	// Linear and Flat are beliefs about the offer's net value, with the context
	// and without, their deviations already multiplied by the posterior scale.
	Linear, Flat bandit.Normal
}

// A Strategy turns candidates into a distribution. It may be shared.
type Strategy interface {
	// Distribution returns one probability for each candidate and then that of
	// showing nothing, which is worth none; -Inf switches nothing off. The sum is
	// one. It writes to dst, and allocates nothing when dst has room.
	Distribution(dst []float64, candidates []Candidate, none float64) []float64
	Traits() Traits
}

// Traits say how the engine must treat a strategy.
type Traits struct {
	Name       string
	Learns     bool // its candidates need beliefs
	Contextual bool // the belief is Linear, not Flat
	Exact      bool // off-policy estimates may rest on its propensities
	Sticky     bool // the draw depends on the customer and not on the request
}

// families makes each strategy by name, in the order they are documented.
var families = []struct {
	name string
	make func(Learning) Strategy
}{
	{"thompson", func(l Learning) Strategy { return thompson{floor: l.Floor, contextual: true} }},
	{"beta_thompson", func(l Learning) Strategy { return thompson{floor: l.Floor} }},
	{"greedy", func(Learning) Strategy { return greedy{} }},
	{"epsilon_greedy", func(l Learning) Strategy { return epsilonGreedy{epsilon: l.Epsilon} }},
	{"linucb", func(l Learning) Strategy { return linUCB{width: l.Width / cmp.Or(l.PosteriorScale, 1)} }},
	{"rules", func(Learning) Strategy { return rules{} }},
	{"weighted", func(Learning) Strategy { return weighted{} }},
	{"ab_test", func(Learning) Strategy { return weighted{sticky: true} }},
	{"uniform", func(Learning) Strategy { return uniform{} }},
}

// NewStrategy returns a strategy by its name. A posterior scale of 0, which no
// catalogue has, counts as 1.
func NewStrategy(name string, l Learning) (Strategy, error) {
	for _, f := range families {
		if f.name == name {
			return f.make(l), nil
		}
	}
	return nil, fmt.Errorf("policy: no strategy is called %q", name)
}

// Strategies are the names of all strategies.
func Strategies() []string {
	names := make([]string, len(families))
	for i, f := range families {
		names[i] = f.name
	}
	return names
}

// resize returns dst with one number for each candidate and one for nothing, all
// zero.
func resize(dst []float64, candidates []Candidate) []float64 {
	dst = slices.Grow(dst[:0], len(candidates)+1)[:len(candidates)+1]
	clear(dst)
	return dst
}
