package ope

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// here is the context of a round, where all have the same.
var here = []uint64{0}

// A trial is a log for diagnoses: actions drawn evenly in contexts, and a policy
// that is even too.
type trial struct {
	rows, actions, contexts int
	possible                func(context, action int) bool // nil: all
}

// counted draws the trial, of which spoil may change a row's propensity.
func (y trial) counted(spoil func(row int, p float64) float64) Diagnostics {
	chance := rand.New(rand.NewPCG(31, 0))
	var w Weights
	s := NewSupport(y.actions, "place")
	even := slices.Repeat([]float64{1 / float64(y.actions)}, y.actions)
	for i := range y.rows {
		where, a := chance.IntN(y.contexts), chance.IntN(y.actions)
		for y.possible != nil && !y.possible(where, a) {
			a = chance.IntN(y.actions)
		}
		p := even[a]
		if spoil != nil {
			p = spoil(i, p)
		}
		w.Add(even[a] / p)
		s.Add([]uint64{uint64(where)}, a, p, even, nil)
	}
	return Diagnose(&w, s)
}

// An ordinary log is not refused, and a spoilt one is, with a sentence that says
// what is wrong.
func TestRefusal(t *testing.T) {
	ordinary := trial{rows: 3_000, actions: 6, contexts: 10}
	third := ordinary
	third.possible = func(context, action int) bool { return (context+action)%3 == 0 }
	for _, c := range []struct {
		what  string
		trial trial
		spoil func(row int, p float64) float64
		want  string // in one of the reasons; none if empty
	}{
		{"an ordinary log", ordinary, nil, ""},
		{"one propensity of a millionth", ordinary, func(row int, p float64) float64 {
			if row == 1_000 {
				return 1e-6
			}
			return p
		}, "propensity 1e-06, which 3000 rows would hold 0.003 times"},
		{"two thirds of the cells are empty", third, nil, "Of the cells of context × action that the policy can reach, 66.7 % are empty"},
		{"a tenth of the rows an order of magnitude too small", ordinary, func(row int, p float64) float64 {
			if row%10 == 0 {
				return p / 10
			}
			return p
		}, "The mean weight is 1.9 ± 0.049 and must be 1"},
		{"propensities of half the size", ordinary, func(_ int, p float64) float64 { return p / 2 }, "times as often as its propensities say"},
		{"few rows", trial{rows: 60, actions: 2, contexts: 1}, nil, "fewer than 100 say nothing"},
	} {
		reasons := c.trial.counted(c.spoil).Refusal()
		if c.want == "" && len(reasons) > 0 {
			t.Errorf("%s: is refused: %q", c.what, reasons)
		}
		if c.want != "" && !slices.ContainsFunc(reasons, func(r string) bool { return strings.Contains(r, c.want) }) {
			t.Errorf("%s: got %q, want %q among them", c.what, reasons, c.want)
		}
	}
}

// A hundred times a context of few rows is no hundred gaps: such contexts are
// looked at together.
func TestSparseContextsAreOne(t *testing.T) {
	d := trial{rows: 1_000, actions: 5, contexts: 400}.counted(nil)
	if d.SupportGap != 0 || len(d.Refusal()) > 0 {
		t.Errorf("got a gap of %v and %q", d.SupportGap, d.Refusal())
	}
}

// An action that is not logged where the policy takes it is a gap, of the size of
// what the policy wants of it.
func TestGap(t *testing.T) {
	s := NewSupport(3, "place")
	for i := range 60 {
		s.Add(here, i%2, .5, []float64{.5, .2, .3}, nil)
	}
	if got := s.Lacking().Choices.Share; !near(got, .3) {
		t.Errorf("got a gap of %v, want .3", got)
	}
	if got := s.Lacking().Cells.Share; !near(got, 1./3) {
		t.Errorf("got %v of the cells empty, want a third", got)
	}
}

// What rounds say that they could not take is no empty cell and no fault of the
// propensities; a policy that wants it has a gap of all that it wants.
func TestSupportOfWhatIsPossible(t *testing.T) {
	s := NewSupport(3, "place")
	for i := range 60 {
		logged, policy := []float64{.5, .5, 0}, []float64{.5, .5, 0}
		if i%3 == 0 {
			logged, policy = []float64{.5, 0, .5}, []float64{.4, .4, .2}
		}
		a := i % 2
		if logged[a] == 0 {
			a = 2
		}
		s.Add(here, a, .5, policy, logged)
	}
	if got, want := s.Lacking().Choices.Share, .4/3; !near(got, want) || s.Lacking().Cells.Share != 0 {
		t.Errorf("got a gap of %v and %v of the cells empty, want %v and none", got, s.Lacking().Cells.Share, want)
	}
	for a, c := range s.Calibration() {
		if !near(c.Ratio, 1) {
			t.Errorf("action %d was taken %v times as often as its propensities say", a, c.Ratio)
		}
	}
}

// Support is the same however a log is cut.
func TestSupportMerges(t *testing.T) {
	chance := rand.New(rand.NewPCG(2, 3))
	whole, parts := NewSupport(3, "place"), []*Support{NewSupport(3, "place"), NewSupport(3, "place")}
	for range 500 {
		where, a, p := []uint64{chance.Uint64N(4)}, chance.IntN(3), float64(1+chance.IntN(4))/8
		policy := []float64{p, 1 - p, 0}
		logged := []float64{math.NaN(), float64(chance.IntN(2)), float64(chance.IntN(2))}
		logged[a] = math.NaN()
		whole.Add(where, a, p, policy, logged)
		parts[chance.IntN(2)].Add(where, a, p, policy, logged)
	}
	parts[1].Merge(parts[0])
	got := parts[1]
	if !near(got.Lacking().Choices.Share, whole.Lacking().Choices.Share) || got.Lacking().Cells.Share != whole.Lacking().Cells.Share || got.LeastPropensity != whole.LeastPropensity || got.AtLeast != whole.AtLeast {
		t.Errorf("got %v, %v, %v, %v", got.Lacking().Choices.Share, got.Lacking().Cells.Share, got.LeastPropensity, got.AtLeast)
	}
	for a, c := range whole.Calibration() {
		if g := got.Calibration()[a]; !near(g.Ratio, c.Ratio) || !near(g.StandardError, c.StandardError) || g.Rows != c.Rows {
			t.Errorf("action %d: got %+v, want %+v", a, g, c)
		}
	}
}

// What the heaviest rows weigh is known to a hundredth, whatever the sizes.
func TestTopShare(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		weights := rapid.SliceOfN(rapid.Float64Range(-15, 15), 1, 300).Draw(rt, "logarithms")
		var w Weights
		for i := range weights {
			weights[i] = math.Exp(weights[i])
			w.Add(weights[i])
		}
		slices.Sort(weights)
		top := rapid.IntRange(1, len(weights)).Draw(rt, "top")
		sum, all := 0.0, 0.0
		for i, x := range weights {
			all += x
			if i >= len(weights)-top {
				sum += x
			}
		}
		got, want := w.TopShare(float64(top)/float64(len(weights))), sum/all
		if math.Abs(got-want) > .01*want {
			rt.Fatalf("the heaviest %d of %d: got %v, want %v", top, len(weights), got, want)
		}
	})
}

// One action of two hundred leaves few rows and enough of them: a long log is not
// refused for what a policy does not take.
func TestFewMatchedRowsCanBeEnough(t *testing.T) {
	const actions, rows = 200, 200_000
	var w Weights
	s := NewSupport(actions, "place")
	certain := make([]float64, actions)
	certain[7] = 1
	for i := range rows {
		a := i % actions
		w.Add(certain[a] * actions)
		s.Add(here, a, 1./actions, certain, nil)
	}
	if d := Diagnose(&w, s); d.Matched != rows/actions || len(d.Refusal()) > 0 {
		t.Errorf("got %d matched rows, %q", d.Matched, d.Refusal())
	}
}
