package offline_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"

	"proffer/offline"
)

// near allows for the rounding of sums of a hundred numbers of size.
func near(a, b, size float64) bool { return math.Abs(a-b) <= 1e-12*(1+size) }

var someNumbers = rapid.SliceOfN(rapid.Float64Range(-1e3, 1e3), 2, 100)

// Moments are the textbook's mean and deviation, in whatever parts they were counted.
func TestMoments(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		xs := someNumbers.Draw(rt, "numbers")
		cut := rapid.IntRange(0, len(xs)).Draw(rt, "cut")
		var parts [2]offline.Moments
		for i, x := range xs {
			parts[min(i/max(cut, 1), 1)].Add(x)
		}
		parts[0].Merge(parts[1])
		mean, variance := stat.MeanVariance(xs, nil)
		if !near(parts[0].Mean(), mean, 1e3) || !near(parts[0].SD()*parts[0].SD(), variance, 1e6) {
			rt.Fatalf("got %v ± %v, want %v ± %v", parts[0].Mean(), parts[0].SD(), mean, math.Sqrt(variance))
		}
	})
}

// Where all weights are equal the weighted mean is the mean, and its standard
// error that of the mean, but for a degree of freedom.
func TestWeightedByEquals(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		xs := someNumbers.Draw(rt, "numbers")
		weight := rapid.Float64Range(.01, 100).Draw(rt, "weight")
		var m offline.Weighted
		for _, x := range xs {
			m.Add(x, weight)
		}
		mean, variance := stat.MeanVariance(xs, nil)
		n := float64(len(xs))
		want := variance * (n - 1) / n / n
		if got := m.StandardError() * m.StandardError(); !near(m.Mean(), mean, 1e3) || math.Abs(got-want) > 1e-9*(1+want) {
			rt.Fatalf("got %v with variance %v, want %v with %v", m.Mean(), got, mean, want)
		}
	})
}

// Of nothing, or of one number, what cannot be known is not a number.
func TestMomentsOfNothing(t *testing.T) {
	var none, one offline.Moments
	one.Add(3)
	for name, x := range map[string]float64{"mean of none": none.Mean(), "sd of none": none.SD(), "sd of one": one.SD()} {
		if !math.IsNaN(x) {
			t.Errorf("%s: got %v, want NaN", name, x)
		}
	}
}
