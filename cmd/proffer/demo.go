package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"proffer/internal/simulate"
	"proffer/store"
)

const demoHelp = `Show a shop and a software company learning which offers pay, with simulated customers.

Two servers start, each with an example catalogue and a store of its own, and
customers come to them over HTTP: they see offers, accept, buy, return, complain
and leave by a truth that the servers are not told. Every few seconds the demo
says what has changed in what is shown; at the end it prints what was learned
beside the truth.

Half a second is a day of these customers. The catalogues are hastened as much:
a cap of one a day holds for half a second.

On a terminal, or with --stay, the servers then go on serving until Ctrl-C, so
that the API can be tried. The second server listens on the next port. Data go to
a temporary directory that is removed at the end, unless --data names one.`

const demoExamples = `  proffer demo
  proffer demo --for 20s --stay
  proffer demo --addr 127.0.0.1:0 --data ./demo`

// A demonstrating is one run of the command.
type demonstrating struct {
	app    *app
	addr   string
	data   string
	span   time.Duration
	visits int
	seed   uint64
	stay   bool
	log    logging
	say    *speaker
}

func newDemo(a *app) *cobra.Command {
	d := &demonstrating{app: a, say: &speaker{w: a.out}}
	c := &cobra.Command{
		Use:     "demo",
		Short:   "Show two servers learning from simulated customers",
		Long:    demoHelp,
		Example: demoExamples,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return d.run(c.Context()) },
	}
	f := c.Flags()
	f.StringVar(&d.addr, "addr", "127.0.0.1:8080", "loopback address of the shop; the other server takes the next port, and port 0 free ones")
	f.StringVar(&d.data, "data", "", "directory to keep the two stores in (default: a temporary one)")
	f.DurationVar(&d.span, "for", 45*time.Second, "how long customers come")
	f.IntVar(&d.visits, "visits", 0, "visits to each server in that time (default: 150 a second)")
	f.Uint64Var(&d.seed, "seed", 0, "seed of the customers; 0 takes another one each time")
	f.BoolVar(&d.stay, "stay", false, "go on serving until Ctrl-C, as on a terminal")
	d.log.flags(c)
	must(f.Lookup("log-level").Value.Set("warn"))
	f.Lookup("log-level").DefValue = "warn"
	return c
}

const (
	demoDay   = 500 * time.Millisecond // how long a day of the customers takes
	demoTimes = float64(24*time.Hour) / float64(demoDay)
	demoRate  = 150 // visits a second
)

func (d *demonstrating) run(ctx context.Context) (err error) {
	if err := d.complete(); err != nil {
		return err
	}
	if err := d.claim(); err != nil {
		return err
	}
	if d.data == "" {
		if d.data, err = os.MkdirTemp("", "proffer-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(d.data)) }()
	}
	stages, err := d.open(ctx)
	if err != nil {
		return err
	}
	return d.serve(ctx, stages)
}

// complete fills in what the flags left open.
func (d *demonstrating) complete() error {
	if !(d.span >= time.Second && d.span <= 24*time.Hour) {
		return misused("--for %s: must be at least 1s and at most 24h", d.span)
	}
	if d.visits < 0 || d.visits > math.MaxInt32 {
		return misused("--visits %d: must not be negative", d.visits)
	}
	if d.visits == 0 {
		d.visits = int(demoRate * d.span.Seconds())
	}
	if d.seed != 0 {
		return nil
	}
	chance, err := newChance(d.app.entropy)
	if err != nil {
		return err
	}
	_, d.seed = chance.next()
	d.seed >>= 32 // it is part of every customer's id, and should be readable there
	return nil
}

// claim refuses a directory that is somebody else's: what the demo leaves there
// would lie in the middle of a server's store.
func (d *demonstrating) claim() error {
	if d.data == "" {
		return nil
	}
	held, foreign, err := store.Look(d.data)
	foreign = slices.DeleteFunc(foreign, func(name string) bool { return slices.Contains(worlds(), name) })
	switch {
	case err != nil:
		return err
	case held:
		return misused("--data %s: is a server's store; the demo makes two of its own, so name a new directory or none", d.data)
	case len(foreign) > 0:
		return misused("--data %s: holds %s, which is not the demo's; name a new directory or none", d.data, foreign[0])
	}
	return nil
}

// open starts a server for each world, or none.
func (d *demonstrating) open(ctx context.Context) ([]*stage, error) {
	addrs, err := neighbours(d.addr, len(simulate.Worlds()))
	if err != nil {
		return nil, err
	}
	var stages []*stage
	for i, w := range simulate.Worlds() {
		s, err := d.set(ctx, w, addrs[i], filepath.Join(d.data, w.Name))
		if err != nil {
			for _, other := range stages {
				err = errors.Join(err, other.server.close())
			}
			return nil, err
		}
		stages = append(stages, s)
	}
	return stages, nil
}

// serve lets the servers answer while the customers come and, where somebody
// looks, until that person has seen enough.
func (d *demonstrating) serve(ctx context.Context, stages []*stage) error {
	serving, stop := context.WithCancel(ctx)
	defer stop()
	servers, up := errgroup.WithContext(serving)
	for _, s := range stages {
		servers.Go(func() error { return s.server.run(up, nil, nil) })
	}
	d.introduce(stages)
	err := d.play(up, stages)
	if err == nil {
		d.conclude(stages)
		if d.stays() {
			d.say.line("Still serving. Ctrl-C ends it.")
			<-up.Done()
		}
	}
	stop()
	if failure := servers.Wait(); failure != nil {
		return failure
	}
	if ctx.Err() != nil {
		return nil // whoever stopped it knows
	}
	return err
}

// play lets the customers of all worlds come at once.
func (d *demonstrating) play(ctx context.Context, stages []*stage) error {
	players, playing := errgroup.WithContext(ctx)
	for _, s := range stages {
		players.Go(func() error {
			if err := s.play(playing); err != nil {
				return fmt.Errorf("%s: %w", s.world.Name, err)
			}
			return nil
		})
	}
	return players.Wait()
}

// stays reports whether the servers go on when the customers have gone.
func (d *demonstrating) stays() bool { return d.stay || d.app.terminal(d.app.out) }
