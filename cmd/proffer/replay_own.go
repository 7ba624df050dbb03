package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"proffer/offline/ope"
	"proffer/offline/rehearsal"
)

const replayOwnHelp = `With --data and --catalogue, and without --table, the decisions of the directory's
own log are made again under that catalogue, as proffer guardrails replay does, and
what it would have earned is estimated: a decision counts by how much likelier the
catalogue makes what was shown, p_new/p_log, over all slots of its slate. Showing
nothing earns nothing, and needs no weight where the log could not do so. dr takes
what was believed at the time as its model; "difference" is that of dr from the
log. Each decision is weighed by itself: that what is shown to a customer changes
what the same customer asks for and answers later is left out. Where the log
hardly went there is no estimate, the reasons are told, and the command ends with
3; --force estimates all the same.`

const replayOwnExamples = `  proffer replay --data ./data --catalogue next.yaml
  proffer replay --data ./data --catalogue next.yaml --from 2026-03-01 --estimators snips,dr --json`

// An owning is one run of the command over the log of a data directory.
type owning struct {
	rehearsing
	estimators []string
	interval   string
	confidence float64
	force      bool
}

func (o *owning) flags(f *pflag.FlagSet) {
	o.rehearsing.flags(f)
	f.StringSliceVar(&o.estimators, "estimators", nil, "with --data: estimators, with commas between (default ips, snips, dr)")
	f.StringVar(&o.interval, "interval", string(ope.Normal), "with --data: how intervals are found: normal, student_t or anytime")
	f.Float64Var(&o.confidence, "confidence", .95, "with --data: share of the intervals that hold the truth")
	f.BoolVar(&o.force, "force", false, "with --data: estimate although the diagnostics refuse it")
}

// needs refuses a command line that leaves out a flag, in cobra's words: which
// flags are required depends on another.
func needs(c *cobra.Command, names ...string) error {
	var missing []string
	for _, name := range names {
		if !c.Flags().Changed(name) {
			missing = append(missing, fmt.Sprintf("%q", name))
		}
	}
	if len(missing) > 0 {
		return misused("required flag(s) %s not set", strings.Join(missing, ", "))
	}
	return nil
}

func (o *owning) run(c *cobra.Command) error {
	if err := needs(c, "catalogue"); err != nil {
		return err
	}
	asked, err := o.ask()
	if err != nil {
		return err
	}
	asked.Worth = &rehearsal.Worth{Estimators: o.estimators, Interval: ope.Method(o.interval), Alpha: 1 - o.confidence, Force: o.force}
	found, err := o.rehearse(c.Context(), asked)
	if err != nil {
		return err
	}
	if o.asJSON {
		err = printJSON(o.app.out, found)
	} else {
		err = o.print(found)
	}
	if e := found.Earnings; err == nil && e.Refused != "" && (!o.force || e.Rows == 0) {
		err = wanting("%s is refused: %s", o.data, e.Refused)
	}
	return err
}
