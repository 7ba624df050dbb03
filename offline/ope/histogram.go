package ope

import "math"

// A Bin is the weights between two sizes, from Low to below High.
type Bin struct {
	Low, High float64
	Rounds    int
	Sum       float64 // of the weights
}

// quarters are the first steps of an octave's quarters, the nearest to 2^¼, 2^½
// and 2^¾.
var quarters = [...]int{0, 12, 27, 44}

// Histogram counts the weights above 0 by their size, in four bins to a doubling,
// from the first bin that holds any to the last. What lies beyond 2⁻³² or 2³² is
// in the outermost.
func (w *Weights) Histogram() []Bin {
	var bins []Bin
	last := 0 // bins up to the last that holds any
	for first := 0; first < len(w.sizes.rounds); first += stepsPerOctave {
		for i, from := range quarters {
			until := stepsPerOctave
			if i+1 < len(quarters) {
				until = quarters[i+1]
			}
			b := w.sizes.between(first+from, first+until)
			if b.Rounds == 0 && bins == nil {
				continue
			}
			bins = append(bins, b)
			if b.Rounds > 0 {
				last = len(bins)
			}
		}
	}
	return bins[:last]
}

// between gathers some steps.
func (s *sizes) between(from, until int) Bin {
	b := Bin{Low: leastOf(from), High: leastOf(until)}
	for i := from; i < until; i++ {
		b.Rounds += s.rounds[i]
		b.Sum += s.sum[i]
	}
	return b
}

// leastOf is the smallest weight of a step.
func leastOf(step int) float64 {
	fraction := .5 + float64(step%stepsPerOctave)/(2*stepsPerOctave)
	return math.Ldexp(fraction, step/stepsPerOctave+leastOctave)
}
