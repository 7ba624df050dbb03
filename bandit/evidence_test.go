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

// A context that pays is believed soon, and one that does not is given up: the
// average comes close to the model that is right.
func TestAverageFollowsTheEvidence(t *testing.T) {
	at := bandit.Vector{Index: []int32{0, 1, 2, 3, 4, 5}, Value: []float64{1, 2, 0, 0, 0, 0}}
	for _, slope := range []float64{.5, 0} {
		rng := rand.New(rand.NewPCG(11, 0))
		context, plain := two(6)
		for range 2000 {
			x := bandit.Vector{Index: at.Index, Value: []float64{1, rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()}}
			r := 1 + slope*x.Value[1] + rng.NormFloat64()
			if context.Learn(x, r, 1) != nil || plain.Learn(constant, r, 1) != nil {
				t.Fatal("an ordinary outcome was refused")
			}
		}
		got := bandit.Average([]*bandit.Linear{context, plain}, []bandit.Vector{at, constant})
		right, wrong := plain.Predict(constant), context.Predict(at)
		if slope > 0 {
			right, wrong = wrong, right
		}
		if !(math.Abs(got.Mean-right.Mean) < .2*math.Abs(got.Mean-wrong.Mean)) {
			t.Errorf("slope %v: average %v, the right model says %v and the other %v", slope, got.Mean, right.Mean, wrong.Mean)
		}
	}
}

// constant is what a model without context sees.
var constant = bandit.Vector{Index: []int32{0}, Value: []float64{1}}

// Before anything was learned models count alike, and an average has the mean
// and the variance of drawing from one of them; of one model it is that model's.
func TestAverageIsAMixture(t *testing.T) {
	model := func(mean, precision float64) *bandit.Linear {
		l, err := bandit.NewLinear(bandit.Prior{Mean: []float64{mean}, Precision: []float64{precision}, Shape: 2, Scale: 1})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	a, b := model(2, 1), model(-1, .25)
	got := bandit.Average([]*bandit.Linear{a, b}, []bandit.Vector{constant, constant})
	if want := (bandit.Normal{Mean: .5, Variance: 2.5 + 2.25}); !near(got.Mean, want.Mean, 1e-15) || !near(got.Variance, want.Variance, 1e-14) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := bandit.Average([]*bandit.Linear{b}, []bandit.Vector{constant}), b.Predict(constant); got != want {
		t.Errorf("of one model: got %v, want %v", got, want)
	}
}
