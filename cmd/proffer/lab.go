package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"proffer/offline/lab"
)

const labHelp = `Measure how well the posteriors learn, on tasks whose figures are published.

A task is a bandit by the protocol of Riquelme, Tucker and Snoek 2018, Deep
Bayesian Bandits Showdown:

  mushroom  eat or leave: safe +5, poisonous -35 or +5 at even odds, left 0;
            50,000 draws with replacement (UCI 73)
  shuttle   name one of seven classes, 1 if right; 43,500 rows (UCI 148)
  wheel     five arms over the unit disc: 1.2 for the first, 1.0 for the others,
            50 for one in each quarter outside radius --delta; 80,000 steps

full_posterior is the protocol's LinFullPost: for each arm a linear regression
with Normal-Inverse-Gamma prior a0 = b0 = 6, λ = 0.25, an intercept, and two
initial pulls. serving_default is the same prior served as a catalogue does that
does not say: a flat and a full model averaged by their evidence, posterior_scale
0.6. It explores less, which pays where what is seen tells arms apart at once,
and costs much where a rare payment has to be found.

Regret is that of the expected rewards, in percent of what choosing uniformly has
on the same rounds, averaged over seeds; ± is one standard error.`

const labExamples = `  proffer lab --task wheel --delta 0.95 --seeds 5
  proffer lab --task shuttle --data shuttle.trn.gz --seeds 10
  proffer lab --task mushroom --data mushroom.data.gz --steps 5000 --json`

// A measuring is one run of the command.
type measuring struct {
	app        *app
	task       string
	file       string
	delta      float64
	experiment lab.Experiment
	asJSON     bool
}

func newLab(a *app) *cobra.Command {
	m := &measuring{app: a}
	c := &cobra.Command{
		Use:     "lab --task mushroom|shuttle|wheel",
		Short:   "Measure how well the posteriors learn, on published tasks",
		Long:    labHelp,
		Example: labExamples,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return m.run(c) },
	}
	f, e := c.Flags(), &m.experiment
	f.StringVar(&m.task, "task", "", "the task: mushroom, shuttle or wheel")
	f.StringVar(&m.file, "data", "", "the data of mushroom or shuttle as UCI has them, also gzipped")
	f.Float64Var(&m.delta, "delta", .5, "radius of the wheel within which the first arm is best")
	f.IntVar(&e.Steps, "steps", 0, "rounds to play; 0 is as many as the protocol")
	f.IntVar(&e.Seeds, "seeds", 5, "how often to play, each time with the next seed")
	f.Uint64Var(&e.Seed, "seed", 1, "the first seed of all chance")
	jsonFlag(c, &m.asJSON)
	must(c.MarkFlagRequired("task"))
	return c
}

func (m *measuring) run(c *cobra.Command) (err error) {
	if err := m.check(c.Flags().Changed("delta")); err != nil {
		return err
	}
	if m.experiment.Task, err = m.open(); err != nil {
		return err
	}
	report, err := m.measure(c.Context())
	if err != nil {
		return err
	}
	if m.asJSON {
		return printJSON(m.app.out, report)
	}
	return m.print(report)
}

// check refuses flags that do not go together.
func (m *measuring) check(delta bool) error {
	if err := m.experiment.Validate(); err != nil {
		return misused("%w", err)
	}
	switch m.task {
	case "wheel":
		if m.file != "" {
			return misused("the wheel is drawn, and takes no --data")
		}
		if _, err := lab.Wheel(m.delta); err != nil {
			return misused("%w", err)
		}
	case "mushroom", "shuttle":
		if m.file == "" {
			return misused("task %s needs its --data", m.task)
		}
		if delta {
			return misused("--delta is the wheel's")
		}
	default:
		return misused("no task is called %q: there are mushroom, shuttle and wheel", m.task)
	}
	return nil
}

// open makes the task, from its data where it has any.
func (m *measuring) open() (task *lab.Task, err error) {
	if m.task == "wheel" {
		return lab.Wheel(m.delta)
	}
	f, err := openTable(m.file)
	if err != nil {
		return nil, err
	}
	parse := map[string]func(io.Reader) (*lab.Task, error){"mushroom": lab.Mushroom, "shuttle": lab.Shuttle}
	task, err = parse[m.task](f)
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", m.file, err)
	}
	return task, nil
}

// measure runs the experiment with a progress bar.
func (m *measuring) measure(ctx context.Context) (*lab.Report, error) {
	bar := m.app.progress("playing")
	defer bar.end()
	e, done := &m.experiment, 0
	e.Clock = m.app.now
	e.Progress = func(steps int) {
		done += steps
		bar.rows(done, e.Rounds())
	}
	return e.Run(ctx)
}

// print tells a report as a table.
func (m *measuring) print(r *lab.Report) error {
	fmt.Fprintf(m.app.out, "%s: %s steps, seeds %d to %d\n", r.Task, thousands(r.Steps), r.Seed, r.Seed+uint64(r.Seeds)-1)
	w := tabwriter.NewWriter(m.app.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "model\tregret, % of uniform\tsteps/s")
	for _, x := range r.Models {
		spread := ""
		if x.StandardError != nil {
			spread = fmt.Sprintf(" ± %.2f", *x.StandardError)
		}
		fmt.Fprintf(w, "%s\t%.2f%s\t%.0f\n", x.Model, x.RegretPercent, spread, x.StepsPerSecond)
	}
	return w.Flush()
}
