package bandit_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"proffer/bandit"

	"pgregory.net/rapid"
)

// two returns a model with d features and one without any, of the same rewards.
func two(d int) (context, plain *bandit.Linear) {
	prior := bandit.Prior{Mean: make([]float64, d), Precision: make([]float64, d), Shape: 11, Scale: 1}
	for i := range prior.Precision {
		prior.Precision[i] = 100
	}
	prior.Precision[0] = 20
	flat := prior
	flat.Mean, flat.Precision = prior.Mean[:1], prior.Precision[:1]
	context, _ = bandit.NewLinear(prior)
	plain, _ = bandit.NewLinear(flat)
	return context, plain
}

// The evidence of one reward is the density of Student's t that predicts it
// (Murphy 2012, §7.6.3.3), and evidence is the product of such densities.
func TestEvidenceIsThePredictiveDensity(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 0))
	l, _ := two(4)
	shape, scale := 11.0, 1.0
	for n := range 200 {
		x := bandit.Vector{Index: []int32{0, 1, 3}, Value: []float64{1, rng.NormFloat64(), rng.NormFloat64()}}
		r := .3 + .2*x.Value[1] + .5*rng.NormFloat64()
		p := l.Predict(x)
		spread := 1 + p.Variance/l.Noise() // 1 + xᵀΣx
		nu, square := 2*shape, (r-p.Mean)*(r-p.Mean)/(scale/shape*spread)
		up, _ := math.Lgamma((nu + 1) / 2)
		down, _ := math.Lgamma(nu / 2)
		density := up - down - .5*math.Log(nu*scale/shape*spread) - (nu+1)/2*math.Log1p(square/nu) + .5*math.Log(2)
		before := l.LogEvidence()
		if err := l.Learn(x, r, 1); err != nil {
			t.Fatal(err)
		}
		// −½ log π belongs to the term that is left out, once 2π is one of them.
		if got := l.LogEvidence() - before; math.Abs(got-density) > 1e-9 {
			t.Fatalf("reward %d adds %v, want %v", n, got, density)
		}
		shape = 11 + float64(n+1)/2
		scale = l.Noise() * (shape - 1)
	}
}

// Evidence is a function of the sums: a posterior kept by updates and revisions
// has that of the one rebuilt from them.
func TestEvidenceDoesNotDependOnTheWay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l, _ := two(3)
		for range rapid.IntRange(0, 40).Draw(rt, "outcomes") {
			x := bandit.Vector{Index: []int32{0, 2}, Value: []float64{1, rapid.Float64Range(-3, 3).Draw(rt, "x")}}
			r := rapid.Float64Range(-2, 2).Draw(rt, "r")
			if err := l.Learn(x, r, 1); err != nil {
				rt.Fatal(err)
			}
			if rapid.Bool().Draw(rt, "revised") {
				if err := l.Revise(x, r, 1, 1); err != nil {
					rt.Fatal(err)
				}
			}
		}
		running := l.LogEvidence()
		if err := l.Rebuild(); err != nil {
			rt.Fatal(err)
		}
		if rebuilt := l.LogEvidence(); math.Abs(running-rebuilt) > 1e-8*math.Max(1, math.Abs(rebuilt)) {
			rt.Fatalf("by updates %v, rebuilt %v", running, rebuilt)
		}
	})
}

// A context that pays is preferred soon, and one that does not is given up.
func TestPreference(t *testing.T) {
	for _, c := range []struct {
		slope    float64
		low, top float64
	}{{.5, .999, 1}, {0, 0, .2}} {
		rng := rand.New(rand.NewPCG(11, 0))
		context, plain := two(6)
		if got := context.Preference(plain); math.Abs(got-.5) > 1e-12 {
			t.Fatalf("before anything was learned the preference is %v, want even", got)
		}
		for range 2000 {
			x := bandit.Vector{Index: []int32{0, 1, 2, 3, 4, 5}, Value: []float64{1, rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()}}
			r := 1 + c.slope*x.Value[1] + rng.NormFloat64()
			if context.Learn(x, r, 1) != nil || plain.Learn(bandit.Vector{Index: []int32{0}, Value: []float64{1}}, r, 1) != nil {
				t.Fatal("an ordinary outcome was refused")
			}
		}
		if got := context.Preference(plain); !(got >= c.low && got <= c.top) {
			t.Errorf("slope %v: preference %v, want within [%v, %v]", c.slope, got, c.low, c.top)
		}
	}
}

// A mixture has the mean and the variance of drawing from either.
func TestMixture(t *testing.T) {
	a, b := bandit.Normal{Mean: 2, Variance: 1}, bandit.Normal{Mean: -1, Variance: 4}
	for share, want := range map[float64]bandit.Normal{0: b, 1: a, .5: {Mean: .5, Variance: 2.5 + 2.25}} {
		if got := bandit.Mixture(a, b, share); !near(got.Mean, want.Mean, 1e-15) || !near(got.Variance, want.Variance, 1e-15) {
			t.Errorf("share %v: got %v, want %v", share, got, want)
		}
	}
}
