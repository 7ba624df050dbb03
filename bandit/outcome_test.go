package bandit_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"proffer/bandit"

	"pgregory.net/rapid"
)

// dim is the length of the vectors in these tests.
const dim = 8

// An outcome is what one showing taught.
type outcome struct {
	x    bandit.Vector
	r, w float64
}

var anyOutcome = rapid.Custom(func(t *rapid.T) outcome {
	return outcome{
		x: anyVector.Draw(t, "x"),
		r: rapid.Float64Range(-2, 5).Draw(t, "reward"),
		w: rapid.Float64Range(0.01, 4).Draw(t, "weight"),
	}
})

var anyVector = rapid.Custom(func(t *rapid.T) bandit.Vector {
	x := bandit.Vector{Index: []int32{0}, Value: []float64{1}}
	for i := int32(1); i < dim; i++ {
		if rapid.Bool().Draw(t, "present") {
			x.Index = append(x.Index, i)
			x.Value = append(x.Value, rapid.Float64Range(-3, 3).Draw(t, "value"))
		}
	}
	return x
})

// prior is a prior over d features that is neither centred nor even.
func prior(d int) bandit.Prior {
	p := bandit.Prior{Shape: 2.5, Scale: 0.3}
	for i := range d {
		p.Mean = append(p.Mean, 0.05*float64(i%3))
		p.Precision = append(p.Precision, 1+float64(i%2))
	}
	return p
}

// stream returns n outcomes over d features, of which about twelve are present,
// some a thousand times larger than others, with rewards of 0 and 1.
func stream(seed uint64, n, d int) []outcome {
	rng := rand.New(rand.NewPCG(seed, 0))
	all := make([]outcome, n)
	for k := range all {
		x := bandit.Vector{Index: []int32{0}, Value: []float64{1}}
		for i := 1; i < d; i += 1 + rng.IntN(max(d/6, 1)) {
			x.Index = append(x.Index, int32(i))
			x.Value = append(x.Value, rng.NormFloat64()*math.Exp(2*rng.NormFloat64()))
		}
		all[k] = outcome{x: x, r: float64(rng.IntN(2)), w: 1}
	}
	return all
}

// learned returns the posterior after the outcomes, one by one.
func learned(t testing.TB, p bandit.Prior, all []outcome) *bandit.Linear {
	l, err := bandit.NewLinear(p)
	must(t, err)
	for _, o := range all {
		must(t, l.Learn(o.x, o.r, o.w))
	}
	return l
}

// must ends the test that cannot go on after err.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// near tells whether got is want up to a tolerance relative to the larger of
// want and 1.
func near(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= tolerance*max(math.Abs(want), 1)
}

// fataler is what *testing.T and *rapid.T have in common here.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// sameBelief demands that two posteriors predict alike everywhere: on every
// feature alone, which gives the means and variances, and on every pair, which
// gives the covariances.
func sameBelief(t fataler, got, want *bandit.Linear, tolerance float64) {
	t.Helper()
	d := int32(want.Dim())
	for i := range d {
		for j := i; j < d; j++ {
			x := bandit.Vector{Index: []int32{i}, Value: []float64{1}}
			if j > i {
				x = bandit.Vector{Index: []int32{i, j}, Value: []float64{1, 1}}
			}
			g, w := got.Predict(x), want.Predict(x)
			if !near(g.Mean, w.Mean, tolerance) || !near(g.Variance/w.Variance, 1, tolerance) {
				t.Fatalf("at %v: got %v, want %v", x.Index, g, w)
			}
		}
	}
	if !near(got.Noise()/want.Noise(), 1, tolerance) {
		t.Fatalf("noise: got %v, want %v", got.Noise(), want.Noise())
	}
}
