package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"proffer/offline"
	"proffer/offline/ope"
)

// print tells an evaluation as tables that fit a terminal: whether the log can
// say anything, and then what it says.
func (e *evaluating) print(out io.Writer, j *offline.Judgement) error {
	fmt.Fprintf(out, "%s: %d %ss, %d actions; policy %s; reward model %s\n\n", e.file, j.Diagnostics.Rows, j.Unit, len(j.Diagnostics.Calibration), j.Policy, j.Model)
	if err := printChecks(out, j.Diagnostics.Checks()); err != nil {
		return err
	}
	if j.Refused != "" {
		fmt.Fprintf(out, "\nNo policy should be ranked on this log. %s\n", j.Refused)
	}
	if len(j.Estimates) == 0 {
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nestimator\tvalue\tstandard error\tlower\tupper\t%s %%\n", offline.Figure(100*e.confidence))
	printEstimates(w, j.Estimates)
	fmt.Fprintf(w, "the log itself\t%s\n", j.Logged)
	if len(j.Differences) > 0 {
		fmt.Fprintf(w, "\nless the log itself\tvalue\tstandard error\tlower\tupper\t%s %%\n", offline.Figure(100*e.confidence))
		printEstimates(w, j.Differences)
	}
	return w.Flush()
}

func printEstimates(w io.Writer, all []offline.Estimated) {
	for _, x := range all {
		how := string(x.Interval)
		switch {
		case x.Note != "" && x.Lower.Known():
			how += "; " + x.Note
		case x.Note != "":
			how = x.Note
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", x.Estimator, x.Value, x.StandardError, x.Lower, x.Upper, how)
	}
}

func printDiagnostics(out io.Writer, d *ope.Diagnostics) error {
	return printChecks(out, offline.Checks(d))
}

func printChecks(out io.Writer, checks []offline.Check) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "diagnostic\tvalue\twanted")
	for _, c := range checks {
		fmt.Fprintf(w, "%s\t%s\t%s\n", c.Name, c.Value, c.Wanted)
	}
	return w.Flush()
}
