package main

import "github.com/spf13/cobra"

const guardrailsHelp = `Ask the log of a data directory about guardrails.

docs/guardrails.md describes each of them.`

func newGuardrails(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "guardrails",
		Short: "Ask a log about guardrails",
		Long:  guardrailsHelp,
		Example: `  proffer guardrails report --data ./data
  proffer guardrails replay --data ./data --catalogue tighter.yaml`,
		RunE: group,
	}
	c.AddCommand(newGuardrailsReplay(a), newGuardrailsReport(a))
	return c
}
