package policy

import (
	"math"

	"proffer/bandit"
)

// greedy shows the offer whose mean is highest. It explores nothing, so its log
// tells nothing of other offers.
type greedy struct{}

func (greedy) Traits() Traits { return Traits{Name: "greedy", Learns: true, Contextual: true} }

func (greedy) Distribution(dst []float64, candidates []Candidate, none float64) []float64 {
	return linUCB{}.Distribution(dst, candidates, none)
}

// linUCB shows the offer whose upper confidence bound is highest (Li, Chu,
// Langford and Schapire 2010). width is in scaled deviations.
type linUCB struct{ width float64 }

func (linUCB) Traits() Traits { return Traits{Name: "linucb", Learns: true, Contextual: true} }

func (u linUCB) Distribution(dst []float64, candidates []Candidate, none float64) []float64 {
	arms := armsPool.Get().(*[]bandit.Normal)
	defer armsPool.Put(arms)
	*arms = believed(*arms, candidates, true)
	return bandit.Highest(dst, *arms, u.width, none)
}

// epsilonGreedy is greedy but for a share of requests, in which every survivor
// and nothing are equally likely.
type epsilonGreedy struct{ epsilon float64 }

func (epsilonGreedy) Traits() Traits {
	return Traits{Name: "epsilon_greedy", Learns: true, Contextual: true, Exact: true}
}

func (e epsilonGreedy) Distribution(dst []float64, candidates []Candidate, none float64) []float64 {
	dst = greedy{}.Distribution(dst, candidates, none)
	return bandit.Mix(dst, dst, e.epsilon, !math.IsInf(none, -1))
}
