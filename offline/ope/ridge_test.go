package ope

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// A lesson is a round that a ridge learns from.
type lesson struct {
	fold, action int
	x            []float64
	reward       float64
}

// lessons have rewards that are linear in x, of other slopes for each action, and
// some noise.
func lessons(n int, noise float64) []lesson {
	chance := rand.New(rand.NewPCG(8, 8))
	all := make([]lesson, n)
	for i := range all {
		x, a := []float64{1, chance.NormFloat64(), chance.NormFloat64()}, chance.IntN(2)
		all[i] = lesson{i % 3, a, x, truth(a, x) + noise*chance.NormFloat64()}
	}
	return all
}

func truth(action int, x []float64) float64 { return .5 + float64(action)*x[1] - .3*x[2] }

func learned(t *testing.T, all []lesson) *Ridge {
	t.Helper()
	r, err := NewRidge(3, 3, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		r.Add(l.fold, l.action, l.x, l.reward)
	}
	return r
}

// predicted is what a ridge says of a point to a fold.
func predicted(t *testing.T, r *Ridge, fold int, x []float64) []float64 {
	t.Helper()
	m, err := r.Fit(1e-6)
	if err != nil {
		t.Fatal(err)
	}
	dst := make([]float64, 3)
	m.Predict(dst, fold, x)
	return dst
}

// Rewards that are linear are found again, and an action without rows is believed
// to earn what all do.
func TestRidgeFindsLines(t *testing.T) {
	all := lessons(300, 0)
	mean, n := 0.0, 0.0
	for _, l := range all {
		if l.fold != 1 {
			mean, n = mean+l.reward, n+1
		}
	}
	x := []float64{1, .7, -1.2}
	got := predicted(t, learned(t, all), 1, x)
	for a, want := range []float64{truth(0, x), truth(1, x), mean / n} {
		if math.Abs(got[a]-want) > 1e-6 {
			t.Errorf("action %d: got %v, want %v", a, got[a], want)
		}
	}
}

// What is predicted for a fold does not depend on that fold's rewards, and does on
// the others'.
func TestRidgeHasNotSeenTheFold(t *testing.T) {
	all := lessons(90, .1)
	x := []float64{1, .2, .4}
	before := learned(t, all)
	for i := range all {
		if all[i].fold == 2 {
			all[i].reward += 100
		}
	}
	after := learned(t, all)
	if got, want := predicted(t, after, 2, x), predicted(t, before, 2, x); !slices.Equal(got, want) {
		t.Errorf("its own fold's rewards made %v of %v", want, got)
	}
	if got := predicted(t, after, 0, x)[0]; math.Abs(got-predicted(t, before, 0, x)[0]) < 10 {
		t.Errorf("another fold's rewards made no difference: %v", got)
	}
}

// Shards of a log teach what the log does.
func TestRidgesMerge(t *testing.T) {
	all := lessons(60, .1)
	merged := learned(t, all[:25])
	merged.Merge(learned(t, all[25:]))
	x := []float64{1, -.5, 2}
	if got, want := predicted(t, merged, 0, x), predicted(t, learned(t, all), 0, x); !slices.EqualFunc(got, want, near) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A ridge of no use, or of no end, is refused.
func TestRidgeRefuses(t *testing.T) {
	for _, c := range [][3]int{{1, 2, 2}, {2, 0, 2}, {2, 2, 0}, {5, 1000, 1000}, {2, 2, math.MaxInt / 8}} {
		if _, err := NewRidge(c[0], c[1], c[2]); err == nil {
			t.Errorf("%d folds, %d actions, %d features: want an error", c[0], c[1], c[2])
		}
	}
	r := learned(t, lessons(9, 0))
	for _, p := range []float64{0, -1, math.NaN()} {
		if _, err := r.Fit(p); err == nil {
			t.Errorf("penalty %v: want an error", p)
		}
	}
}
