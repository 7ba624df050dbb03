package offline_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/offline"
	"proffer/offline/ope"
)

// alike are figures that are the same, or both not known.
var alike = cmp.Comparer(func(a, b offline.Figure) bool { return a == b || !a.Known() && !b.Known() })

// Whoever looks changes no figure, and a point of the course is what the log
// would have said had it ended there, whatever the interval.
func TestCourse(t *testing.T) {
	// The rows of a shorter log are the first of a longer one.
	of := func(rows int, m ope.Method) *offline.Evaluation {
		e := ask("fixed:1", experiment{rows: rows, actions: 3, seed: 9, reward: func(chance *rand.Rand, _ []float64, action int) float64 {
			return coin(chance, .2+.2*float64(action))
		}}.table().Open)
		e.Interval, e.Force, e.Model = m, true, "none"
		return e
	}
	for _, m := range ope.Methods() {
		e := of(1_900, m)
		want := judge(t, e)
		e.Trace = new(offline.Trace)
		if diff := cmp.Diff(want, judge(t, e), alike); diff != "" {
			t.Errorf("%s: looking changes (-without +with):\n%s", m, diff)
		}
		points := e.Trace.Course
		if n := len(points); n < 30 || n > 60 || points[n-1].Rows != 1_900 {
			t.Fatalf("%s: got %d points, the last at %d", m, n, points[n-1].Rows)
		}
		for _, point := range []offline.Point{points[0], points[25], points[len(points)-1]} {
			if diff := cmp.Diff(judge(t, of(point.Rows, m)).Estimates, point.Estimates, alike); diff != "" {
				t.Errorf("%s, %d rows (-log that ends there +point):\n%s", m, point.Rows, diff)
			}
		}
	}
}

// All weights above 0 are in the trace; a second run forgets the first.
func TestTraceOfALog(t *testing.T) {
	e := ask("columns", packed("synth_fixture.csv.gz"))
	e.Trace = new(offline.Trace)
	for range 2 {
		j := judge(t, e)
		rows, sum := 0, 0.0
		for _, b := range e.Trace.Weights {
			rows, sum = rows+b.Rounds, sum+b.Sum
		}
		if d := j.Diagnostics; rows != d.Matched || math.Abs(sum/float64(d.Rows)-d.MeanWeight) > 1e-9 {
			t.Errorf("got %d weights with a sum of %v, want those of %+v", rows, sum, d)
		}
	}
}
