package bandit_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/bandit"
)

// roundOff is more than what learning in another order leaves of difference.
const roundOff = 1e-11

// jittered are beliefs as another order of learning could leave them.
func jittered(t *rapid.T, arms []bandit.Normal) []bandit.Normal {
	off := func(label string) float64 { return 1 + rapid.Float64Range(-roundOff, roundOff).Draw(t, label) }
	out := slices.Clone(arms)
	for a := range out {
		sd := math.Sqrt(out[a].Variance)
		out[a].Mean = out[a].Mean*off("mean") + sd*(off("of deviation")-1)
		out[a].Variance *= off("variance")
	}
	return out
}

// coarse are arms with few different figures, so that many tie with each other,
// and some with none.
var coarse = rapid.Custom(func(t *rapid.T) bandit.Normal {
	return bandit.Normal{
		Mean:     float64(rapid.IntRange(-2, 4).Draw(t, "mean")) / 4,
		Variance: math.Pow(float64(rapid.IntRange(0, 4).Draw(t, "deviation"))/4, 2),
	}
})

// Rounding of the beliefs changes no choice: arms that tie go on sharing, one that
// is level with none stays behind it, and a winner stays the winner.
func TestHighestDoesNotTurnOnRounding(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		arms := rapid.SliceOfN(coarse, 0, 8).Draw(rt, "arms")
		width := rapid.SampledFrom([]float64{0, 0.5, 1, 2}).Draw(rt, "width")
		none := rapid.SampledFrom([]float64{0, 0.25, 0.5, off}).Draw(rt, "none")
		for a := range arms {
			if arms[a].Variance == 0 && arms[a].Mean == 0 {
				arms[a].Mean = -1 // nothing to round
			}
		}
		want := bandit.Highest(nil, arms, width, none)
		if diff := cmp.Diff(want, bandit.Highest(nil, jittered(rt, arms), width, none)); diff != "" {
			rt.Fatalf("after rounding (-want +got):\n%s", diff)
		}
	})
}

// Points that are the best but for rounding share, as equal ones do.
func TestBestOfPointsDoesNotTurnOnRounding(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		arms := rapid.SliceOfN(coarse, 1, 8).Draw(rt, "arms")
		for a := range arms {
			arms[a].Variance = 0
		}
		none := rapid.SampledFrom([]float64{0, 0.25, 0.5, off}).Draw(rt, "none")
		want := bandit.Best(nil, arms, none)
		if diff := cmp.Diff(want, bandit.Best(nil, jittered(rt, arms), none)); diff != "" {
			rt.Fatalf("after rounding (-want +got):\n%s", diff)
		}
	})
}

// Bounds that differ by more than rounding are not a tie: the higher is certain, or
// nothing is when it is worth more.
func TestHighestTellsDistinctBoundsApart(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		arm := bandit.Normal{
			Mean:     rapid.Float64Range(-1e6, 1e6).Draw(rt, "mean"),
			Variance: math.Pow(10, rapid.Float64Range(-12, 6).Draw(rt, "exponent")),
		}
		step := (math.Abs(arm.Mean) + math.Sqrt(arm.Variance)) * math.Pow(10, rapid.Float64Range(-8, 0).Draw(rt, "step"))
		higher := arm
		higher.Mean += step
		got := bandit.Highest(nil, []bandit.Normal{arm, higher, arm}, 0, off)
		if diff := cmp.Diff([]float64{0, 1, 0, 0}, got); diff != "" {
			rt.Fatalf("of two arms (-want +got):\n%s", diff)
		}
		got = bandit.Highest(nil, []bandit.Normal{arm}, 0, higher.Mean)
		if diff := cmp.Diff([]float64{0, 1}, got); diff != "" {
			rt.Fatalf("of an arm and nothing (-want +got):\n%s", diff)
		}
	})
}

// Whatever the arms, they share certainty equally, in whatever order they come, and
// a broken one has no part of it.
func TestHighestKnowsNoOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		arms := rapid.SliceOfN(rapid.OneOf(anyArm, coarse), 0, 12).Draw(rt, "arms")
		width, none := rapid.Float64Range(0, 3).Draw(rt, "width"), anyNone.Draw(rt, "none")
		p := bandit.Highest(nil, arms, width, none)
		winners := 0
		for a, share := range p {
			if share > 0 {
				winners++
			}
			if a < len(arms) && share > 0 && !(arms[a].Variance >= 0 && math.Abs(arms[a].Mean) <= math.MaxFloat64) {
				rt.Fatalf("broken arm %v got %v", arms[a], share)
			}
		}
		order := rapid.Permutation(upTo(len(arms))).Draw(rt, "order")
		shuffled := make([]bandit.Normal, len(arms))
		for to, from := range order {
			shuffled[to] = arms[from]
		}
		q := bandit.Highest(nil, shuffled, width, none)
		for to, from := range order {
			if q[to] != p[from] || p[from] != 0 && p[from] != 1/float64(winners) {
				rt.Fatalf("arm %v got %v at %d and %v at %d of %v", arms[from], p[from], from, q[to], to, p)
			}
		}
		if winners == 0 || q[len(arms)] != p[len(arms)] {
			rt.Fatalf("%v, and %v in another order", p, q)
		}
	})
}

// Bounds, ties, absence and faults have the answers that follow from their meaning.
func TestHighestAtTheEdges(t *testing.T) {
	point := func(mean float64) bandit.Normal { return bandit.Normal{Mean: mean} }
	wide := bandit.Normal{Mean: 1, Variance: 1}
	for _, c := range []struct {
		name  string
		arms  []bandit.Normal
		width float64
		none  float64
		want  []float64
	}{
		{"no arm", nil, 0, 0, []float64{1}},
		{"no arm and no nothing", nil, 0, off, []float64{1}},
		{"the higher mean", []bandit.Normal{wide, point(2)}, 0, 0, []float64{0, 1, 0}},
		{"the higher bound", []bandit.Normal{wide, point(2)}, 1.5, 0, []float64{1, 0, 0}},
		{"a mean and a deviation that tie", []bandit.Normal{wide, point(2), point(1)}, 1, 0, []float64{.5, .5, 0, 0}},
		{"sums that tie but for rounding", []bandit.Normal{point(.1 + .2), point(.3)}, 0, 0, []float64{.5, .5, 0}},
		{"level with nothing but for rounding", []bandit.Normal{point(.1 + .2)}, 0, .3, []float64{0, 1}},
		{"a loss that must be taken", []bandit.Normal{point(-1), point(-2)}, 0, off, []float64{1, 0, 0}},
		{"nothing is worth NaN", []bandit.Normal{point(-1)}, 0, math.NaN(), []float64{1, 0}},
		{"nothing is beyond price", []bandit.Normal{wide}, 0, math.Inf(1), []float64{0, 1}},
		{"broken arms", []bandit.Normal{point(math.NaN()), point(math.Inf(1)), {Mean: 9, Variance: -1}, wide}, 1, 0, []float64{0, 0, 0, 1, 0}},
		{"only broken arms", []bandit.Normal{point(math.NaN())}, 0, off, []float64{0, 1}},
	} {
		got := bandit.Highest(nil, c.arms, c.width, c.none)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
