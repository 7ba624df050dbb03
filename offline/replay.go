package offline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"proffer/policy"
)

// A Replay runs learning policies over a table that was surveyed.
type Replay struct {
	Table      *Table
	Survey     *Survey
	Strategies []string         // nil: Usual()
	Shuffles   int              // 0: once, in the table's own order, without holding it in memory
	Seed       uint64           // of the orders, the coins and the policies' draws
	Prefix     string           // of the names in the catalogue; empty: replay
	Player     Player           // plays all runs; nil: an engine of its own for each
	Workers    int              // runs at once; 0: one
	Clock      func() time.Time // to measure rows per second; nil: they are not known
	Progress   func(rows int)   // told how many more rows were dealt with; nil: nobody
}

// Usual are the strategies that are worth a look on any table.
func Usual() []string {
	return []string{"uniform", "greedy", "beta_thompson", "thompson", "epsilon_greedy", "linucb"}
}

// Report is what a replay found.
type Report struct {
	Strategies []Result  `json:"strategies"`
	BestFixed  BestFixed `json:"best_fixed"`
}

// BestFixed is the action that would have been the best to take always.
type BestFixed struct {
	Action        string `json:"action"`
	MeanReward    Figure `json:"mean_reward"`
	StandardError Figure `json:"standard_error"`
}

// Runs are all runs of the replay, strategy by strategy.
func (p *Replay) Runs() []Run {
	prefix := p.Prefix
	if prefix == "" {
		prefix = "replay"
	}
	first, last := 1, p.Shuffles
	if p.Shuffles == 0 {
		first = 0
	}
	var runs []Run
	for _, strategy := range p.strategies() {
		for n := first; n <= last; n++ {
			runs = append(runs, Run{Name: fmt.Sprintf("%s-%s-%d", prefix, strategy, n), Strategy: strategy, Shuffle: n})
		}
	}
	return runs
}

func (p *Replay) strategies() []string {
	if len(p.Strategies) == 0 {
		return Usual()
	}
	return p.Strategies
}

// Rows is how many rows the whole replay deals with.
func (p *Replay) Rows() int { return len(p.Runs()) * p.Survey.Rows }

// Validate reports what of a replay's own settings cannot be.
func (p *Replay) Validate() error {
	for i, name := range p.strategies() {
		if !slices.Contains(policy.Strategies(), name) {
			return fmt.Errorf("offline: no strategy is called %q%s", name, suggestion(name, policy.Strategies()))
		}
		if slices.Contains(p.strategies()[:i], name) {
			return fmt.Errorf("offline: strategy %q is named twice", name)
		}
	}
	if p.Shuffles < 0 {
		return fmt.Errorf("offline: %d shuffles are fewer than none", p.Shuffles)
	}
	return nil
}

// Run replays the table with every strategy.
func (p *Replay) Run(ctx context.Context) (*Report, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	tallies, err := p.tallies(ctx)
	if err != nil {
		return nil, err
	}
	report := &Report{}
	for i, strategy := range p.strategies() {
		each := max(p.Shuffles, 1)
		sum := tally{chosen: make([]int, len(p.Survey.Actions))}
		for _, t := range tallies[i*each : (i+1)*each] {
			sum.merge(t)
		}
		report.Strategies = append(report.Strategies, sum.result(p.Survey, strategy, each))
	}
	best := p.Survey.Best()
	report.BestFixed = BestFixed{Action: best.Name, MeanReward: Figure(best.Mean.Mean()), StandardError: Figure(best.Mean.StandardError())}
	return report, nil
}

func (p *Replay) tallies(ctx context.Context) ([]*tally, error) {
	if p.Shuffles == 0 {
		return p.inOrder(ctx)
	}
	return p.shuffled(ctx)
}

// shuffled holds the table in memory, and lets each run take it in its own order.
func (p *Replay) shuffled(ctx context.Context) ([]*tally, error) {
	b, err := p.Survey.load(p.Table)
	if err != nil {
		return nil, err
	}
	runs, progress := p.Runs(), p.progress()
	tallies := make([]*tally, len(runs))
	return tallies, p.each(ctx, len(runs), func(ctx context.Context, i int) error {
		c, err := p.begin(runs[i])
		if err != nil {
			return err
		}
		order := rand.New(stream(p.Seed, runs[i], "order")).Perm(b.rows())
		tallies[i] = &c.tally
		return c.walk(ctx, b, order, p.clock, progress)
	})
}

// inOrder reads the table once, a block at a time, and lets all runs take each block.
func (p *Replay) inOrder(ctx context.Context) (tallies []*tally, err error) {
	runs := p.Runs()
	courses := make([]*course, len(runs))
	for i, run := range runs {
		if courses[i], err = p.begin(run); err != nil {
			return nil, err
		}
		tallies = append(tallies, &courses[i].tally)
	}
	r, err := p.Table.open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	b, progress := p.Survey.newBlock(chunk), p.progress()
	for ended := false; !ended; b.reset() {
		if err := p.Survey.fill(b, r, chunk); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		ended = b.rows() < chunk
		err := p.each(ctx, len(courses), func(ctx context.Context, i int) error {
			return courses[i].walk(ctx, b, nil, p.clock, progress)
		})
		if err != nil {
			return nil, err
		}
	}
	return tallies, nil
}

// begin makes a run ready to take its first row.
func (p *Replay) begin(run Run) (*course, error) {
	player := p.Player
	if player == nil {
		own, err := play(p.Survey.Catalogue(run), stream(p.Seed, run, "draw"))
		if err != nil {
			return nil, err
		}
		player = own
	}
	return p.Survey.newCourse(run, p.Seed, player), nil
}

func (p *Replay) clock() time.Time {
	if p.Clock == nil {
		return moment
	}
	return p.Clock()
}

// progress makes one teller of what several workers report.
func (p *Replay) progress() func(rows int) {
	if p.Progress == nil {
		return func(int) {}
	}
	var mu sync.Mutex
	return func(rows int) {
		mu.Lock()
		defer mu.Unlock()
		p.Progress(rows)
	}
}

// each calls fn for 0 to n−1, by several workers. It returns when all are done,
// with the first error, which ends the others.
func (p *Replay) each(ctx context.Context, n int, fn func(ctx context.Context, i int) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	jobs := make(chan int, n)
	for i := range n {
		jobs <- i
	}
	close(jobs)
	var workers sync.WaitGroup
	for range min(max(p.Workers, 1), n) {
		workers.Go(func() {
			for i := range jobs {
				if ctx.Err() != nil {
					return
				}
				if err := fn(ctx, i); err != nil {
					stop(err)
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}
