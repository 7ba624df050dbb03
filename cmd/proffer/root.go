package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

const rootHelp = `Proffer decides which offer a customer should see next, or that they should see none.

It answers rank requests over HTTP, logs every decision before it is answered,
and learns from what is reported afterwards: accepts, refunds, churn, tickets
and conversions.

Every flag can be set by an environment variable as well: --log-level is
PROFFER_LOG_LEVEL. The command line has the last word.

Results go to standard output; logs, progress and errors to standard error. With
--json, standard output is one JSON document and nothing else.

Exit codes:
  0  done
  1  failed
  2  wrong usage
  3  checked, and found wanting`

const rootExamples = `  proffer check examples/skincare.yaml
  proffer serve --catalogue examples/skincare.yaml --data ./data
  proffer verify --data ./data`

// run runs one command line and returns its exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := newRoot(a)
	root.SetArgs(args)
	c, err := root.ExecuteContextC(ctx)
	code := exitCode(err)
	switch {
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		fmt.Fprintln(a.err, "proffer: interrupted")
	case err != nil:
		fmt.Fprintf(a.err, "proffer: %v\n", err)
	}
	if code == exitMisused {
		fmt.Fprintf(a.err, "Run '%s --help' for usage.\n", c.CommandPath())
	}
	return code
}

// newRoot is the command with all that is under it.
func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:               "proffer",
		Short:             "Decide which offer a customer should see next",
		Long:              rootHelp,
		Example:           rootExamples,
		PersistentPreRunE: a.readVariables,
		SilenceErrors:     true, // run tells them
		SilenceUsage:      true,
	}
	root.SetFlagErrorFunc(mistaken)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.AddCommand(newServe(a), newDemo(a), newCheck(a), newSimulate(a), newReplay(a), newEvaluate(a), newLab(a), newExport(a), newReport(a), newVerify(a), newGuardrails(a), newKeys(a), newVersion(a))
	prepare(root)
	return root
}

// prepare does for a command and all under it what holds for each of them.
func prepare(c *cobra.Command) {
	markFailures(c)
	nameVariables(c)
	for _, under := range c.Commands() {
		prepare(under)
	}
}

// group is the RunE of a command that only has others under it.
func group(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misused("unknown command %q for %q", args[0], c.CommandPath())
	}
	return c.Help()
}
