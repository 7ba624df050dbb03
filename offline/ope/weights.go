package ope

import "math"

// Weights are what importance weights say about a log before any reward is
// looked at. Their expectation is 1 wherever the log could have taken what the
// policy takes.
type Weights struct {
	Rounds  int
	Matched int     // with a weight above 0
	Most    float64 // the largest
	sum     float64
	squares float64
	sizes   sizes
}

// Add counts one weight.
func (w *Weights) Add(x float64) {
	w.Rounds++
	if x > 0 {
		w.Matched++
	}
	w.Most = max(w.Most, x)
	w.sum += x
	w.squares += x * x
	w.sizes.add(x)
}

// Merge counts all that o has counted.
func (w *Weights) Merge(o *Weights) {
	w.Rounds += o.Rounds
	w.Matched += o.Matched
	w.Most = max(w.Most, o.Most)
	w.sum += o.sum
	w.squares += o.squares
	w.sizes.merge(&o.sizes)
}

// Mean must be 1, but for chance.
func (w *Weights) Mean() float64 { return w.sum / float64(w.Rounds) }

// StandardError is that of the mean, and 0 of a single weight.
func (w *Weights) StandardError() float64 {
	n := float64(w.Rounds)
	if w.Rounds < 2 {
		return 0
	}
	return math.Sqrt(max(w.squares/n-w.Mean()*w.Mean(), 0) / (n - 1))
}

// Effective is the number of rounds of equal weight that would say as much:
// (Σw)²/Σw² (Kish 1965). 0 where all weights are.
func (w *Weights) Effective() float64 {
	if w.squares == 0 {
		return 0
	}
	return w.sum / w.squares * w.sum
}

// LargestShare is the share of all weight that one round has.
func (w *Weights) LargestShare() float64 { return ratio(w.Most, w.sum) }

// TopShare is the share of all weight that the heaviest of the matched rounds
// have, such as the heaviest hundredth: to within 1 %, since weights are counted
// by size.
func (w *Weights) TopShare(part float64) float64 {
	return ratio(w.sizes.heaviest(part*float64(w.Matched)), w.sum)
}

// ratio is 0 of nothing.
func ratio(part, all float64) float64 {
	if all == 0 {
		return 0
	}
	return part / all
}
