package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"

	"proffer/offline"
	"proffer/offline/ope"
)

// print tells an evaluation as tables that fit a terminal: whether the log can
// say anything, and then what it says.
func (e *evaluating) print(out io.Writer, j *offline.Judgement) error {
	fmt.Fprintf(out, "%s: %d rows, %d actions; policy %s; reward model %s\n\n", e.file, j.Diagnostics.Rows, len(j.Diagnostics.Calibration), j.Policy, j.Model)
	if err := printDiagnostics(out, &j.Diagnostics); err != nil {
		return err
	}
	if j.Refused != "" {
		fmt.Fprintf(out, "\nNo policy should be ranked on this log. %s\n", j.Refused)
	}
	if len(j.Estimates) == 0 {
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nestimator\tvalue\tstandard error\tlower\tupper\t%s %%\n", figure(offline.Figure(100*e.confidence)))
	for _, x := range j.Estimates {
		how := string(x.Interval)
		if x.Note != "" {
			how = x.Note
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", x.Estimator, figure(x.Value), figure(x.StandardError), figure(x.Lower), figure(x.Upper), how)
	}
	return w.Flush()
}

func printDiagnostics(out io.Writer, d *ope.Diagnostics) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	line := func(what, value, want string) { fmt.Fprintf(w, "%s\t%s\t%s\n", what, value, want) }
	number := func(x float64) string { return figure(offline.Figure(x)) }
	line("diagnostic", "value", "wanted")
	line("rows matched", fmt.Sprint(d.Matched), "")
	line("effective rows", number(d.ESS), fmt.Sprintf("%d and %g %% of the matched at least", ope.LeastESS, 100*ope.LeastESSShare))
	line("mean weight", number(d.MeanWeight)+" ± "+number(d.MeanWeightSE), fmt.Sprintf("1, within %g or %d errors", ope.MostMeanOff, ope.MostMeanErrors))
	line("largest weight", number(d.MaxWeight), "")
	line("its share of all", portion(d.LargestShare), fmt.Sprintf("%g %% at most", 100*ope.MostLargestShare))
	line("share of the top 1 %", portion(d.TopShare), fmt.Sprintf("%g %% at most", 100*ope.MostTopShare))
	line("support gap", portion(d.SupportGap), fmt.Sprintf("%g %% at most", 100*ope.MostSupportGap))
	line("empty cells", portion(d.EmptyCells), fmt.Sprintf("%g %% at most", 100*ope.MostEmptyCells))
	line("least propensity", number(d.LeastPropensity), fmt.Sprintf("%g / rows at least", ope.LeastExpected))
	line("rows at it", fmt.Sprint(d.FloorHits), "")
	if c, ok := worst(d.Calibration); ok {
		line("worst calibration", fmt.Sprintf("%s ± %s, action %s", number(c.Ratio), number(c.StandardError), c.Action), fmt.Sprintf("%g at most, or within %d errors of 1", ope.MostCalibration, ope.MostCalibrationError))
	}
	return w.Flush()
}

// worst is the action that is furthest from being taken as often as its
// propensities say, measured in standard errors.
func worst(all []ope.Calibration) (ope.Calibration, bool) {
	if len(all) == 0 {
		return ope.Calibration{}, false
	}
	return slices.MaxFunc(all, func(a, b ope.Calibration) int { return cmp.Compare(errorsOff(a), errorsOff(b)) }), true
}

// errorsOff is how many standard errors an action's ratio is from 1. One that was
// never taken, or always for certain, has no error to measure by.
func errorsOff(c ope.Calibration) float64 {
	if !(c.StandardError > 0) {
		return 0
	}
	return math.Abs(c.Ratio-1) / c.StandardError
}

// portion writes a share of 1 in hundredths, to two decimals at most.
func portion(share float64) string {
	return figure(offline.Figure(math.Round(share*1e4)/1e2)) + " %"
}
