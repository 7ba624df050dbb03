package offline

import "math"

// A scale is the mean and the spread of a column in the unit in which it is
// handed to the engine.
type scale struct {
	unit float64 // what one is, in the table's own unit
	mean float64
	sd   float64
}

// The range of spreads and means that a catalogue takes as they are. Others are
// given a unit of their own, as an operator would turn grams into tons.
const (
	leastSD  = 1e-4
	mostSD   = 1e4
	mostMean = 1e5
	finestSD = 1e-6 // of the unit, below which a spread is rounding of the mean
)

// scaleOf finds the unit of a column: 1 if its figures allow it, else a power of
// two near its standard deviation, which changes no number but for its exponent.
func scaleOf(m Moments) scale {
	s := scale{unit: 1, mean: 0, sd: m.SD()}
	if m.N > 0 {
		s.mean = m.Mean()
	}
	if !(s.sd > 0) { // all are equal: any spread does
		s.sd = 1
	}
	if s.sd < leastSD || s.sd > mostSD || math.Abs(s.mean) > mostMean {
		s.unit = math.Exp2(math.Ceil(math.Log2(max(s.sd, math.Abs(s.mean)/mostMean))))
	}
	s.mean /= s.unit
	s.sd = max(s.sd/s.unit, finestSD)
	return s
}

// in turns a number of the table into one of the unit.
func (s scale) in(x float64) float64 { return x / s.unit }
