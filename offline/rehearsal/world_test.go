package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/engine"
	catalogues "proffer/examples"
	"proffer/internal/simulate"
	"proffer/offline/ope"
	"proffer/store"
)

const day = 24 * time.Hour

// A life is how a log comes about: customers of an example meet its catalogue,
// or another one, and meanwhile the service is restarted, time is let pass, and
// placements and a breaker are switched off and on.
type life struct {
	example  string
	source   string // empty: the example's
	seed     uint64
	visits   int
	restarts int    // every so many requests; 0: never
	switches int    // every so many requests; 0: never
	ticks    int    // every so many requests; 0: never
	breaker  string // of travel-kit, to be switched by a person; empty: none
}

// A server is a service that does not always run through.
type server struct {
	testing.TB
	life
	simulate.InProcess
	memory   *store.Memory
	config   engine.Config
	requests int
}

// lived is the log that a life leaves.
func lived(t testing.TB, l life) *store.Memory {
	t.Helper()
	world, ok := simulate.Find(l.example)
	if !ok {
		t.Fatalf("there is no example %s", l.example)
	}
	if l.source == "" {
		l.source = catalogueOf(t, l.example)
	}
	play, err := simulate.New(simulate.Config{
		World: world, Policy: compiled(t, l.source), Seed: l.seed, Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Visits: l.visits, Span: 10 * day, Mishaps: simulate.UsualMishaps(),
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &server{TB: t, life: l, memory: store.NewMemory()}
	s.config = engine.Config{Log: s.memory, Archive: s.memory, Every: 50, Clock: play.Clock, Chance: s.chance}
	s.open()
	if err := play.Run(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	if err := s.Service.Close(); err != nil {
		t.Fatal(err)
	}
	return s.memory
}

// chance gives ids in order, and seeds far apart (the constants are Knuth's, of MMIX).
func (s *server) chance() (string, uint64) {
	s.requests++
	return fmt.Sprintf("d-%d", s.requests), (s.seed<<32+uint64(s.requests))*6364136223846793005 + 1442695040888963407
}

func (s *server) open() {
	var err error
	if s.Service, err = engine.Open(context.Background(), s.config, []byte(s.source)); err != nil {
		s.Fatal(err)
	}
}

// Rank asks the service, after what happens to it meanwhile.
func (s *server) Rank(ctx context.Context, r engine.Request) (simulate.Reply, error) {
	due := func(every int) bool { return every > 0 && s.requests%every == every-1 }
	var err error
	if due(s.restarts) {
		err = s.Service.Close()
		s.open()
	}
	if due(s.ticks) {
		err = errors.Join(err, s.Service.Tick())
	}
	if due(s.switches) {
		odd := s.requests / s.switches % 2
		_, wrong := s.Service.SetSwitch(engine.SwitchEvent{Scope: "placement:" + r.Placement, State: []string{engine.Off, engine.On}[odd], Reason: "a trial"})
		err = errors.Join(err, wrong)
		if s.breaker != "" {
			_, wrong := s.Service.SetBreaker(engine.Override{Guardrail: s.breaker, Scope: "offer:travel-kit", State: []string{"open", "closed"}[odd], Reason: "a trial"})
			err = errors.Join(err, wrong)
		}
	}
	if err != nil {
		s.Fatal(err)
	}
	return s.InProcess.Rank(ctx, r)
}

func catalogueOf(t testing.TB, example string) string {
	t.Helper()
	source, err := catalogues.Catalogue(example)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

func compiled(t testing.TB, source string) *engine.Policy {
	t.Helper()
	p, err := engine.Compile([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// guarded is a catalogue with one more guardrail, asked before all others.
func guarded(source, guardrail string) string {
	return strings.Replace(source, "\nguardrails:\n", "\nguardrails:\n  - "+guardrail+"\n", 1)
}

// rehearsed is a log under another catalogue, with what it earns.
func rehearsed(t testing.TB, log *store.Memory, source string, history History) *Report {
	t.Helper()
	past, err := engine.Restore(context.Background(), log, log)
	if err != nil {
		t.Fatal(err)
	}
	r := Rehearsal{
		Log: log, Policy: compiled(t, source), History: history, Examples: 10,
		Worth: &Worth{Past: past, Interval: ope.Normal, Alpha: .05, Force: true},
	}
	found, err := r.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return found
}
