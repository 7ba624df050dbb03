package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"proffer/measure"
)

const reportHelp = `Report what the offers of a data directory did.

Who saw and accepted them, what they brought in net of refunds, what they did to
conversion against the control, what customers brought over the holdout, what is
regretted afterwards, and how much of all that is still to come. Intervals are
at 95 %, and are left out where there is too little to give one. docs/report.md
says how each figure is found.

Every figure belongs to the decisions of the period, whenever what became of them
was reported; what is told as of now is as of the log's last event.

The directory must not be in use: a running server reports of its own with GET
/v1/report. Nothing in it is changed.`

const reportExamples = `  proffer report --data ./data
  proffer report --data ./data --from 2026-03-01 --to 2026-04-01 --by placement
  proffer report --data ./data --by offer,segment --json`

// A reporting is one run of the command.
type reporting struct {
	period
	by      []string
	planned int
}

func newReport(a *app) *cobra.Command {
	r := &reporting{period: period{app: a}}
	c := &cobra.Command{
		Use:     "report",
		Short:   "Report what the offers did: rates, money, conversion, regret",
		Long:    reportHelp,
		Example: reportExamples,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return r.run(c.Context()) },
	}
	r.flags(c)
	f := c.Flags()
	f.StringSliceVar(&r.by, "by", nil, "a row for each offer, placement, segment, trigger or day, or for each pair of two")
	f.IntVar(&r.planned, "planned-customers", measure.DefaultPlanned, "new customers to compare by plan, at which the interval of incremental revenue is narrowest")
	return c
}

func (r *reporting) run(ctx context.Context) error {
	q, err := r.question()
	if err != nil {
		return misused("%w", err)
	}
	found, err := answered(ctx, &r.period, "GET /v1/report", q, measure.Measure)
	switch {
	case err != nil:
		return err
	case r.asJSON:
		return printJSON(r.app.out, found)
	}
	return printReport(r.app.out, found)
}

// question reads the flags, and names the first that says nothing.
func (r *reporting) question() (q measure.Question, err error) {
	if q, err = r.period.question(); err != nil {
		return q, err
	}
	if q.By, err = measure.ParseDimensions(r.by); err != nil {
		return q, fmt.Errorf("--by %s: %w", strings.Join(r.by, ","), err)
	}
	if q.Planned = r.planned; q.Planned < 1 {
		return q, fmt.Errorf("--planned-customers %d: must be at least 1", r.planned)
	}
	return q, nil
}
