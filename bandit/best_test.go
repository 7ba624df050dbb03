package bandit_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"proffer/bandit"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// bestError is what Best promises.
const bestError = 2e-6

var off = math.Inf(-1)

// anyArm is an arm of any scale, sometimes a point and sometimes broken.
var anyArm = rapid.Custom(func(t *rapid.T) bandit.Normal {
	mean := rapid.OneOf(rapid.Float64Range(-3, 3), rapid.Float64Range(-1e6, 1e6),
		rapid.SampledFrom([]float64{0, 1, math.NaN(), math.Inf(1), off, math.MaxFloat64, -math.MaxFloat64}))
	variance := rapid.Custom(func(t *rapid.T) float64 {
		return math.Pow(10, rapid.Float64Range(-12, 6).Draw(t, "exponent"))
	})
	return bandit.Normal{
		Mean: mean.Draw(t, "mean"),
		Variance: rapid.OneOf(variance, variance, rapid.SampledFrom([]float64{
			0, 1, -1, math.NaN(), math.Inf(1), math.MaxFloat64, math.SmallestNonzeroFloat64,
		})).Draw(t, "variance"),
	}
})

var anyNone = rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(-3, 3),
	rapid.SampledFrom([]float64{off, math.Inf(1), math.NaN(), 1}))

// Whatever the arms, the probabilities are numbers in [0, 1] that sum to one,
// and a broken arm has none.
func TestBestIsADistribution(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		arms := rapid.SliceOfN(anyArm, 0, 30).Draw(rt, "arms")
		p := bandit.Best(nil, arms, anyNone.Draw(rt, "none"))
		sum := 0.0
		for a, got := range p {
			if !(got >= 0 && got <= 1) {
				rt.Fatalf("probability %d is %v", a, got)
			}
			if a < len(arms) && got > 0 && !(arms[a].Variance >= 0 && math.Abs(arms[a].Mean) <= math.MaxFloat64) {
				rt.Fatalf("broken arm %v got %v", arms[a], got)
			}
			sum += got
		}
		if !near(sum, 1, 1e-12) {
			rt.Fatalf("sum is %v", sum)
		}
	})
}

// The order of the arms does not matter to the last bit, and equal arms get
// equal probabilities.
func TestBestKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		some := rapid.SliceOfN(anyArm, 1, 8).Draw(rt, "arms")
		arms := rapid.SliceOfN(rapid.SampledFrom(some), 0, 20).Draw(rt, "repeated")
		order := rapid.Permutation(upTo(len(arms))).Draw(rt, "order")
		none := anyNone.Draw(rt, "none")

		p := bandit.Best(nil, arms, none)
		shuffled := make([]bandit.Normal, len(arms))
		for to, from := range order {
			shuffled[to] = arms[from]
		}
		q := bandit.Best(nil, shuffled, none)
		for to, from := range order {
			if q[to] != p[from] {
				rt.Fatalf("arm %v got %v at %d and %v at %d", arms[from], p[from], from, q[to], to)
			}
			if first := slices.Index(arms, arms[from]); first >= 0 && p[first] != p[from] {
				rt.Fatalf("equal arms %v got %v and %v", arms[from], p[first], p[from])
			}
		}
	})
}

// Between two arms, the first is the better with Φ((m₁−m₂)/√(v₁+v₂)).
func TestBestOfTwo(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		sd := func(name string) float64 { return math.Pow(10, rapid.Float64Range(-4, 4).Draw(rt, name)) }
		s1, s2 := sd("first"), sd("second")
		gap := max(s1, s2) * rapid.Float64Range(-6, 6).Draw(rt, "gap")
		got := bandit.Best(nil, []bandit.Normal{{Mean: gap, Variance: s1 * s1}, {Variance: s2 * s2}}, off)
		want := distuv.UnitNormal.CDF(gap / math.Hypot(s1, s2))
		if !near(got[0], want, bestError) {
			rt.Fatalf("got %v, want %v", got[0], want)
		}
	})
}

// The probabilities are those of a brute-force integration, for few arms and
// many, alike in scale or spread over up to six powers of ten.
func TestBestIsTheIntegral(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 0))
	for _, n := range []int{1, 2, 3, 5, 8, 20} {
		for _, decades := range []float64{0, 0.5, 1, 3, 6} {
			for range 16 / n {
				arms := contest(rng, n, decades)
				for _, none := range []float64{0, off} {
					got, want := bandit.Best(nil, arms, none), fineGrid(arms, none)
					if e := farthest(got, want); !(e <= bestError) {
						t.Errorf("%d arms over %g decades, none %v: off by %g", n, decades, none, e)
					}
				}
			}
		}
	}
}

// Where the contest takes place does not matter: arms a millionth apart are told
// apart as well a million from zero as at zero.
func TestBestFarFromZero(t *testing.T) {
	near := []bandit.Normal{{Mean: 0, Variance: 0x1p-40}, {Mean: 0x1p-20, Variance: 0x1p-42}, {Mean: -2, Variance: 1}}
	far := slices.Clone(near)
	for a := range far {
		far[a].Mean += 1 << 20
	}
	got, want := bandit.Best(nil, far, 1<<20), bandit.Best(nil, near, 0)
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("(-near +far):\n%s", diff)
	}
}

// Raising the mean of an arm never lowers its probability, by more than the
// error of the integration.
func TestBestIsMonotone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(rt, "arms")
		arms := contest(rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0)), n, 2)
		none := anyNone.Draw(rt, "none")
		before := bandit.Best(nil, arms, none)[0]
		arms[0].Mean += math.Sqrt(arms[0].Variance) * rapid.Float64Range(0, 3).Draw(rt, "raise")
		if after := bandit.Best(nil, arms, none)[0]; !(after >= before-2*bestError) {
			rt.Fatalf("fell from %v to %v", before, after)
		}
	})
}

// A simulation of the arms agrees within four of its own standard errors.
func TestBestAgreesWithSimulation(t *testing.T) {
	const draws = 200_000
	rng := rand.New(rand.NewPCG(37, 0))
	arms := contest(rng, 7, 1)
	p := bandit.Best(nil, arms, 0)
	wins := make([]float64, len(arms)+1)
	for range draws {
		winner, most := len(arms), 0.0
		for a, arm := range arms {
			if v := arm.Mean + math.Sqrt(arm.Variance)*rng.NormFloat64(); v > most {
				winner, most = a, v
			}
		}
		wins[winner]++
	}
	for a := range p {
		if got, se := wins[a]/draws, math.Sqrt(p[a]*(1-p[a])/draws); math.Abs(got-p[a]) > 4*se+bestError {
			t.Errorf("arm %d: simulated %v, computed %v, standard error %v", a, got, p[a], se)
		}
	}
}

// Points, ties, absence and faults have the answers that follow from their meaning.
func TestBestAtTheEdges(t *testing.T) {
	point := func(mean float64) bandit.Normal { return bandit.Normal{Mean: mean} }
	wide := bandit.Normal{Mean: 1, Variance: 1}
	broken := bandit.Normal{Mean: math.NaN(), Variance: 1}
	up := distuv.UnitNormal.CDF(1)
	for _, c := range []struct {
		name string
		arms []bandit.Normal
		none float64
		want []float64
	}{
		{"no arm", nil, 0, []float64{1}},
		{"no arm and no nothing", nil, off, []float64{1}},
		{"one arm that must win", []bandit.Normal{wide}, off, []float64{1, 0}},
		{"one arm against nothing", []bandit.Normal{wide}, 0, []float64{up, 1 - up}},
		{"the better point", []bandit.Normal{point(1), point(2)}, 0, []float64{0, 1, 0}},
		{"tied points", []bandit.Normal{point(2), point(2), point(1)}, 0, []float64{.5, .5, 0, 0}},
		{"tied with nothing", []bandit.Normal{point(0), point(0), point(-1)}, 0, []float64{1. / 3, 1. / 3, 0, 1. / 3}},
		{"a point as the bar", []bandit.Normal{wide, point(0)}, -1, []float64{up, 1 - up, 0}},
		{"tied points as the bar", []bandit.Normal{wide, point(0)}, 0, []float64{up, (1 - up) / 2, (1 - up) / 2}},
		{"equal arms", []bandit.Normal{wide, wide, wide, wide}, off, []float64{.25, .25, .25, .25, 0}},
		{"sure losers", []bandit.Normal{{Mean: -9, Variance: .01}, wide}, off, []float64{0, 1, 0}},
		{"a broken arm", []bandit.Normal{broken, wide}, off, []float64{0, 1, 0}},
		{"an infinite arm", []bandit.Normal{point(math.Inf(1)), wide}, off, []float64{0, 1, 0}},
		{"only broken arms", []bandit.Normal{broken, {Mean: 1, Variance: -1}}, off, []float64{0, 0, 1}},
		{"nothing is worth NaN", []bandit.Normal{wide}, math.NaN(), []float64{1, 0}},
		{"infinity against infinity", []bandit.Normal{point(math.Inf(1))}, math.Inf(1), []float64{0, 1}},
		{"nothing is beyond price", []bandit.Normal{wide}, math.Inf(1), []float64{0, 1}},
	} {
		got := bandit.Best(nil, c.arms, c.none)
		if diff := cmp.Diff(c.want, got, cmpopts.EquateApprox(0, bestError)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Five hundred arms of which two alike stand out share what there is.
func TestBestOfFiveHundred(t *testing.T) {
	arms := make([]bandit.Normal, 500)
	for a := range arms {
		arms[a] = bandit.Normal{Variance: 1}
	}
	want := make([]float64, 501)
	for a := range arms {
		want[a] = 1.0 / 500
	}
	if diff := cmp.Diff(want, bandit.Best(nil, arms, off), cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("alike (-want +got):\n%s", diff)
	}
	arms[17].Mean, arms[300].Mean = 20, 20
	clear(want)
	want[17], want[300] = .5, .5
	if diff := cmp.Diff(want, bandit.Best(nil, arms, off), cmpopts.EquateApprox(0, bestError)); diff != "" {
		t.Errorf("two ahead (-want +got):\n%s", diff)
	}
}

// With room in dst, a decision allocates nothing, but for the calls after which
// the collector, or the race detector, empties the pool.
func TestDecidingAllocatesNothing(t *testing.T) {
	arms := contest(rand.New(rand.NewPCG(41, 0)), 20, 1)
	l, x := learned(t, prior(dim), nil), stream(43, 1, dim)[0].x
	p := make([]float64, len(arms)+1)
	least := math.Inf(1)
	for range 50 {
		least = min(least, testing.AllocsPerRun(1, func() {
			arms[0] = l.Predict(x)
			p = bandit.Best(p, arms, 0)
			p = bandit.Mix(p, p, 0.01, true)
			bandit.Draw(p, func(i int) float64 { return bandit.Ticket(uint64(i), 0, "arm") })
		}))
	}
	if least > 0 {
		t.Errorf("%v allocations", least)
	}
}

func BenchmarkBest(b *testing.B) {
	for _, n := range []int{1, 5, 20, 100} {
		b.Run(fmt.Sprintf("offers=%d", n), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			arms := make([]bandit.Normal, n)
			for a := range arms {
				arms[a] = bandit.Normal{Mean: rng.Float64(), Variance: math.Pow(0.05+0.25*rng.Float64(), 2)}
			}
			var p []float64
			b.ReportAllocs()
			for b.Loop() {
				p = bandit.Best(p, arms, 0)
			}
		})
	}
}

// upTo returns 0, 1, …, n−1.
func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
