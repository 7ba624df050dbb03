package offline

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Whatever its figures, a column gets a unit in which a catalogue takes them,
// and the unit is a power of two, so that it rounds nothing.
func TestUnitFitsTheCatalogue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		size := math.Pow(10, rapid.Float64Range(-60, 75).Draw(rt, "size"))
		shift := rapid.SampledFrom([]float64{0, 1, -1e3, 1e9, -1e75}).Draw(rt, "shift")
		var m Moments
		for _, x := range rapid.SliceOfN(rapid.Float64Range(-1, 1), 1, 20).Draw(rt, "numbers") {
			m.Add(max(-maxNumber, min(maxNumber, size*x+shift)))
		}
		s := scaleOf(m)
		if !(s.sd >= 1e-6 && s.sd <= 1e6 && math.Abs(s.mean) <= 1e6) {
			rt.Fatalf("got mean %v and sd %v in units of %v, beyond what a prior may say", s.mean, s.sd, s.unit)
		}
		if exponent := math.Log2(s.unit); exponent != math.Trunc(exponent) {
			rt.Fatalf("unit %v is no power of two", s.unit)
		}
	})
}

// Ordinary figures are left as they are.
func TestOrdinaryFiguresKeepTheirUnit(t *testing.T) {
	for _, x := range []float64{.001, 1, 250, 5e3} {
		var m Moments
		m.Add(-x)
		m.Add(x / 2)
		if s := scaleOf(m); s.unit != 1 || s.mean != m.Mean() || s.sd != m.SD() {
			t.Errorf("figures about %v: got %+v", x, s)
		}
	}
}
