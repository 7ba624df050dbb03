package bandit_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"proffer/bandit"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// An interval holds the rate with the probability asked for, from shapes well
// below one to those of a hundred million trials.
func TestIntervalHoldsItsLevel(t *testing.T) {
	for _, shapes := range []bandit.Beta{
		{A: .1, B: .1}, {A: .5, B: 20}, {A: .9, B: 1}, {A: 1, B: 1}, {A: 3, B: 200},
		{A: 50, B: 1e4}, {A: 1e5, B: 1e6}, {A: 1e7, B: 1e8},
	} {
		for _, level := range []float64{.5, .95, .999} {
			lo, hi := shapes.Interval(level)
			exact := distuv.Beta{Alpha: shapes.A, Beta: shapes.B}
			// Where the distribution crowds against 1, neighbouring floats are far apart.
			beside := exact.CDF(math.Nextafter(hi, 1)) - exact.CDF(math.Nextafter(hi, 0))
			if got := exact.CDF(hi) - exact.CDF(lo); !(math.Abs(got-level) <= 1e-8+beside) {
				t.Errorf("%v at %v: [%v, %v] holds %v", shapes, level, lo, hi, got)
			}
			if mean := shapes.Mean(); level > .9 && !(lo < mean && mean < hi) {
				t.Errorf("%v at %v: [%v, %v] is not about %v", shapes, level, lo, hi, mean)
			}
		}
	}
}

// Whatever is counted, the belief is proper: its mean, variance and interval are
// numbers within [0, 1].
func TestPosteriorIsProper(t *testing.T) {
	anything := rapid.OneOf(rapid.Float64(), rapid.Float64Range(0, 100),
		rapid.SampledFrom([]float64{0, 1, -1, 1e300, math.NaN(), math.Inf(1), math.Inf(-1)}))
	rapid.Check(t, func(rt *rapid.T) {
		c := bandit.Count{Hits: anything.Draw(rt, "hits"), Trials: anything.Draw(rt, "trials")}
		b := c.Posterior(anything.Draw(rt, "rate"), anything.Draw(rt, "strength"))
		lo, hi := b.Interval(.95)
		for _, number := range []float64{b.Mean(), b.Variance(), lo, hi} {
			if !(number >= 0 && number <= 1) {
				rt.Fatalf("%v has mean %v, variance %v, interval [%v, %v]", b, b.Mean(), b.Variance(), lo, hi)
			}
		}
		if !(lo <= hi) {
			rt.Fatalf("interval of %v is [%v, %v]", b, lo, hi)
		}
	})
}

// Shapes or levels that mean nothing say nothing about the rate.
func TestIntervalOfNothing(t *testing.T) {
	for _, c := range []struct {
		shapes bandit.Beta
		level  float64
	}{
		{bandit.Beta{}, .9}, {bandit.Beta{A: math.NaN(), B: 1}, .9}, {bandit.Beta{A: 1, B: math.Inf(1)}, .9},
		{bandit.Beta{A: 1, B: 1}, 0}, {bandit.Beta{A: 1, B: 1}, 1}, {bandit.Beta{A: 1, B: 1}, math.NaN()},
	} {
		if lo, hi := c.shapes.Interval(c.level); lo != 0 || hi != 1 {
			t.Errorf("%v at %v: got [%v, %v], want [0, 1]", c.shapes, c.level, lo, hi)
		}
	}
}

// Counts add to what was believed, in fractions as in wholes, and hits that come
// before their trials are no misses.
func TestPosteriorAdds(t *testing.T) {
	for _, c := range []struct {
		name           string
		count          bandit.Count
		rate, strength float64
		want           bandit.Beta
	}{
		{"nothing seen", bandit.Count{}, .25, 20, bandit.Beta{A: 5, B: 15}},
		{"whole", bandit.Count{Hits: 2, Trials: 10}, .25, 20, bandit.Beta{A: 7, B: 23}},
		{"part of a refund", bandit.Count{Hits: .5, Trials: 10}, .25, 20, bandit.Beta{A: 5.5, B: 24.5}},
		{"trials still open", bandit.Count{Hits: 0, Trials: 2.5}, .25, 20, bandit.Beta{A: 5, B: 17.5}},
		{"hit before its trial", bandit.Count{Hits: 1, Trials: .25}, .25, 20, bandit.Beta{A: 6, B: 15}},
	} {
		if got := c.count.Posterior(c.rate, c.strength); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// Shrinking lies between what was believed and what was seen, and goes to what
// was seen as trials grow.
func TestPosteriorShrinks(t *testing.T) {
	const believed, seen = .02, .10
	last := believed
	for trials := 1.0; trials <= 1e6; trials *= 10 {
		got := bandit.Count{Hits: seen * trials, Trials: trials}.Posterior(believed, 50).Mean()
		if !(got > last && got < seen) {
			t.Errorf("after %v trials: got %v, want it between %v and %v", trials, got, last, seen)
		}
		last = got
	}
	if !near(last, seen, 1e-5) {
		t.Errorf("after a million trials: got %v, want about %v", last, seen)
	}
}

// The mean and variance of the net value are those of simulated acceptances,
// refunds, churns and tickets.
func TestNetValueAgreesWithSimulation(t *testing.T) {
	const draws = 200_000
	costs := bandit.Costs{Margin: 5, Refund: 4, Churn: 60, Ticket: 6}
	refund, churn, ticket := bandit.Beta{A: 4, B: 40}, bandit.Beta{A: 1, B: 80}, bandit.Beta{A: 3, B: 30}
	accept := bandit.Normal{Mean: .3, Variance: .01}

	src := rand.NewPCG(47, 0)
	rate := func(b bandit.Beta) float64 { return distuv.Beta{Alpha: b.A, Beta: b.B, Src: src}.Rand() }
	normal := distuv.Normal{Mu: accept.Mean, Sigma: math.Sqrt(accept.Variance), Src: src}
	kept, value := make([]float64, draws), make([]float64, draws)
	for k := range draws {
		r := rate(refund)
		kept[k] = costs.Margin*(1-r) - costs.Refund*r - costs.Churn*rate(churn) - costs.Ticket*rate(ticket)
		value[k] = kept[k] * normal.Rand()
	}
	k := bandit.Kept(costs, refund, churn, ticket)
	agree(t, "kept", kept, k)
	agree(t, "value", value, bandit.NetValue(accept, k))
}

// What loses money on every accept is never better than nothing, however little
// is known of its acceptance: P(V > 0) is P(K > 0).
func TestALossIsNoGain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		accept := bandit.Normal{
			Mean:     rapid.Float64Range(-.5, 1).Draw(rt, "acceptance"),
			Variance: rapid.Float64Range(0, 1).Draw(rt, "its variance"),
		}
		kept := bandit.Normal{
			Mean:     rapid.Float64Range(-100, -.01).Draw(rt, "kept"),
			Variance: rapid.Float64Range(.01, 100).Draw(rt, "its variance"),
		}
		p := bandit.Best(nil, []bandit.Normal{bandit.NetValue(accept, kept)}, 0)
		want := distuv.UnitNormal.CDF(kept.Mean / math.Sqrt(kept.Variance))
		if math.Abs(p[0]-want) > 1e-5 {
			rt.Fatalf("accept %v and kept %v: better than nothing with %v, want %v", accept, kept, p[0], want)
		}
	})
}

// agree demands that the mean and variance of a sample be those of a belief,
// within four standard errors.
func agree(t *testing.T, name string, sample []float64, want bandit.Normal) {
	t.Helper()
	n := float64(len(sample))
	var mean, second, fourth float64
	for _, v := range sample {
		mean += v / n
	}
	for _, v := range sample {
		second += math.Pow(v-mean, 2) / n
		fourth += math.Pow(v-mean, 4) / n
	}
	if se := math.Sqrt(second / n); !(math.Abs(mean-want.Mean) <= 4*se) {
		t.Errorf("%s: mean %v of the sample, %v of the belief, standard error %v", name, mean, want.Mean, se)
	}
	if se := math.Sqrt((fourth - second*second) / n); !(math.Abs(second-want.Variance) <= 4*se) {
		t.Errorf("%s: variance %v of the sample, %v of the belief, standard error %v", name, second, want.Variance, se)
	}
}
