package ope

import (
	"math"
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
			s.add(p)
		}
		rounds := rapid.IntRange(0, 2000).Draw(rt, "rounds")
		if got, most := s.missed(rounds), math.Pow(1-floor, float64(rounds)); !(got <= most+1e-12) {
			rt.Errorf("missed by chance with probability %v, and %v by the floor of %v", got, most, floor)
		}
	})
}
