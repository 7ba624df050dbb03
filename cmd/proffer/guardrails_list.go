package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"proffer/internal/client"
	"proffer/policy"
)

const guardrailsListHelp = `List how the breakers, budgets and switches of a running server stand.

A breaker has a state, the evidence of harm beside the evidence that proves it,
both as natural logarithms, and what moved it last. Budgets count offers, or the
money of discounts or prices.`

// A listing is one run of the command.
type listing struct {
	app         *app
	server, key string
	asJSON      bool
}

func newGuardrailsList(a *app) *cobra.Command {
	l := &listing{app: a}
	c := &cobra.Command{
		Use:   "list",
		Short: "List how breakers, budgets and switches stand",
		Long:  guardrailsListHelp,
		Example: `  proffer guardrails list
  PROFFER_KEY=$(cat admin.key) proffer guardrails list --server https://offers.example.com`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return l.run(c.Context()) },
	}
	c.Flags().StringVar(&l.server, "server", "http://127.0.0.1:8080", "URL of a running proffer serve")
	c.Flags().StringVar(&l.key, "key", "", "key of that server, with the scope admin:read")
	jsonFlag(c, &l.asJSON)
	return c
}

func (l *listing) run(ctx context.Context) error {
	server := client.New(l.server, l.key)
	defer server.Close()
	text, err := server.Guardrails(ctx)
	if err != nil {
		return err
	}
	if l.asJSON {
		return printJSON(l.app.out, verbatim(text))
	}
	var found standings
	if err := readJSON(text, &found); err != nil {
		return fmt.Errorf("reply of %s: %w", l.server, err)
	}
	return found.print(l.app.out)
}

// standings are what is read of a server's guardrails.
type standings struct {
	Breakers []struct {
		Guardrail, Scope, State, Reason, Detail, By string

		Since    time.Time
		Evidence struct {
			LogR         *float64 `json:"log_r"`
			LogThreshold float64  `json:"log_threshold"`
		}
	}
	Budgets []struct {
		Guardrail, Of, Pot, Currency string
		Spent, Max                   int64
	}
	Switches []struct {
		Scope, State, Reason, By string
		Since                    time.Time
	}
}

func (s *standings) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "breaker\tscope\tstate\tsince\tevidence\tproof at\twhy")
	for _, b := range s.Breakers {
		evidence := "-"
		if b.Evidence.LogR != nil {
			evidence = strconv.FormatFloat(*b.Evidence.LogR, 'f', 1, 64)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%.1f\t%s\n", b.Guardrail, b.Scope, b.State, b.Since.Format(time.RFC3339),
			evidence, b.Evidence.LogThreshold, why(b.By, b.Reason, b.Detail))
	}
	fmt.Fprintln(w, "\nbudget\tpot\ttaken\tlimit\tcounts")
	for _, b := range s.Budgets {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", b.Guardrail, dash(b.Pot), amount(b.Spent, b.Currency), amount(b.Max, b.Currency), b.Of)
	}
	fmt.Fprintln(w, "\nswitch\tstate\tsince\twhy")
	for _, b := range s.Switches {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", b.Scope, b.State, b.Since.Format(time.RFC3339), why(b.By, "", b.Reason))
	}
	return w.Flush()
}

// amount is a number of offers, or money in a currency.
func amount(n int64, code string) string {
	if code == "" {
		return strconv.FormatInt(n, 10)
	}
	currency, err := policy.ParseCurrency(code)
	if err != nil { // of a newer server: we do not know how many decimals it has
		return fmt.Sprintf("%d minor units of %s", n, code)
	}
	return currency.Format(n) + " " + code
}

// why is the sentence behind a state, and whose it is; what has no sentence has
// a code.
func why(by, code, sentence string) string {
	switch {
	case sentence == "":
		return code
	case by == "":
		return sentence
	}
	return by + ": " + sentence
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
