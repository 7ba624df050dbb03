package ope

import "math"

// A Sequence is an interval for the ips value that holds at all times at once,
// from the first round on, whatever the weights: no bound on them is needed, and
// none on how rounds depend on those before (Waudby-Smith, Wu, Ramdas,
// Karampatziakis and Mineiro 2024). The rounds come in their own order, so shards
// do not merge. It needs rewards within known bounds, and propensities that are true.
type Sequence struct {
	bounds      Bounds
	lower, loss side
}

// NewSequence begins a sequence that misses the truth at any time with
// probability α at most.
func NewSequence(alpha float64, b Bounds) *Sequence {
	return &Sequence{bounds: b, lower: newSide(alpha / 2), loss: newSide(alpha / 2)}
}

// Add counts the next round. What the policy earns and what it leaves, w·r and
// w·(1−r) of rewards in [0, 1], are bounded from below each: since E[w] is 1, what
// is left at least is what cannot be earned.
func (s *Sequence) Add(r Round) {
	share := (r.Reward - s.bounds.LeastReward) / (s.bounds.MostReward - s.bounds.LeastReward)
	s.lower.add(r.Weight * share)
	s.loss.add(r.Weight * (1 - share))
}

// Interval is what all rounds so far leave possible.
func (s *Sequence) Interval() (low, high float64) {
	width := s.bounds.MostReward - s.bounds.LeastReward
	return s.bounds.LeastReward + width*s.lower.best, s.bounds.LeastReward + width*(1-s.loss.best)
}

// A side bounds the mean ν in [0, 1] of numbers ξ ≥ 0 from below. With any m and
// any λ in [0, 1) that are known before ξ is,
//
//	exp(λ(ξ − ν) − (ξ − m)² ψ(λ)),  ψ(λ) = −ln(1−λ) − λ,  m in [0, 1]
//
// has a mean of at most 1, since exp(λy − y²ψ(λ)) ≤ 1 + λy for y ≥ −1. The product
// passes 1/α with probability α at most (Ville 1939), which solved for ν is
//
//	ν ≥ (Σλξ − Σ(ξ − m)²ψ(λ) − ln(1/α)) / Σλ.
type side struct {
	limit  float64 // ln 1/α
	n      float64
	sum    float64 // Σξ
	spread float64 // Σ(ξ − m)²
	won    float64 // Σλξ
	paid   float64 // Σ(ξ − m)²ψ(λ)
	staked float64 // Σλ
	best   float64 // the largest bound so far
}

// mostStake is the largest λ: beyond a half, ψ makes one surprise too dear.
const mostStake = .5

func newSide(alpha float64) side { return side{limit: math.Log(1 / alpha)} }

func (s *side) add(x float64) {
	// As if a first number had been ½, half away from it.
	mean := min((s.sum+.5)/(s.n+1), 1)
	variance := (s.spread + .25) / (s.n + 1)
	stake := min(math.Sqrt(2*s.limit/(variance*(s.n+1)*math.Log(s.n+2))), mostStake)
	off := (x - mean) * (x - mean)
	s.won += stake * x
	s.paid += off * (-math.Log1p(-stake) - stake)
	s.staked += stake
	s.n, s.sum, s.spread = s.n+1, s.sum+x, s.spread+off
	s.best = min(max(s.best, (s.won-s.paid-s.limit)/s.staked), 1)
}
