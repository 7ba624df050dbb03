package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"proffer/offline"
	"proffer/offline/rehearsal"
)

// print tells a rehearsal: what changes, whether the log can say what that earns,
// and what it says.
func (o *owning) print(r *rehearsal.Report) error {
	out, e := o.app.out, r.Earnings
	if err := o.printChanges(r); err != nil {
		return err
	}
	fmt.Fprintln(out)
	if e.Rows > 0 {
		if err := printDiagnostics(out, &e.Diagnostics); err != nil {
			return err
		}
	}
	if e.Refused != "" {
		fmt.Fprintf(out, "\nThis log cannot say what the catalogue earns. %s\n", e.Refused)
	}
	for _, m := range e.Measures {
		if err := o.printMeasure(out, &m); err != nil {
			return err
		}
	}
	return nil
}

func (o *owning) printMeasure(out io.Writer, m *rehearsal.Measured) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\n%s a decision\tvalue\tstandard error\tlower\tupper\t%s %%\n", m.Measure, offline.Figure(100*o.confidence))
	line := func(name string, x offline.Estimated) {
		how := string(x.Interval)
		if x.Note != "" {
			how = x.Note
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", name, x.Value, x.StandardError, x.Lower, x.Upper, how)
	}
	line("the log", m.Log)
	for _, x := range m.New {
		line(x.Estimator, x)
	}
	line("difference", m.Difference)
	return w.Flush()
}
