package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"proffer/measure"
)

const guardrailsReportHelp = `Say what the guardrails of a data directory withheld, and what that is believed to have cost.

For every decision in which a guardrail withheld offers, the distribution is
computed again from the logged scores, as if the offers had stayed. "would show"
is how many of them would have been shown, expected; "forgone" is the net value
that was not earned for it, and negative where the guardrail saved money.

Scores are what was believed when each decision was made. What is withheld is
never seen, so they are all there is. An offer that several guardrails would have
withheld is on the account of the first in the catalogue; "all" is without any.

The directory must not be in use: a running server answers GET
/v1/guardrails?cost=true. Nothing in it is changed.`

// A costing is one run of the command.
type costing struct{ period }

func newGuardrailsReport(a *app) *cobra.Command {
	g := &costing{period{app: a}}
	c := &cobra.Command{
		Use:   "report --data DIR",
		Short: "Say what the guardrails withheld, and what that is believed to have cost",
		Long:  guardrailsReportHelp,
		Example: `  proffer guardrails report --data ./data
  proffer guardrails report --data ./data --from 2026-03-01 --json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return g.run(c.Context()) },
	}
	g.flags(c)
	return c
}

func (g *costing) run(ctx context.Context) error {
	q, err := g.question()
	if err != nil {
		return misused("%w", err)
	}
	found, err := answered(ctx, &g.period, "GET /v1/guardrails?cost=true", q, measure.GuardrailCosts)
	switch {
	case err != nil:
		return err
	case g.asJSON:
		return printJSON(g.app.out, found)
	}
	return printCosts(g.app.out, found)
}

func printCosts(out io.Writer, c *measure.Costs) error {
	fmt.Fprintf(out, "Decisions from %s to %s, as of %s: %s. Money in %s.\n\n", bound(c.From, "the first"), bound(c.To, "the last"),
		bound(c.At, "an empty log"), thousands(c.Decisions), c.Currency)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "guardrail\twithheld\tunscored\tdecisions\tchanged\twould show\tforgone\t95 %")
	line := func(name string, g *measure.Cost) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%.1f\t%s\t%s\n", name, thousands(g.Withheld), thousands(g.Unscored),
			thousands(g.Decisions), thousands(g.Changed), g.Shows, estimated(g.Forgone, 1, ""), range95(g.Forgone, 1, ""))
	}
	for i := range c.Guardrails {
		line(c.Guardrails[i].Guardrail, &c.Guardrails[i])
	}
	line("all", &c.Total)
	if err := w.Flush(); err != nil {
		return err
	}
	printFilled(out, "%s", c.Basis)
	return nil
}
