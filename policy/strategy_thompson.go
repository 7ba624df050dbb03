package policy

import (
	"math"
	"sync"

	"proffer/bandit"
)

// thompson shows an offer with the probability that it is the best (Thompson
// 1933), and mixes in a uniform share so that every survivor is shown sometimes.
type thompson struct {
	floor      float64
	contextual bool
}

func (t thompson) Traits() Traits {
	name := "beta_thompson"
	if t.contextual {
		name = "thompson"
	}
	return Traits{Name: name, Learns: true, Contextual: t.contextual, Exact: true}
}

func (t thompson) Distribution(dst []float64, candidates []Candidate, none float64) []float64 {
	arms := armsPool.Get().(*[]bandit.Normal)
	defer armsPool.Put(arms)
	*arms = (*arms)[:0]
	for _, c := range candidates {
		if t.contextual {
			*arms = append(*arms, c.Linear)
		} else {
			*arms = append(*arms, c.Flat)
		}
	}
	dst = bandit.Best(dst, *arms, none)
	return bandit.Mix(dst, dst, t.floor, !math.IsInf(none, -1))
}

// armsPool keeps the room for beliefs; nothing is read from it before it is written.
var armsPool = sync.Pool{New: func() any { return new([]bandit.Normal) }}
