package ope

import "math"

// The sizes of weights are counted in 64 steps to each power of two, between
// 2⁻³² and 2³²; what is beyond belongs to the first or the last step.
const (
	stepsPerOctave = 64
	leastOctave    = -32
	octaves        = 64
)

// sizes are a histogram of weights. It is flat, so that it merges.
type sizes struct {
	rounds []int
	sum    []float64
}

func (s *sizes) add(x float64) {
	if x == 0 {
		return
	}
	if s.rounds == nil {
		s.rounds, s.sum = make([]int, octaves*stepsPerOctave), make([]float64, octaves*stepsPerOctave)
	}
	i := step(x)
	s.rounds[i]++
	s.sum[i] += x
}

// step is the place of a weight: its octave and, within that, its place on an
// even scale, which grows with it as a logarithm would and costs none.
func step(x float64) int {
	fraction, exponent := math.Frexp(x) // x = fraction·2^exponent, fraction in [½, 1)
	i := (exponent-leastOctave)*stepsPerOctave + int((fraction-.5)*2*stepsPerOctave)
	return min(max(i, 0), octaves*stepsPerOctave-1)
}

func (s *sizes) merge(o *sizes) {
	if o.rounds == nil {
		return
	}
	if s.rounds == nil {
		s.rounds, s.sum = make([]int, len(o.rounds)), make([]float64, len(o.sum))
	}
	for i, n := range o.rounds {
		s.rounds[i] += n
		s.sum[i] += o.sum[i]
	}
}

// heaviest is the sum of the so many heaviest weights. Of a step that is only
// needed in part, every weight counts as its mean.
func (s *sizes) heaviest(rounds float64) (sum float64) {
	for i := len(s.rounds) - 1; i >= 0 && rounds > 0; i-- {
		n := float64(s.rounds[i])
		if n == 0 {
			continue
		}
		sum += s.sum[i] * min(rounds/n, 1)
		rounds -= n
	}
	return sum
}
