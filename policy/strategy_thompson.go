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
	*arms = believed(*arms, candidates, t.contextual)
	dst = bandit.Best(dst, *arms, none)
	return bandit.Mix(dst, dst, t.floor, !math.IsInf(none, -1))
}

// armsPool keeps the room for beliefs; nothing is read from it before it is written.
var armsPool = sync.Pool{New: func() any { return new([]bandit.Normal) }}

// believed writes to dst what is believed of each candidate, with the context or without.
func believed(dst []bandit.Normal, candidates []Candidate, contextual bool) []bandit.Normal {
	dst = dst[:0]
	for i := range candidates {
		if contextual {
			dst = append(dst, candidates[i].Linear)
		} else {
			dst = append(dst, candidates[i].Flat)
		}
	}
	return dst
}
