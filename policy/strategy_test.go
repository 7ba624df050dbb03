package policy

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/bandit"
)

func strategies(t testing.TB, l Learning) []Strategy {
	t.Helper()
	var all []Strategy
	for _, name := range Strategies() {
		s, err := NewStrategy(name, l)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// drawCandidates makes candidates that may tie and may be worth less than nothing.
func drawCandidates(t *rapid.T) []Candidate {
	belief := rapid.Custom(func(t *rapid.T) bandit.Normal {
		return bandit.Normal{
			Mean:     float64(rapid.IntRange(-4, 8).Draw(t, "mean")) / 4,
			Variance: float64(rapid.IntRange(0, 8).Draw(t, "variance")) / 16,
		}
	})
	candidates := make([]Candidate, rapid.IntRange(0, 8).Draw(t, "candidates"))
	for i := range candidates {
		candidates[i] = Candidate{
			ID:       fmt.Sprintf("offer-%d", i),
			Priority: rapid.IntRange(-1, 2).Draw(t, "priority"),
			Weight:   float64(rapid.IntRange(0, 3).Draw(t, "weight")),
			Linear:   belief.Draw(t, "linear"),
			Flat:     belief.Draw(t, "flat"),
		}
	}
	return candidates
}

func drawNone(t *rapid.T) float64 {
	return rapid.SampledFrom([]float64{0, 0.5, -0.25, math.Inf(-1)}).Draw(t, "none")
}

// Every strategy gives a distribution over the candidates and nothing: the sum
// is one, nothing is certain when there is no candidate, and what is switched
// off is never drawn.
func TestDistributions(t *testing.T) {
	all := strategies(t, defaultLearning())
	rapid.Check(t, func(rt *rapid.T) {
		candidates, none := drawCandidates(rt), drawNone(rt)
		for _, s := range all {
			p := s.Distribution(nil, candidates, none)
			if len(p) != len(candidates)+1 {
				rt.Fatalf("%s: %d probabilities for %d candidates", s.Traits().Name, len(p), len(candidates))
			}
			sum := 0.0
			for _, x := range p {
				if !(x >= 0 && x <= 1) {
					rt.Fatalf("%s: %v", s.Traits().Name, p)
				}
				sum += x
			}
			if !(math.Abs(sum-1) < 1e-12) { // rounding of a dozen terms
				rt.Fatalf("%s: %v sums to %v", s.Traits().Name, p, sum)
			}
			nothing := p[len(candidates)]
			off := math.IsInf(none, -1) || !s.Traits().Learns
			if len(candidates) == 0 && nothing != 1 || len(candidates) > 0 && off && nothing != 0 {
				rt.Fatalf("%s: nothing has %v of %v", s.Traits().Name, nothing, p)
			}
		}
	})
}

// The order of the candidates matters to no strategy but the rules, for which
// the order of the file decides between equal priorities.
func TestOrderOfCandidates(t *testing.T) {
	all := strategies(t, defaultLearning())
	rapid.Check(t, func(rt *rapid.T) {
		candidates, none := drawCandidates(rt), drawNone(rt)
		order := rapid.Permutation(slices.Collect(indexes(len(candidates)))).Draw(rt, "order")
		shuffled := make([]Candidate, len(candidates))
		for i, from := range order {
			shuffled[i] = candidates[from]
		}
		for _, s := range all {
			if s.Traits().Name == "rules" {
				continue
			}
			p, q := s.Distribution(nil, candidates, none), s.Distribution(nil, shuffled, none)
			for i, from := range order {
				if math.Abs(q[i]-p[from]) > 1e-12 {
					rt.Fatalf("%s: %s has %v and then %v", s.Traits().Name, candidates[from].ID, p[from], q[i])
				}
			}
		}
	})
}

func indexes(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// Strategies that learn by chance leave every survivor its share of the floor,
// so that each can be evaluated offline.
func TestFloor(t *testing.T) {
	l := defaultLearning()
	l.Floor, l.Epsilon = 0.06, 0.06
	rapid.Check(t, func(rt *rapid.T) {
		candidates, none := drawCandidates(rt), drawNone(rt)
		k := float64(len(candidates))
		if !math.IsInf(none, -1) {
			k++
		}
		for _, name := range []string{"thompson", "beta_thompson", "epsilon_greedy"} {
			s, _ := NewStrategy(name, l)
			p := s.Distribution(nil, candidates, none)
			for i := range candidates {
				if p[i] < 0.06/k-1e-12 {
					rt.Fatalf("%s: candidate %d has %v of %v", name, i, p[i], p)
				}
			}
		}
	})
}

// Each strategy does what its name says, on one case worked out by hand.
func TestStrategies(t *testing.T) {
	l := Learning{Epsilon: 0.3, Width: 1, PosteriorScale: 0.5}
	candidates := []Candidate{
		{Priority: 2, Weight: 1, Linear: bandit.Normal{Mean: 1}, Flat: bandit.Normal{Mean: 3}},
		{Priority: 5, Weight: 3, Linear: bandit.Normal{Mean: 0.5, Variance: 0.16}, Flat: bandit.Normal{Mean: 1}},
		{Priority: 5, Weight: 0, Linear: bandit.Normal{Mean: 1}, Flat: bandit.Normal{Mean: -2}},
	}
	for name, want := range map[string][]float64{
		"beta_thompson":  {1, 0, 0, 0},
		"greedy":         {0.5, 0, 0.5, 0},
		"epsilon_greedy": {0.35 + 0.075, 0.075, 0.35 + 0.075, 0.075},
		"linucb":         {0, 1, 0, 0}, // 0.5 + 0.4/0.5 is above 1
		"rules":          {0, 1, 0, 0},
		"weighted":       {0.25, 0.75, 0, 0},
		"ab_test":        {0.25, 0.75, 0, 0},
		"uniform":        {1. / 3, 1. / 3, 1. / 3, 0},
	} {
		s, err := NewStrategy(name, l)
		if err != nil {
			t.Fatal(err)
		}
		got := s.Distribution(nil, candidates, 0)
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-12 {
				t.Errorf("%s = %v, want %v", name, got, want)
				break
			}
		}
	}
	if _, err := NewStrategy("tompson", l); err == nil {
		t.Error("a strategy called tompson")
	}
}

// Offers believed to lose money are not shown by what learns, and are shown by
// what does not; weights that are all zero count as equal.
func TestEdges(t *testing.T) {
	losing := []Candidate{{Linear: bandit.Normal{Mean: -1}, Flat: bandit.Normal{Mean: -1}}}
	for _, s := range strategies(t, Learning{PosteriorScale: 1}) {
		want := []float64{1, 0}
		if s.Traits().Learns {
			want = []float64{0, 1}
		}
		if diff := cmp.Diff(want, s.Distribution(nil, losing, 0)); diff != "" {
			t.Errorf("%s, want − got +:\n%s", s.Traits().Name, diff)
		}
	}
}

// Figures that are none, as some fault might make, never win and never panic.
func TestBrokenFigures(t *testing.T) {
	nan := math.NaN()
	candidates := []Candidate{
		{Weight: nan, Linear: bandit.Normal{Mean: nan, Variance: nan}, Flat: bandit.Normal{Mean: nan}},
		{Weight: 1, Linear: bandit.Normal{Mean: 1}, Flat: bandit.Normal{Mean: 1}},
	}
	for _, s := range strategies(t, Learning{PosteriorScale: 1}) {
		p := s.Distribution(nil, candidates, 0)
		if name := s.Traits().Name; name != "rules" && name != "uniform" && (p[0] != 0 || p[1] != 1) {
			t.Errorf("%s = %v, want the candidate that has figures", name, p)
		}
	}
}

// What the engine must know of each strategy.
func TestTraits(t *testing.T) {
	got := make(map[string]Traits)
	for _, s := range strategies(t, defaultLearning()) {
		got[s.Traits().Name] = s.Traits()
	}
	want := map[string]Traits{
		"thompson":       {Name: "thompson", Learns: true, Contextual: true, Exact: true},
		"beta_thompson":  {Name: "beta_thompson", Learns: true, Exact: true},
		"greedy":         {Name: "greedy", Learns: true, Contextual: true},
		"epsilon_greedy": {Name: "epsilon_greedy", Learns: true, Contextual: true, Exact: true},
		"linucb":         {Name: "linucb", Learns: true, Contextual: true},
		"rules":          {Name: "rules"},
		"weighted":       {Name: "weighted", Exact: true},
		"ab_test":        {Name: "ab_test", Exact: true, Sticky: true},
		"uniform":        {Name: "uniform", Exact: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want − got +:\n%s", diff)
	}
}

// A strategy allocates nothing once dst has room. The best of some calls is
// asked for, since the race detector makes pools forget.
func TestStrategiesAllocateNothing(t *testing.T) {
	candidates := make([]Candidate, 20)
	for i := range candidates {
		candidates[i] = Candidate{Weight: 1, Linear: bandit.Normal{Mean: float64(i), Variance: 9}, Flat: bandit.Normal{Mean: float64(i), Variance: 9}}
	}
	dst := make([]float64, 0, len(candidates)+1)
	for _, s := range strategies(t, defaultLearning()) {
		least := math.Inf(1)
		for range 100 {
			least = min(least, testing.AllocsPerRun(1, func() { s.Distribution(dst, candidates, 0) }))
		}
		if least > 0 {
			t.Errorf("%s allocates %v times", s.Traits().Name, least)
		}
	}
}
