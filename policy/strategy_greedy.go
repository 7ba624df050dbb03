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
	return highest(resize(dst, candidates), candidates, none, func(c *Candidate) float64 { return c.Linear.Mean })
}

// linUCB shows the offer whose upper confidence bound is highest (Li, Chu,
// Langford and Schapire 2010). width is in scaled deviations.
type linUCB struct{ width float64 }

func (linUCB) Traits() Traits { return Traits{Name: "linucb", Learns: true, Contextual: true} }

func (u linUCB) Distribution(dst []float64, candidates []Candidate, none float64) []float64 {
	return highest(resize(dst, candidates), candidates, none, func(c *Candidate) float64 {
		return c.Linear.Mean + u.width*math.Sqrt(c.Linear.Variance)
	})
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

// highest shares certainty between the candidates with the highest score, or
// gives it to nothing when no score is above none. A score that is not a number
// never wins. dst is all zero.
func highest(dst []float64, candidates []Candidate, none float64, score func(*Candidate) float64) []float64 {
	best, ties := none, 0
	for i := range candidates {
		switch s := score(&candidates[i]); {
		case s > best:
			best, ties = s, 1
		case s == best && ties > 0:
			ties++
		}
	}
	if ties == 0 {
		dst[len(candidates)] = 1
		return dst
	}
	for i := range candidates {
		if score(&candidates[i]) == best {
			dst[i] = 1 / float64(ties)
		}
	}
	return dst
}
