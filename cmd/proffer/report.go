package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"proffer/measure"
	"proffer/offline/export"
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
	app      *app
	data     string
	from, to string
	by       []string
	planned  int
	asJSON   bool
}

func newReport(a *app) *cobra.Command {
	r := &reporting{app: a}
	c := &cobra.Command{
		Use:     "report",
		Short:   "Report what the offers did: rates, money, conversion, regret",
		Long:    reportHelp,
		Example: reportExamples,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return r.run(c.Context()) },
	}
	f := c.Flags()
	f.StringVar(&r.data, "data", "", "data directory (required)")
	f.StringVar(&r.from, "from", "", "first moment whose decisions are counted, a date (UTC) or a time (default: all)")
	f.StringVar(&r.to, "to", "", "first moment whose decisions are not any more (default: none)")
	f.StringSliceVar(&r.by, "by", nil, "a row for each offer, placement, segment, trigger or day, or for each pair of two")
	f.IntVar(&r.planned, "planned-customers", measure.DefaultPlanned, "new customers to compare by plan, at which the interval of incremental revenue is narrowest")
	must(c.MarkFlagRequired("data"))
	jsonFlag(c, &r.asJSON)
	return c
}

func (r *reporting) run(ctx context.Context) error {
	q, err := r.question()
	if err != nil {
		return misused("%w", err)
	}
	if err := isStore(r.data); err != nil {
		return err
	}
	var found *measure.Report
	err = r.app.recall(ctx, r.data, "GET /v1/report", func(past *watched) (err error) {
		if past.Policy() == nil {
			return fmt.Errorf("%s: no catalogue ever served from it", r.data)
		}
		q.Currency = past.Policy().Currency
		found, err = measure.Measure(ctx, past, q)
		return err
	})
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
	if q.From, err = export.ParseMoment(r.from); err != nil {
		return q, fmt.Errorf("--from %s: %w", r.from, err)
	}
	if q.To, err = export.ParseMoment(r.to); err != nil {
		return q, fmt.Errorf("--to %s: %w", r.to, err)
	}
	if q.By, err = measure.ParseDimensions(r.by); err != nil {
		return q, fmt.Errorf("--by %s: %w", strings.Join(r.by, ","), err)
	}
	if r.planned < 1 {
		return q, fmt.Errorf("--planned-customers %d: must be at least 1", r.planned)
	}
	q.Planned = r.planned
	return q, q.Validate()
}
