package simulate

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"proffer/engine"
)

// A Config says who meets which server, and for how long.
type Config struct {
	World   World
	Policy  *engine.Policy // the catalogue that the server serves
	Seed    uint64
	Start   time.Time
	Span    time.Duration // how long customers come
	Visits  int           // how many are expected within the span
	Mishaps Mishaps
	// Pace is called before something happens, and returns when it may; nil lets
	// virtual time run as fast as it can.
	Pace func(ctx context.Context, at time.Time) error
}

// Mishaps are what goes wrong between an app and a server, as probabilities.
type Mishaps struct {
	Twice   float64 // reports are sent again
	Crossed float64 // a refund is reported before its accept
	Retried float64 // a request is sent again, as after a lost reply
}

// UsualMishaps are rare and there.
func UsualMishaps() Mishaps { return Mishaps{Twice: 0.02, Crossed: 0.1, Retried: 0.01} }

// Validate reports the first thing that cannot be simulated.
func (c Config) Validate() error {
	switch {
	case c.Visits <= 0:
		return fmt.Errorf("simulate: %d visits, want at least 1", c.Visits)
	case c.Span <= 0:
		return fmt.Errorf("simulate: a span of %s, want more than none", c.Span)
	}
	return c.World.Truth.covers(c.Policy)
}

// A Simulation is customers on their way through virtual time. It is for one
// goroutine; its Clock is what the server must read.
type Simulation struct {
	Config
	server Server
	now    time.Time
	agenda agenda
	gate   *rand.Rand // who arrives when
	noise  *rand.Rand // mishaps, so that they change nothing else
	people []*person
	ids    int
	tally  *tally
}

// New prepares a simulation. Run is given the server, since an engine in process
// is opened with the simulation's clock.
func New(c Config) (*Simulation, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	return &Simulation{
		Config: c, now: c.Start, tally: newTally(),
		gate: rand.New(rand.NewPCG(c.Seed, 1)), noise: rand.New(rand.NewPCG(c.Seed, 2)),
	}, nil
}

// Clock is the virtual time.
func (s *Simulation) Clock() time.Time { return s.now }

// Run lets customers come until the span is over. What they would still have
// reported after it is never reported.
func (s *Simulation) Run(ctx context.Context, server Server) error {
	s.server = server
	s.agenda.put(s.Start.Add(s.gap()), s.arrive)
	for end := s.Start.Add(s.Span); ; {
		e, ok := s.agenda.next(end)
		if !ok {
			return nil
		}
		if err := s.wait(ctx, e.at); err != nil {
			return err
		}
		s.now = e.at
		if err := e.do(ctx); err != nil {
			return fmt.Errorf("simulate: %w", err)
		}
	}
}

func (s *Simulation) wait(ctx context.Context, at time.Time) error {
	if err := ctx.Err(); err != nil || s.Pace == nil {
		return err
	}
	return s.Pace(ctx, at)
}

// Count is how many visits and decisions there were so far.
func (s *Simulation) Count() (visits, decisions int) { return s.tally.visits, s.tally.decisions }

// Conversion is how many visits ended with an order so far, by placement and group.
func (s *Simulation) Conversion() []Conversion { return s.tally.turnouts(s.World.Converts) }

// gap is the time to the next arrival; arrivals are a Poisson process.
func (s *Simulation) gap() time.Duration {
	return after(s.gate, s.Span/time.Duration(s.Visits))
}

// arrive lets somebody come, and the next after that.
func (s *Simulation) arrive(ctx context.Context) error {
	s.agenda.put(s.now.Add(s.gap()), s.arrive)
	who := s.somebody()
	if who.left || who.here {
		return nil
	}
	s.tally.visits++
	who.here = true
	v := &visit{Simulation: s, who: who, session: s.id("s"), entered: s.now, groups: map[string]engine.Group{}}
	return who.life.come(v)(ctx)
}
