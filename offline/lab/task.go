package lab

import (
	"math/rand/v2"

	"proffer/bandit"
)

// A Task is a bandit to learn: what is seen in each round, and what each arm pays.
type Task struct {
	Name string
	Arms int
	// Dim is the length of the vectors, the intercept included.
	Dim int
	// Steps is how many rounds the protocol plays.
	Steps int

	// deal begins a sequence of rounds, all of whose chance is the one given.
	deal func(chance *rand.Rand) func(*round)
}

// A round is one choice to be made.
type round struct {
	x    bandit.Vector // the intercept first; shared, and never written
	mean []float64     // what each arm is expected to pay
	paid []float64     // what it pays this time
}

// regret is how much more the best arm was expected to pay.
func (r *round) regret(arm int) float64 { return r.best() - r.mean[arm] }

// uniform is the expected regret of choosing without looking.
func (r *round) uniform() float64 {
	sum := 0.0
	for a := range r.mean {
		sum += r.regret(a)
	}
	return sum / float64(len(r.mean))
}

func (r *round) best() float64 {
	best := r.mean[0]
	for _, m := range r.mean {
		best = max(best, m)
	}
	return best
}

// dense is the vector of an intercept and some features.
func dense(features ...float64) bandit.Vector {
	x := bandit.Vector{Index: make([]int32, len(features)+1), Value: append([]float64{1}, features...)}
	for i := range x.Index {
		x.Index[i] = int32(i)
	}
	return x
}
