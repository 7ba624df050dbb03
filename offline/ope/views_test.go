package ope

import (
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// A log that closes two thirds of the actions by one column is refused, whatever
// stands beside that column and however many values it has.
func TestWhatOneViewShows(t *testing.T) {
	const actions = 6
	even := softmax(rand.New(rand.NewPCG(1, 1)), actions, 0, 0)
	for _, c := range []struct{ rows, values, beside int }{{6_000, 12, 0}, {6_000, 12, 6}, {20_000, 12, 20}, {20_000, 200, 3}} {
		chance := rand.New(rand.NewPCG(51, 1))
		names := []string{"all", "x0"}
		for range c.beside {
			names = append(names, "beside")
		}
		var w Weights
		s := NewSupport(actions, names...)
		where := make([]uint64, len(names))
		for range c.rows {
			where[1] = chance.Uint64N(uint64(c.values))
			where[0] = where[1]
			for k := 2; k < len(where); k++ {
				where[k] = chance.Uint64N(4)
				where[0] = 5*where[0] + where[k] + 7
			}
			action := (int(where[1]) + 3*chance.IntN(2)) % actions
			w.Add(1)
			s.Add(where, action, 1./actions, even, nil)
		}
		d := Diagnose(&w, s)
		if reasons := strings.Join(d.Refusal(), " "); !(d.EmptyCells > .6) || !strings.Contains(reasons, "are empty, more than 50 %; a context is told by ") {
			t.Errorf("%+v: got %v of the cells empty, by %q: %s", c, d.EmptyCells, d.EmptyCellsBy, reasons)
		}
		if c.beside > 2 && d.EmptyCellsBy != "x0" {
			t.Errorf("%+v: it is shown by %q, want x0", c, d.EmptyCellsBy)
		}
	}
}

// Logs that take all actions alike, with as many rows in every context or about as
// many, are never refused: so many cells as chance leaves empty say nothing.
func TestEvenLogsAreSound(t *testing.T) {
	for _, c := range []struct{ actions, contexts, rows int }{{10, 60, 29}, {5, 60, 14}, {20, 60, 60}, {3, 64, 8}, {10, 200, 29}} {
		chance := rand.New(rand.NewPCG(52, uint64(c.actions)))
		even := softmax(chance, c.actions, 0, 0)
		for n := range 40 {
			var w Weights
			s := NewSupport(c.actions, "x0")
			for i := range c.contexts * c.rows {
				where := uint64(i % c.contexts)
				if n%2 == 1 {
					where = chance.Uint64N(uint64(c.contexts))
				}
				w.Add(1)
				s.Add([]uint64{where}, chance.IntN(c.actions), even[0], even, nil)
			}
			if reasons := Diagnose(&w, s).Refusal(); len(reasons) > 0 {
				t.Errorf("%+v: %q", c, reasons)
			}
		}
	}
}

// An action whose propensities are stated twice as large as they are is found among
// twenty, and nothing is found where they are true: also of a policy that never
// takes what a log has closed to some, and of rows that say so themselves.
func TestPropensitiesThatAreTooLarge(t *testing.T) {
	const actions = 20
	for _, c := range []struct {
		what  string
		by    float64
		told  bool
		found int // of 20 logs
	}{{"doubled", 2, false, 20}, {"doubled, and told", 2, true, 20}, {"true", 1, false, 0}, {"true, and told", 1, true, 0}} {
		chance, found := rand.New(rand.NewPCG(53, 1)), 0
		for range 20 {
			var w Weights
			s := NewSupport(actions, "segment")
			for range 5_000 {
				p := softmax(chance, actions, .5, 0)
				segment := chance.Uint64N(2)
				if segment == 1 {
					p[0], p[1] = 0, p[0]+p[1] // closed to this segment, where the policy does not want it
				}
				a := drawn(chance, p)
				policy := append([]float64(nil), p...)
				p[0] = min(c.by*p[0], 1)
				var logged []float64
				if c.told {
					logged = p
				}
				w.Add(policy[a] / p[a])
				s.Add([]uint64{segment}, a, p[a], policy, logged)
			}
			if reasons := Diagnose(&w, s).Refusal(); len(reasons) > 0 {
				found++
			}
		}
		if found != c.found {
			t.Errorf("%s: %d of 20 logs are refused, want %d", c.what, found, c.found)
		}
	}
}

// However many contexts there are, no more than so many are told apart; and the
// same cells are counted whether a log came whole or in parts.
func TestPlacesAreBounded(t *testing.T) {
	p := newPlaces(100)
	for name := range uint64(100_000) {
		if n := p.at(name * 0x10000); n >= 100 {
			t.Fatalf("context %d has the number %d", name, n)
		}
	}
	if again := p.at(5 * 0x10000); again != 5 || len(p.names) != 100 || len(p.slots) > 512 {
		t.Errorf("the sixth is now number %d, of %d in %d slots", again, len(p.names), len(p.slots))
	}
	if a, b := p.at(99_999*0x10000), p.at(1<<63); a != b {
		t.Errorf("two for which there is no room have the numbers %d and %d", a, b)
	}
}

// Chernoff's bound is one: of cells that are empty with their chance, as much is
// never called improbable more often than its level.
func TestAbsencesByChance(t *testing.T) {
	chance := rand.New(rand.NewPCG(54, 1))
	const level, trials = .05, 2_000
	for _, p := range []float64{.01, .05, .3} {
		called := 0
		for range trials {
			var b absences
			for range 1 + chance.IntN(60) {
				b.add(chance.Float64(), p, chance.Float64() < p)
			}
			if b.never(level) > 0 {
				called++
			}
		}
		if share := float64(called) / trials; share > level {
			t.Errorf("chance %v: called improbable %v of the time, want %v at most", p, share, level)
		}
	}
}

// A log of more contexts than there is room for takes no more memory the longer it
// is: 32 MB at most for two actions, which have the most contexts.
func TestSupportIsBounded(t *testing.T) {
	chance := rand.New(rand.NewPCG(55, 1))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s := NewSupport(2, "all", "x0", "x1")
	for range 1_000_000 {
		s.Add([]uint64{chance.Uint64(), chance.Uint64(), chance.Uint64()}, chance.IntN(2), .5, []float64{.5, .5}, nil)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if took := int64(after.HeapAlloc) - int64(before.HeapAlloc); took > 32<<20 {
		t.Errorf("%d MB are taken", took>>20)
	}
	if s.views[0].rounds[maxCells/2-1] < 700_000 {
		t.Errorf("the last context has %d of a million rounds", s.views[0].rounds[maxCells/2-1])
	}
	runtime.KeepAlive(s)
}
