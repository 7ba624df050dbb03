package main

import "github.com/spf13/cobra"

const guardrailsHelp = `Ask a running server, or the log of a data directory, about guardrails.

docs/guardrails.md describes each of them.`

func newGuardrails(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "guardrails",
		Short: "Ask a server or a log about guardrails",
		Long:  guardrailsHelp,
		Example: `  proffer guardrails list --server http://127.0.0.1:8080
  proffer guardrails report --data ./data
  proffer guardrails replay --data ./data --catalogue tighter.yaml`,
		RunE: group,
	}
	c.AddCommand(newGuardrailsList(a), newGuardrailsReplay(a), newGuardrailsReport(a))
	return c
}
