package measure

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"proffer/guardrails/eprocess"
)

// While the control grows smaller and customers become more willing, a
// difference of plain means finds an effect where there is none, nearly always.
// Weighed by the logged probabilities it does so as rarely as it says.
func TestRampDoesNotDeceive(t *testing.T) {
	const runs, visits = 400, 4000
	missed, deceived := 0, 0
	for seed := range uint64(runs) {
		r := rand.New(rand.NewPCG(seed, 3))
		weighed, plain := placements{}, placements{}
		for i := range visits {
			rho, rate := 0.5, 0.2
			if i >= visits/2 {
				rho, rate = 0.95, 0.6
			}
			offered, converted := r.Float64() < rho, r.Float64() < rate
			weighed.add("here", rho, offered, converted)
			plain.add("here", 0.5, offered, converted)
		}
		missed += one(!covers(weighed.conversion().Difference, 0))
		deceived += one(!covers(plain.conversion().Difference, 0))
	}
	if most := 0.05*runs + 3*math.Sqrt(0.05*0.95*runs); float64(missed) > most {
		t.Errorf("weighed: %d of %d miss, want %.0f at the most", missed, runs, most)
	}
	if deceived < runs*9/10 {
		t.Errorf("plain: %d of %d miss, and the test says nothing", deceived, runs)
	}
}

func covers(i *Interval, truth float64) bool { return i != nil && i.Low <= truth && truth <= i.High }

// With one probability for all, a weighed mean is the mean, and the variance of
// the difference is that of two independent means.
func TestOneProbabilityIsPlain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rho := rapid.Float64Range(0.05, 0.95).Draw(rt, "rho")
		var c contrast
		var with, without eprocess.Moments
		for i, x := range rapid.SliceOfN(rapid.Float64Range(-100, 100), 8, 40).Draw(rt, "values") {
			offered := i%3 > 0
			c.add(rho, offered, x, 1)
			m := &without
			if offered {
				m = &with
			}
			next, err := m.Next(x)
			if err != nil {
				rt.Fatal(err)
			}
			*m = next
		}
		got := []float64{c.with.ratio(), c.without.ratio(), c.with.variance(), c.without.variance()}
		// Σ(x−m)²/n², where Moments divides by n−1
		biased := func(m eprocess.Moments) float64 { n := float64(m.N); return m.M2 / (n * n) }
		want := []float64{with.Mean, without.Mean, biased(with), biased(without)}
		if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-8)); diff != "" {
			rt.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// A unit that could only be on one side changes nothing.
func TestCertainUnitsSayNothing(t *testing.T) {
	var c contrast
	c.add(0.5, true, 1, 1)
	was := c
	for _, rho := range []float64{0, 1, -1, 2, math.NaN(), math.Inf(1)} {
		c.add(rho, true, 5, 1)
		c.add(rho, false, 5, 1)
	}
	if c != was {
		t.Errorf("got %+v, want %+v", c, was)
	}
}

// An interval covers a rate at least as often as it says, for every rate and
// size: the sum of the probabilities of all counts whose interval holds it. With
// nothing and with everything counted, the far bound is that of the rule of three
// in its exact form, 1−(α/2)^(1/n).
func TestRateCovers(t *testing.T) {
	for _, n := range []int{1, 5, 30} {
		for _, p := range []float64{0.001, 0.02, 0.3, 0.5, 0.9} {
			covered := 0.0
			for k := range n + 1 {
				if r := rateOf(k, n); *r.Low <= p && p <= *r.High {
					covered += binomial(n, k, p)
				}
			}
			if covered < confidence-1e-9 {
				t.Errorf("n %d, p %v: covered with probability %v", n, p, covered)
			}
		}
		far := 1 - math.Pow((1-confidence)/2, 1/float64(n))
		none, all := rateOf(0, n), rateOf(n, n)
		if diff := cmp.Diff([]float64{0, far, 1 - far, 1}, []float64{*none.Low, *none.High, *all.Low, *all.High}, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Errorf("n %d (-want +got):\n%s", n, diff)
		}
	}
}

func binomial(n, k int, p float64) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}

// Over several placements a difference is that of each placement, weighed by its
// visits; one where a group has nobody weighs nothing.
func TestPlacementsAreComparedWithin(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		all, total, want := placements{}, 0, 0.0
		for _, name := range []string{"cart", "checkout", "thanks"} {
			alone := placements{}
			n := rapid.IntRange(120, 200).Draw(rt, "visits")
			every := rapid.IntRange(2, 5).Draw(rt, "converts")
			for i := range n {
				offered, converted := i%3 > 0, i/3%every == 0
				alone.add(name, 2./3, offered, converted)
				all.add(name, 2./3, offered, converted)
			}
			want += float64(n) * alone.conversion().Difference.Estimate
			total += n
		}
		all.add("closed", 2./3, true, true)
		got := all.conversion()
		if diff := cmp.Diff(want/float64(total), got.Difference.Estimate, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
			rt.Errorf("(-want +got):\n%s", diff)
		}
		if shares := *got.Offered.Share - *got.Control.Share; math.Abs(shares-got.Difference.Estimate) > 1e-12 {
			rt.Errorf("the shares differ by %v, and the difference is %v", shares, got.Difference.Estimate)
		}
	})
}
