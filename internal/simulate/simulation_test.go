package simulate

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/examples"
	"proffer/store"
)

// start is when every test begins.
var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// prepared is a simulation of 1,000 visits in 30 days with seed 1, unless change says otherwise.
func prepared(t *testing.T, w World, change func(*Config)) *Simulation {
	t.Helper()
	source, err := examples.Catalogue(w.Name)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := engine.Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	c := Config{World: w, Policy: policy, Seed: 1, Start: start, Span: 30 * day, Visits: 1000, Mishaps: UsualMishaps()}
	if change != nil {
		change(&c)
	}
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run simulates against a new engine in this process, whose log is in memory.
func run(t *testing.T, w World, change func(*Config)) (*Simulation, Report) {
	t.Helper()
	s := prepared(t, w, change)
	n := uint64(0)
	service, err := engine.Open(t.Context(), engine.Config{
		Log: store.NewMemory(), Clock: s.Clock,
		Chance: func() (string, uint64) { n++; return fmt.Sprintf("d-%d", n), n },
	}, s.Policy.Source)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context(), InProcess{service}); err != nil {
		t.Fatal(err)
	}
	return s, s.Report(service.Library(), service.Stats().Withheld)
}

// The same seed is the same simulation, and another seed is another.
func TestSeed(t *testing.T) {
	for _, w := range Worlds() {
		_, first := run(t, w, nil)
		_, again := run(t, w, nil)
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("%s: two runs with one seed (-first +again):\n%s", w.Name, diff)
		}
		_, other := run(t, w, func(c *Config) { c.Seed = 2 })
		if cmp.Equal(first.Segments, other.Segments) {
			t.Errorf("%s: two seeds learned the same to the last bit", w.Name)
		}
	}
}

// Reports that arrive twice and requests that are sent again change nothing
// that is decided or learned: they are only counted.
func TestRepetitionChangesNothing(t *testing.T) {
	for _, w := range Worlds() {
		_, once := run(t, w, func(c *Config) { c.Mishaps = Mishaps{} })
		_, twice := run(t, w, func(c *Config) { c.Mishaps = Mishaps{Twice: 0.5, Retried: 0.5} })
		if n := twice.Feedback[engine.Duplicate]; n < 50 {
			t.Fatalf("%s: %d duplicates, want at least 50 to say anything", w.Name, n)
		}
		delete(twice.Feedback, engine.Duplicate)
		if diff := cmp.Diff(once, twice); diff != "" {
			t.Errorf("%s: once and twice differ (-once +twice):\n%s", w.Name, diff)
		}
	}
}

// Refunds do cross their accepts, in both of the ways in which an app can name
// them, and the server takes every one.
func TestRefundsCrossTheirAccepts(t *testing.T) {
	_, r := run(t, Skincare(), func(c *Config) { c.Visits, c.Mishaps = 3000, Mishaps{Crossed: 1} })
	if n := r.Feedback[engine.Unmatched]; n < 5 {
		t.Errorf("%d refunds by order arrived before their accept, want at least 5", n)
	}
	if n := r.Feedback[engine.Rejected]; n != 0 {
		t.Errorf("%d reports were rejected", n)
	}
}

// What cannot be simulated is refused before anything happens.
func TestValidate(t *testing.T) {
	s := prepared(t, Skincare(), nil)
	for _, c := range []struct {
		name   string
		change func(*Config)
		want   string
	}{
		{"nobody comes", func(c *Config) { c.Visits = 0 }, "simulate: 0 visits, want at least 1"},
		{"no time", func(c *Config) { c.Span = 0 }, "simulate: a span of 0s, want more than none"},
		{"offers of another world", func(c *Config) { c.World = ProjectTool() },
			"simulate: the catalogue has the offer moisturizer-bundle, of which this truth knows nothing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := s.Config
			c.change(&bad)
			if _, err := New(bad); err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}
