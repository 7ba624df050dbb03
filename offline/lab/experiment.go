package lab

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// An Experiment plays a task with every model, as often as there are seeds.
type Experiment struct {
	Task *Task
	// Steps is how many rounds are played; 0 means as many as the protocol does.
	Steps int
	// Seeds is how many times a task is played, from Seed on.
	Seeds int
	Seed  uint64
	// Clock tells the time, for the speed; nil: no speed is told.
	Clock func() time.Time
	// Progress hears of steps as they begin, of Rounds in all; nil: nobody listens.
	Progress func(steps int)
}

// Validate reports the first reason why e cannot run.
func (e *Experiment) Validate() error {
	if !(e.Steps >= 0) {
		return fmt.Errorf("lab: steps must be from 0 up, not %d", e.Steps)
	}
	if !(e.Seeds >= 1) {
		return fmt.Errorf("lab: seeds must be from 1 up, not %d", e.Seeds)
	}
	return nil
}

// Rounds is how many steps all models play together.
func (e *Experiment) Rounds() int { return e.steps() * e.Seeds * len(Models()) }

func (e *Experiment) steps() int {
	if e.Steps == 0 {
		return e.Task.Steps
	}
	return e.Steps
}

// Run plays. It ends early, with an error, when ctx does.
func (e *Experiment) Run(ctx context.Context) (*Report, error) {
	if err := e.Validate(); err != nil {
		return nil, err
	}
	report := &Report{Task: e.Task.Name, Steps: e.steps(), Seeds: e.Seeds, Seed: e.Seed}
	for _, m := range Models() {
		result, err := e.measure(ctx, m)
		if err != nil {
			return nil, fmt.Errorf("lab: %s: %s: %w", e.Task.Name, m.Name, err)
		}
		report.Models = append(report.Models, result)
	}
	return report, nil
}

// measure plays the task with one model, once for every seed.
func (e *Experiment) measure(ctx context.Context, m Model) (Result, error) {
	result := Result{Model: m.Name}
	watch := e.stopwatch()
	for k := range e.Seeds {
		percent, err := e.play(ctx, m, e.Seed+uint64(k))
		if err != nil {
			return Result{}, err
		}
		result.BySeed = append(result.BySeed, percent)
	}
	if took := watch(); took > 0 {
		result.StepsPerSecond = float64(e.steps()*e.Seeds) / took.Seconds()
	}
	result.RegretPercent, result.StandardError = summarise(result.BySeed)
	return result, nil
}

func (e *Experiment) stopwatch() func() time.Duration {
	if e.Clock == nil {
		return func() time.Duration { return 0 }
	}
	start := e.Clock()
	return func() time.Duration { return e.Clock().Sub(start) }
}

// The streams of a seed: the world's chance is not the model's, so that what a
// model draws changes nothing in the rounds that come.
const (
	worldStream = iota
	modelStream
)

// lookEvery is how many steps pass between two looks at whether to go on.
const lookEvery = 1024

// play returns the regret of one seed in percent of the uniform choice's.
func (e *Experiment) play(ctx context.Context, m Model, seed uint64) (percent float64, err error) {
	l, err := m.learner(e.Task, rand.New(rand.NewPCG(seed, modelStream)))
	if err != nil {
		return 0, err
	}
	next := e.Task.deal(rand.New(rand.NewPCG(seed, worldStream)))
	r := round{mean: make([]float64, e.Task.Arms), paid: make([]float64, e.Task.Arms)}
	var regret, uniform float64
	for step := range e.steps() {
		if step%lookEvery == 0 {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			e.tell(min(lookEvery, e.steps()-step))
		}
		next(&r)
		a := l.choose(step, r.x)
		regret += r.regret(a)
		uniform += r.uniform()
		if err := l.learn(a, r.x, r.paid[a]); err != nil {
			return 0, err
		}
	}
	return 100 * regret / uniform, nil
}

func (e *Experiment) tell(steps int) {
	if e.Progress != nil {
		e.Progress(steps)
	}
}
