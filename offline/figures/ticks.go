package figures

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// mostTicks is how many labels an axis has room for.
const mostTicks = 6

// widen leaves some air at both ends of an axis, also of one whose values are all
// the same.
func widen(a *plot.Axis) {
	if !(a.Min <= a.Max) { // nothing was drawn
		a.Min, a.Max = 0, 1
	}
	air := (a.Max - a.Min) / 30
	if size := max(math.Abs(a.Min), math.Abs(a.Max)); !(air > 1e-9*size) {
		air = max(size/20, math.SmallestNonzeroFloat32)
	}
	a.Min, a.Max = a.Min-air, a.Max+air
}

// even marks the multiples of 1, 2 or 5 times a power of ten.
func even(low, high float64) (ticks []plot.Tick) {
	step, exponent := stepOf((high - low) / mostTicks)
	from, to := math.Ceil(low/step), math.Floor(high/step)
	if !(to-from <= mostTicks && math.Abs(to) < 1e9) { // a range too narrow for its place
		return []plot.Tick{tick(low, 'g', 4), tick(high, 'g', 4)}
	}
	for k := from; k <= to; k++ {
		switch x := k*step + 0; { // + 0 makes a zero of a negative one
		case math.Abs(exponent) > 6:
			ticks = append(ticks, tick(x, 'g', 4))
		default:
			ticks = append(ticks, tick(x, 'f', int(max(-exponent, 0))))
		}
	}
	return ticks
}

// stepOf is the least of 1, 2 and 5 times a power of ten that is not below x,
// and the power.
func stepOf(x float64) (step, exponent float64) {
	exponent = math.Floor(math.Log10(x))
	ten := math.Pow(10, exponent)
	for _, k := range []float64{1, 2, 5} {
		if k*ten >= x {
			return k * ten, exponent
		}
	}
	return 10 * ten, exponent + 1
}

// decades marks the powers of ten, and 2 and 5 times them where there are few.
func decades(low, high float64) (ticks []plot.Tick) {
	from, to := math.Floor(math.Log10(low)), math.Ceil(math.Log10(high))
	every := max(1, math.Ceil((to-from)/mostTicks))
	for e := from; e <= to; e += every {
		for _, k := range []float64{1, 2, 5} {
			if k == 1 || to-from <= 2 {
				ticks = append(ticks, tick(k*math.Pow(10, e), 'g', 3))
			}
		}
	}
	return ticks
}

func tick(x float64, format byte, digits int) plot.Tick {
	return plot.Tick{Value: x, Label: strconv.FormatFloat(x, format, digits, 64)}
}
