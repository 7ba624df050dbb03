package bandit

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Rank-1 updates stay within rounding of the posterior computed from the sums.
func TestSmoke(t *testing.T) {
	p := Prior{Shape: 2, Scale: 1}
	for range 16 {
		p.Mean, p.Precision = append(p.Mean, 0.1), append(p.Precision, 1)
	}
	l, err := NewLinear(p)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		x := Vector{Index: []int32{0, int32(1 + rng.IntN(15))}, Value: []float64{1, rng.NormFloat64()}}
		if err := l.Learn(x, rng.Float64(), 1); err != nil {
			t.Fatal(err)
		}
	}
	m, err := LinearFrom(p, l.Moments())
	if err != nil {
		t.Fatal(err)
	}
	x := Vector{Index: []int32{0, 3}, Value: []float64{1, 2}}
	got, want := l.Predict(x), m.Predict(x)
	if math.Abs(got.Mean-want.Mean) > 1e-12 || math.Abs(got.Variance/want.Variance-1) > 1e-12 || !(l.Drift() < 1e-12) {
		t.Errorf("got %v, want %v, drift %g", got, want, l.Drift())
	}
}
