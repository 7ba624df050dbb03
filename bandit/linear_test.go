package bandit_test

import (
	"math"
	"testing"

	"proffer/bandit"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// rounding is the share by which two ways to the same posterior may differ: far
// above what some tens of outcomes lose at 2⁻⁵³ each, far below what matters.
const rounding = 1e-9

// The order, the split and the merge of outcomes do not matter.
func TestOutcomesCommute(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all := rapid.SliceOfN(anyOutcome, 1, 30).Draw(rt, "outcomes")
		mixed := rapid.Permutation(all).Draw(rt, "order")
		cut := rapid.IntRange(0, len(all)).Draw(rt, "cut")

		elsewhere := bandit.NewMoments(dim)
		for _, o := range mixed[cut:] {
			must(t, elsewhere.Add(o.x, o.r, o.w))
		}
		merged := learned(t, prior(dim), mixed[:cut])
		must(t, merged.Merge(elsewhere))

		whole := learned(t, prior(dim), all)
		sameBelief(rt, learned(t, prior(dim), mixed), whole, rounding)
		sameBelief(rt, merged, whole, rounding)
	})
}

// Revising an outcome gives the posterior that would have been had the later
// reward been known from the start.
func TestReviseIsHavingKnown(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all := rapid.SliceOfN(anyOutcome, 1, 30).Draw(rt, "outcomes")
		got := learned(t, prior(dim), all)
		for k := range all {
			if rapid.Bool().Draw(rt, "revised") {
				later := rapid.Float64Range(-2, 5).Draw(rt, "later")
				must(t, got.Revise(all[k].x, all[k].r, later, all[k].w))
				all[k].r = later
			}
		}
		sameBelief(rt, got, learned(t, prior(dim), all), rounding)
	})
}

// Over three thousand rows of which one in ten is revised, nothing is lost but
// the last digits.
func TestRevisionOfManyRows(t *testing.T) {
	all := stream(7, 3000, dim)
	got := learned(t, prior(dim), all)
	for k := 0; k < len(all); k += 10 {
		later := all[k].r - 0.75
		must(t, got.Revise(all[k].x, all[k].r, later, all[k].w))
		all[k].r = later
	}
	sameBelief(t, got, learned(t, prior(dim), all), 1e-12)
}

// Unlearning an outcome leaves the posterior as if it had never been learned.
func TestUnlearnInvertsLearn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		kept := rapid.SliceOfN(anyOutcome, 0, 20).Draw(rt, "kept")
		gone := rapid.SliceOfN(anyOutcome, 1, 10).Draw(rt, "gone")
		got := learned(t, prior(dim), kept)
		for _, o := range gone {
			must(t, got.Learn(o.x, o.r, o.w))
		}
		for _, o := range gone {
			must(t, got.Unlearn(o.x, o.r, o.w))
		}
		sameBelief(rt, got, learned(t, prior(dim), kept), rounding)
	})
}

// What was never learned cannot be unlearned, and trying changes nothing.
func TestUnlearnNeedsAnOutcome(t *testing.T) {
	all := stream(3, 5, dim)
	l := learned(t, prior(dim), all)
	for name, o := range map[string]outcome{
		"a direction never seen":       {bandit.Vector{Index: []int32{1}, Value: []float64{1e6}}, 1, 1},
		"more outcomes than there are": {bandit.Vector{}, 0, 100},
	} {
		if err := l.Unlearn(o.x, o.r, o.w); err == nil {
			t.Errorf("%s: unlearned", name)
		}
	}
	sameBelief(t, l, learned(t, prior(dim), all), 0)
}

// Decay is a smaller weight for all that came before, with the prior in full.
func TestDecayIsAWeight(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		before := rapid.SliceOfN(anyOutcome, 1, 20).Draw(rt, "before")
		after := rapid.SliceOfN(anyOutcome, 0, 20).Draw(rt, "after")
		factor := rapid.Float64Range(0.01, 1).Draw(rt, "factor")

		got := learned(t, prior(dim), before)
		must(t, got.Decay(factor))
		for _, o := range after {
			must(t, got.Learn(o.x, o.r, o.w))
		}
		for k := range before {
			before[k].w *= factor
		}
		sameBelief(rt, got, learned(t, prior(dim), append(before, after...)), rounding)
	})
}

// The posterior is the textbook's: Λ = Λ₀+XᵀWX, m = Λ⁻¹(Λ₀m₀+XᵀWr), and noise
// β/(a−1) with β = β₀ + ½ Σw(r−xᵀm)² + ½(m−m₀)ᵀΛ₀(m−m₀), a = a₀ + ½Σw.
func TestPosteriorIsTheTextbooks(t *testing.T) {
	p, all := prior(dim), stream(5, 40, dim)
	precision, pull := mat.NewDense(dim, dim, nil), mat.NewVecDense(dim, nil)
	for i := range dim {
		precision.Set(i, i, p.Precision[i])
		pull.SetVec(i, p.Precision[i]*p.Mean[i])
	}
	for _, o := range all {
		x := dense(o.x, dim)
		precision.RankOne(precision, o.w, x, x)
		pull.AddScaledVec(pull, o.w*o.r, x)
	}
	var covariance mat.Dense
	must(t, covariance.Inverse(precision))
	var mean mat.VecDense
	mean.MulVec(&covariance, pull)
	scale, shape := p.Scale, p.Shape
	for _, o := range all {
		scale += o.w * math.Pow(o.r-mat.Dot(dense(o.x, dim), &mean), 2) / 2
		shape += o.w / 2
	}
	for i := range dim {
		scale += p.Precision[i] * math.Pow(mean.AtVec(i)-p.Mean[i], 2) / 2
	}

	l := learned(t, p, all)
	x := all[0].x
	got := l.Predict(x)
	want := bandit.Normal{
		Mean:     mat.Dot(dense(x, dim), &mean),
		Variance: scale / (shape - 1) * mat.Inner(dense(x, dim), &covariance, dense(x, dim)),
	}
	if !near(got.Mean, want.Mean, rounding) || !near(got.Variance/want.Variance, 1, rounding) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The running covariance stays within MaxDrift of the exact one over 100,000
// outcomes, under a loose prior and under weights that grow a thousandfold.
func TestDriftIsBounded(t *testing.T) {
	const d = 16
	loose := prior(d)
	for i := range loose.Precision {
		loose.Precision[i] = 1e-3
	}
	for name, c := range map[string]struct {
		prior  bandit.Prior
		n      int
		growth float64
	}{
		"ordinary": {prior(d), 20_000, 0},
		"loose":    {loose, 20_000, 0},
		"growing":  {loose, 100_000, math.Log(1000) / 100_000},
	} {
		l := learned(t, c.prior, nil)
		for k, o := range stream(11, c.n, d) {
			must(t, l.Learn(o.x, o.r, math.Exp(c.growth*float64(k))))
			if k < 100 || k%1024 == 1023 {
				if got := l.Drift(); !(got <= bandit.MaxDrift) {
					t.Fatalf("%s: drift %g after %d outcomes", name, got, k+1)
				}
			}
		}
	}
}

// A posterior that was rebuilt is, bit for bit, the one restored from its sums,
// and both go on alike.
func TestRebuildIsRestore(t *testing.T) {
	all := stream(13, 200, dim)
	live := learned(t, prior(dim), all[:100])
	must(t, live.Rebuild())
	restored, err := bandit.LinearFrom(prior(dim), live.Moments())
	must(t, err)
	sameBelief(t, restored, live, 0)
	for _, o := range all[100:] {
		must(t, live.Learn(o.x, o.r, o.w))
		must(t, restored.Learn(o.x, o.r, o.w))
	}
	sameBelief(t, restored, live, 0)
}

// Rewards that the prior explains to the last digit leave its scale, which
// cancellation must not undercut.
func TestNoiseKeepsThePriorsScale(t *testing.T) {
	p := prior(dim)
	for i := range p.Mean {
		p.Mean[i] = 1e6 / 3.0
	}
	l := learned(t, p, nil)
	for n, o := range stream(17, 500, dim) {
		must(t, l.Learn(o.x, mat.Dot(dense(o.x, dim), mat.NewVecDense(dim, p.Mean)), 1))
		least := p.Scale / (p.Shape + float64(n+1)/2 - 1)
		if got := l.Noise(); !(got >= least) {
			t.Fatalf("noise %g is below %g after %d outcomes", got, least, n+1)
		}
	}
}

// What cannot be learned is refused, and refusing changes nothing.
func TestRefusals(t *testing.T) {
	l := learned(t, prior(dim), stream(19, 10, dim))
	before := learned(t, prior(dim), stream(19, 10, dim))
	good := bandit.Vector{Index: []int32{0}, Value: []float64{1}}
	nan := math.NaN()
	for name, err := range map[string]error{
		"reward NaN":           l.Learn(good, nan, 1),
		"weight NaN":           l.Learn(good, 1, nan),
		"weight negative":      l.Learn(good, 1, -1),
		"value NaN":            l.Learn(bandit.Vector{Index: []int32{0}, Value: []float64{nan}}, 1, 1),
		"value overflows":      l.Learn(bandit.Vector{Index: []int32{0}, Value: []float64{1e200}}, 1, 1),
		"position outside":     l.Learn(bandit.Vector{Index: []int32{dim}, Value: []float64{1}}, 1, 1),
		"position negative":    l.Learn(bandit.Vector{Index: []int32{-1}, Value: []float64{1}}, 1, 1),
		"position repeated":    l.Learn(bandit.Vector{Index: []int32{2, 2}, Value: []float64{1, 1}}, 1, 1),
		"lengths differ":       l.Learn(bandit.Vector{Index: []int32{2}}, 1, 1),
		"revised to infinity":  l.Revise(good, 1, math.Inf(1), 1),
		"unlearned reward NaN": l.Unlearn(good, nan, 1),
		"unlearned negatively": l.Unlearn(good, 1, -1),
		"decay by zero":        l.Decay(0),
		"decay by NaN":         l.Decay(nan),
		"decay over one":       l.Decay(1.1),
		"merge another size":   l.Merge(bandit.NewMoments(dim + 1)),
	} {
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	sameBelief(t, l, before, 0)
}

// A prior that is not proper is refused.
func TestPriorRefusals(t *testing.T) {
	for name, spoil := range map[string]func(*bandit.Prior){
		"mean NaN":       func(p *bandit.Prior) { p.Mean[1] = math.NaN() },
		"precision zero": func(p *bandit.Prior) { p.Precision[1] = 0 },
		"shape one":      func(p *bandit.Prior) { p.Shape = 1 },
		"scale NaN":      func(p *bandit.Prior) { p.Scale = math.NaN() },
		"lengths differ": func(p *bandit.Prior) { p.Mean = p.Mean[1:] },
	} {
		p := prior(dim)
		spoil(&p)
		if _, err := bandit.NewLinear(p); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// Numbers at the edge of what is accepted never make a prediction NaN.
func TestExtremeOutcomes(t *testing.T) {
	l := learned(t, prior(dim), nil)
	for k, size := range []float64{1e75, 1e-75, 1, 1e30, 1e-300} {
		x := bandit.Vector{Index: []int32{0, int32(k + 1)}, Value: []float64{size, -size}}
		must(t, l.Learn(x, size, 1))
		got := l.Predict(x)
		if math.IsNaN(got.Mean) || !(got.Variance >= 0) {
			t.Errorf("after size %g: predicted %v", size, got)
		}
	}
}

// dense returns x with its zeros.
func dense(x bandit.Vector, d int) *mat.VecDense {
	v := mat.NewVecDense(d, nil)
	for k, i := range x.Index {
		v.SetVec(int(i), x.Value[k])
	}
	return v
}
