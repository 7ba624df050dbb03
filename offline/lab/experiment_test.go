package lab

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func wheel(t *testing.T) *Task {
	t.Helper()
	task, err := Wheel(.5)
	return parsed(t, task, err)
}

func run(t *testing.T, e Experiment) *Report {
	t.Helper()
	r, err := e.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The wheel is learned: after 5,000 steps the regret is below 6 % of the uniform
// choice's; each of the five seeds has 3 to 5 %.
func TestLearnsTheWheel(t *testing.T) {
	r := run(t, Experiment{Task: wheel(t), Steps: 5_000, Seeds: 5, Seed: 1})
	for _, m := range r.Models {
		if !(m.RegretPercent > 0 && m.RegretPercent < 6) {
			t.Errorf("%s: got regret %v %%, want below 6", m.Model, m.RegretPercent)
		}
	}
}

// A seed has its regret whatever other seeds are played beside it, and has it
// again; another seed has another.
func TestSeedsDecide(t *testing.T) {
	both := run(t, Experiment{Task: wheel(t), Steps: 300, Seeds: 2, Seed: 4})
	second := run(t, Experiment{Task: wheel(t), Steps: 300, Seeds: 1, Seed: 5})
	for k, m := range both.Models {
		if diff := cmp.Diff(m.BySeed[1:], second.Models[k].BySeed); diff != "" {
			t.Errorf("%s: seed 5 beside seed 4 and alone:\n%s", m.Model, diff)
		}
		if m.BySeed[0] == m.BySeed[1] {
			t.Errorf("%s: two seeds had the same regret, %v", m.Model, m.BySeed[0])
		}
	}
}

// Until a posterior is asked, all models of a seed have made the same choices in
// the same rounds, so they have the same regret.
func TestModelsFaceTheSameRounds(t *testing.T) {
	r := run(t, Experiment{Task: wheel(t), Steps: initialPulls * wheelArms, Seeds: 3, Seed: 9})
	for _, m := range r.Models[1:] {
		if diff := cmp.Diff(r.Models[0].BySeed, m.BySeed); diff != "" {
			t.Errorf("%s and %s:\n%s", r.Models[0].Model, m.Model, diff)
		}
	}
}

// The average has the standard error of a mean, which one value cannot tell, and
// the speed is that of the clock.
func TestReport(t *testing.T) {
	if mean, spread := summarise([]float64{1, 2, 3, 6}); mean != 3 || spread == nil || math.Abs(*spread-math.Sqrt(14./12)) > 1e-15 {
		t.Errorf("got %v ± %v, want 3 ± √(14/12)", mean, spread)
	}
	if mean, spread := summarise([]float64{4}); mean != 4 || spread != nil {
		t.Errorf("got %v ± %v, want 4 and no error", mean, spread)
	}
	now, begun := time.Time{}, 0
	r := run(t, Experiment{
		Task: wheel(t), Steps: 1_100, Seeds: 2,
		Clock:    func() time.Time { now = now.Add(2 * time.Second); return now },
		Progress: func(steps int) { begun += steps },
	})
	if want := 1_100.; r.Models[0].StepsPerSecond != want {
		t.Errorf("got %v steps/s, want %v", r.Models[0].StepsPerSecond, want)
	}
	if want := 1_100 * 2 * len(Models()); begun != want {
		t.Errorf("progress heard of %d steps, want %d", begun, want)
	}
}

// What cannot be played is refused, and what is interrupted ends with an error.
func TestDoesNotRun(t *testing.T) {
	for _, e := range []struct {
		Experiment
		want string
	}{
		{Experiment{Steps: -1, Seeds: 1}, "lab: steps must be from 0 up, not -1"},
		{Experiment{Seeds: 0}, "lab: seeds must be from 1 up, not 0"},
	} {
		e.Task = wheel(t)
		if _, err := e.Run(t.Context()); err == nil || !strings.Contains(err.Error(), e.want) {
			t.Errorf("got %v, want %s", err, e.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e := Experiment{Task: wheel(t), Seeds: 1}
	if _, err := e.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
