package coverage

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// In every world, both policies are distributions, whatever the policy wants was
// possible, and rewards stay within what Bounds says of them.
func TestWorldsAreWhole(t *testing.T) {
	for _, w := range Worlds() {
		for c, here := range w.Contexts {
			var logged, wanted float64
			for a, p := range here.Logged {
				logged, wanted = logged+p, wanted+here.Wanted[a]
				if !(p >= w.Bounds().LeastPropensity && p > 0 && here.Chance[a] > 0 && here.Chance[a] <= 1 && w.Pays[a] <= w.Bounds().MostReward) {
					t.Errorf("%s, context %d: action %d has %v, %v and %v", w.Name, c, a, p, here.Chance[a], w.Pays[a])
				}
			}
			if math.Abs(logged-1) > 1e-12 || math.Abs(wanted-1) > 1e-12 {
				t.Errorf("%s, context %d: probabilities add up to %v and %v", w.Name, c, logged, wanted)
			}
		}
	}
}

// What is drawn earns what is said, and weighted what the truth says.
func TestWorldsEarnWhatTheySay(t *testing.T) {
	const rows = 200_000
	for _, w := range Worlds() {
		chance := rand.New(rand.NewPCG(5, 5))
		var logged, wanted, squares float64
		for range rows {
			r := w.draw(chance)
			here := &w.Contexts[r.context]
			x := r.reward * here.Wanted[r.action] / here.Logged[r.action]
			logged, wanted, squares = logged+r.reward/rows, wanted+x/rows, squares+x*x/rows
		}
		slack := 4 * math.Sqrt(squares/rows) // the spread of both is less than that of the second about 0
		if math.Abs(logged-w.Logged()) > slack || math.Abs(wanted-w.Truth()) > slack {
			t.Errorf("%s: got %v and %v, want %v and %v within %v", w.Name, logged, wanted, w.Logged(), w.Truth(), slack)
		}
	}
}

// The same seed gives the same figures, and another seed gives others.
func TestMeasureIsSeeded(t *testing.T) {
	measure := func(seed uint64) string {
		m, err := Worlds()[0].Measure(6, 400, seed)
		if err != nil {
			t.Fatal(err)
		}
		return Table([]*Measurement{m})
	}
	if diff := cmp.Diff(measure(1), measure(1)); diff != "" {
		t.Errorf("the same seed differs:\n%s", diff)
	}
	if measure(1) == measure(2) {
		t.Error("another seed says the same")
	}
}
