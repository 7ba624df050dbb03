package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"proffer/engine"
	"proffer/examples"
	"proffer/guardrails/breakers"
	"proffer/internal/simulate"
	"proffer/store"
)

const simulateHelp = `Let customers with a known mind meet a catalogue, and compare what is learned with the truth.

The engine runs in this process, in virtual time and with its log in memory, or
in a data directory that can be exported and verified afterwards. The customers
of an example arrive, see offers, accept, buy, return, complain and leave by a
hidden truth: probabilities by segment and offer, and what a signal or two
change about them. The engine gets to know their answers and nothing else.

What is true is taken over the very customers who saw an offer. Regret is what a
draw lost, in true net value, against the best it could have shown; blind draws
would show any of their offers, or none. The chance of an offer is its mean
propensity in the last tenth of the draws that could have shown it, and next to
it stands in how many of those it truly was the best. At the end stands every
move of a breaker, with what it was moved by.

Change a copy of an example, its priors, strategies or guardrails, and see what
becomes of it. The same seed is the same simulation.`

const simulateExamples = `  proffer simulate
  proffer simulate --truth project-tool --visits 50000 --days 180 --seed 7
  proffer simulate --catalogue examples/skincare.yaml --expect-regret-below 0.25 --json`

// A simulating is one run of the command.
type simulating struct {
	app       *app
	catalogue string
	truth     string
	data      string
	visits    int
	days      float64
	seed      uint64
	expect    float64
	asJSON    bool
}

func newSimulate(a *app) *cobra.Command {
	s := &simulating{app: a}
	c := &cobra.Command{
		Use:     "simulate",
		Short:   "Let customers with a known mind meet a catalogue",
		Long:    simulateHelp,
		Example: simulateExamples,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return s.run(c.Context()) },
	}
	f := c.Flags()
	f.StringVar(&s.catalogue, "catalogue", "", "catalogue file with the offers of an example (default: the example of --truth)")
	f.StringVar(&s.truth, "truth", "", "whose customers come, "+strings.Join(worlds(), " or ")+" (default: by the name of the catalogue, else "+worlds()[0]+")")
	f.StringVar(&s.data, "data", "", "directory to keep the log in, new or empty (default: memory)")
	f.IntVar(&s.visits, "visits", 20_000, "visits expected")
	f.Float64Var(&s.days, "days", 90, "days in which they come")
	f.Uint64Var(&s.seed, "seed", 1, "seed of all chance")
	f.Float64Var(&s.expect, "expect-regret-below", 0, "end with 3 unless the last tenth of the draws lost less than this share of what blind draws lose; 0 expects nothing")
	jsonFlag(c, &s.asJSON)
	return c
}

// worlds are the names of all truths.
func worlds() []string {
	var names []string
	for _, w := range simulate.Worlds() {
		names = append(names, w.Name)
	}
	return names
}

func (s *simulating) run(ctx context.Context) error {
	world, source, err := s.prepare()
	if err != nil {
		return err
	}
	report, err := s.simulate(ctx, world, source)
	if err != nil {
		return err
	}
	if !s.asJSON {
		printSimulation(s.app.out, report)
	} else if err := printJSON(s.app.out, report); err != nil {
		return err
	}
	if got := report.Regret.Last.Relative(); s.expect > 0 && !(got < s.expect) {
		return wanting("the last tenth of the draws lost %.3f of what blind draws lose, which is not below %g", got, s.expect)
	}
	return nil
}

// prepare finds the customers and the catalogue that they meet.
func (s *simulating) prepare() (simulate.World, []byte, error) {
	if !(s.days > 0 && s.days <= 10_000) {
		return simulate.World{}, nil, misused("--days %g: must be over 0 and at most 10000", s.days)
	}
	if !(s.visits > 0 && s.visits <= 10_000_000) {
		return simulate.World{}, nil, misused("--visits %d: must be at least 1 and at most 10000000", s.visits)
	}
	if !(s.expect >= 0) {
		return simulate.World{}, nil, misused("--expect-regret-below %g: must not be negative", s.expect)
	}
	world, err := s.world()
	if err != nil {
		return world, nil, err
	}
	if s.catalogue != "" {
		source, err := s.app.readCatalogue(s.catalogue)
		return world, source, err
	}
	source, err := examples.Catalogue(world.Name)
	return world, source, err
}

// world is the one that was asked for, or the one that the catalogue is called after.
func (s *simulating) world() (simulate.World, error) {
	if s.truth != "" {
		if w, ok := simulate.Find(s.truth); ok {
			return w, nil
		}
		return simulate.World{}, misused("--truth %s: must be %s", s.truth, strings.Join(worlds(), " or "))
	}
	if s.catalogue == "" {
		return simulate.Worlds()[0], nil
	}
	base := strings.TrimSuffix(filepath.Base(s.catalogue), filepath.Ext(s.catalogue))
	if w, ok := simulate.Find(base); ok {
		return w, nil
	}
	return simulate.World{}, misused("nobody knows the customers of %s: say --truth %s", s.catalogue, strings.Join(worlds(), " or "))
}

// simulationStart is when virtual time begins, so that a seed is the same
// simulation on any day.
var simulationStart = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// simulate plays the customers against an engine in this process.
func (s *simulating) simulate(ctx context.Context, world simulate.World, source []byte) (done simulated, err error) {
	policy, err := engine.Compile(source)
	if err != nil {
		return simulated{}, err
	}
	done.Moves = []move{} // none is said as such in JSON
	play, err := simulate.New(simulate.Config{
		World: world, Policy: policy, Seed: s.seed, Start: simulationStart, Visits: s.visits,
		Span: time.Duration(s.days * float64(24*time.Hour)), Mishaps: simulate.UsualMishaps(),
	})
	if err != nil {
		return simulated{}, err
	}
	kept, err := keepIn(s.data)
	if err != nil {
		return simulated{}, err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	service, err := engine.Open(ctx, engine.Config{Log: kept, Archive: kept, Clock: play.Clock, Chance: numbered(s.seed), Moved: func(c breakers.Change) {
		done.Moves = append(done.Moves, moveOf(c, policy))
	}}, source)
	if err != nil {
		return simulated{}, err
	}
	if err := play.Run(ctx, simulate.InProcess{Service: service}); err != nil {
		return simulated{}, err
	}
	done.Report = play.Report(service.Library(), service.Stats().Withheld)
	return done, service.Close()
}

// A keeping is where a simulation's log and records go.
type keeping interface {
	engine.Log
	engine.Archive
	io.Closer
}

// keepIn is memory without a directory, and else a store in one that holds
// nothing yet: time in it is virtual, and would go back.
func keepIn(dir string) (keeping, error) {
	if dir == "" {
		return store.NewMemory(), nil
	}
	if held, err := os.ReadDir(dir); len(held) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(misused("--data %s: must be a new or an empty directory", dir), err)
	}
	return store.Open(dir, store.Options{Durability: store.OS})
}

// numbered is chance that can be had again: ids that count, and seeds of a stream.
func numbered(seed uint64) func() (string, uint64) {
	stream, n := rand.NewPCG(seed, 3), 0
	return func() (string, uint64) {
		n++
		return fmt.Sprintf("d-%d", n), stream.Uint64()
	}
}
