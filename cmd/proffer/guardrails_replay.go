package main

import (
	"context"

	"github.com/spf13/cobra"
)

const guardrailsReplayHelp = `Make the decisions of a log again under another catalogue, and say what its
guardrails would have withheld.

Every request is decided again at its own time, with its own chance, so that a
decision changes only where the catalogue changes it. What is believed of the
offers is what the log taught: an offer that was not shown teaches nothing. What
a customer was shown, which caps count, is what the new catalogue would have
shown, and answers to offers that it would not have shown are dropped. With
--history logged, a customer was shown what the log says, as if the catalogue
had come into force for one decision at a time.

"drawn" counts what the draws came to; "expected" adds up their probabilities,
which has less luck in it.

Decisions before --from are history and not counted. The directory must not be in
use, and nothing in it is changed. All records of the log are held in memory.`

// A guarding is one run of the command.
type guarding struct {
	rehearsing
	examples int
}

func newGuardrailsReplay(a *app) *cobra.Command {
	g := &guarding{rehearsing: rehearsing{app: a}}
	c := &cobra.Command{
		Use:   "replay --data DIR --catalogue FILE",
		Short: "Say what the guardrails of another catalogue would have withheld",
		Long:  guardrailsReplayHelp,
		Example: `  proffer guardrails replay --data ./data --catalogue tighter.yaml
  proffer guardrails replay --data ./data --catalogue tighter.yaml --from 2026-03-01 --examples 20 --json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return g.run(c.Context()) },
	}
	g.flags(c.Flags())
	c.Flags().IntVar(&g.examples, "examples", 5, "changed decisions to tell in sentences")
	jsonFlag(c, &g.asJSON)
	must(c.MarkFlagRequired("data"))
	must(c.MarkFlagRequired("catalogue"))
	return c
}

func (g *guarding) run(ctx context.Context) error {
	asked, err := g.ask()
	if err != nil {
		return err
	}
	asked.Examples = g.examples
	found, err := g.rehearse(ctx, asked)
	if err != nil {
		return err
	}
	if g.asJSON {
		return printJSON(g.app.out, found)
	}
	return g.print(found)
}
