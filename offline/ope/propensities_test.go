package ope

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A floor that no propensity is below makes no cell tell more: that rounds missed an
// action by chance is never more probable by its own propensities than by the floor.
// So the support of a log is looked for without one.
func TestPropensitiesSayMoreThanAFloor(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		floor := rapid.Float64Range(1e-4, .5).Draw(rt, "floor")
		var s propensities
		for _, p := range rapid.SliceOfN(rapid.Float64Range(floor, 1), 1, 50).Draw(rt, "propensities") {
			s.add(p, rapid.Float64Range(0, 1).Draw(rt, "wanted"))
		}
		rounds := rapid.IntRange(0, 2000).Draw(rt, "rounds")
		if got, most := s.missed(rounds), math.Pow(1-floor, float64(rounds)); !(got <= most+1e-12) {
			rt.Errorf("missed by chance with probability %v, and %v by the floor of %v", got, most, floor)
		}
	})
}

// Where a policy wants an action only in segments in which the log takes it rarely,
// cells are as empty by chance as its propensities there say, and not as those
// elsewhere do: such a log is sound.
func TestPropensitiesCountWhereThePolicyGoes(t *testing.T) {
	rarely, often := []float64{.02, .02, .02, .94 / 3, .94 / 3, .94 / 3}, softmax(rand.New(rand.NewPCG(1, 1)), 6, 0, 0)
	chance, refused := rand.New(rand.NewPCG(56, 1)), 0
	w := &land{rows: 2_000, where: softmax(chance, 60, 0, 0)}
	for c := range w.where {
		if c%2 == 0 {
			w.log, w.policy = append(w.log, rarely), append(w.policy, []float64{.2, .2, .2, .4 / 3, .4 / 3, .4 / 3})
		} else {
			w.log, w.policy = append(w.log, often), append(w.policy, []float64{0, 0, 0, 1. / 3, 1. / 3, 1. / 3})
		}
	}
	w.stated = w.log
	for range 60 {
		reasons := strings.Join(w.diagnosed(chance).Refusal(), " ")
		if strings.Contains(reasons, "never took") || strings.Contains(reasons, "empty") || strings.Contains(reasons, "too large") {
			refused++
		}
	}
	if refused > 0 {
		t.Errorf("%d of 60 sound logs are refused for where they never went", refused)
	}
}

// A column of which every row has a value of its own hides no propensities that are
// stated too large: its cells are empty by chance.
func TestColumnOfIdsHidesNothing(t *testing.T) {
	chance := rand.New(rand.NewPCG(57, 1))
	for _, ids := range []bool{false, true} {
		names := []string{"segment", "id"}
		if !ids {
			names = names[:1]
		}
		var w Weights
		s, policy := NewSupport(4, names...), softmax(chance, 4, 0, 0)
		log, stated := []float64{.2, .3, .25, .25}, []float64{.4, .3, .25, .25}
		for i := range 5_000 {
			a := drawn(chance, log)
			w.Add(policy[a] / stated[a])
			s.Add([]uint64{chance.Uint64N(5), uint64(i)}[:len(names)], a, stated[a], policy, nil)
		}
		if reasons := strings.Join(Diagnose(&w, s).Refusal(), " "); !strings.Contains(reasons, "stated too large") {
			t.Errorf("with ids %v: got %q, want a word about propensities that are stated too large", ids, reasons)
		}
	}
}
