package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"proffer/internal/simulate"
)

// printSimulation tells what was learned beside what is true, in 98 columns.
func printSimulation(w io.Writer, r simulate.Report) {
	fmt.Fprintf(w, "%s: %s visits of %s customers in %g days, %s decisions, seed %d; money in %s\n",
		r.World, thousands(r.Visits), thousands(r.Customers), r.Days, thousands(r.Decisions), r.Seed, r.Currency)
	for _, g := range r.Segments {
		printSegment(w, g)
	}
	printRegret(w, r.Regret)
	printLosing(w, r.Losing)
	printConversion(w, r.Conversion)
	printCalibration(w, r.Calibration)
	printFilled(w, "Withheld by guardrails: %s.", mostFirst(r.Withheld))
	printFilled(w, "Reports: %s. A refund that comes before its accept is unmatched until then.", mostFirst(r.Feedback))
}

func printSegment(w io.Writer, g simulate.Segment) {
	if len(g.Offers) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%-24s%36s%37s\n", g.Name, "acceptance", "net value")
	fmt.Fprintf(w, "  %-22s %7s %8s %7s %8s %17s %8s %7s %6s\n", "offer", "seen", "learned", "true", "learned", "95 %", "true", "chance", "best")
	for _, c := range g.Offers {
		fmt.Fprintf(w, "  %-22s %7s %8s %7s %8.2f %17s %8.2f %7s %6s\n", c.Offer, thousands(c.Seen),
			percent(c.Accept.Mean), percent(c.Accept.True),
			c.NetValue.Mean, fmt.Sprintf("%.2f..%.2f", c.NetValue.Lower, c.NetValue.Upper), c.NetValue.True,
			perDraw(c.Could, c.Propensity), perDraw(c.Could, c.TrulyBest))
	}
}

// perDraw is a share of draws, and nothing when there were none.
func perDraw(draws int, share float64) string {
	if draws == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

func printRegret(w io.Writer, r simulate.Regret) {
	fmt.Fprintf(w, "\nRegret in true net value, mean of %s draws\n", thousands(r.Draws))
	fmt.Fprintf(w, "  %-14s %9s %9s %9s %12s %12s %12s\n", "draws", "possible", "shown", "lost", "blind loses", "share lost", "best shown")
	for _, s := range []struct {
		name string
		simulate.Stretch
	}{{"first tenth", r.First}, {"last tenth", r.Last}, {"all", r.Whole}} {
		fmt.Fprintf(w, "  %-14s %9.3f %9.3f %9.3f %12.3f %12s %12s\n", s.name, s.Best, s.Value, s.Regret, s.ByChance, percent(s.Relative()), percent(s.BestShown))
	}
}

func printLosing(w io.Writer, losing []simulate.Losing) {
	for _, l := range losing {
		printFilled(w, "%s loses money with everybody. Of the draws that could have shown it, %s did in the first tenth and %s in the last.",
			l.Offer, percent(l.First), percent(l.Last))
	}
}

func printConversion(w io.Writer, all []simulate.Conversion) {
	fmt.Fprintf(w, "\nConversion, with its standard error\n")
	for _, c := range all {
		fmt.Fprintf(w, "  %-16s %-10s %8s ± %-7s of %s visits\n", c.Placement, c.Group, percent(c.Rate()), percent(c.StandardError()), thousands(c.Visits))
	}
}

func printCalibration(w io.Writer, c simulate.Calibration) {
	printFilled(w, "Of %d offers in segments with %d views or more, the 95 %% interval contains the true acceptance in %d and the true net value in %d.",
		c.Cells, c.MinSeen, c.Accept, c.NetValue)
}

// printFilled begins a paragraph, with lines as wide as the tables.
func printFilled(w io.Writer, format string, args ...any) {
	const width = 98
	line := ""
	fmt.Fprintln(w)
	for word := range strings.FieldsSeq(fmt.Sprintf(format, args...)) {
		if line != "" && len(line)+1+len(word) > width {
			fmt.Fprintln(w, line)
			line = ""
		} else if line != "" {
			line += " "
		}
		line += word
	}
	fmt.Fprintln(w, line)
}

func percent(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }

// thousands writes a count with commas.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// mostFirst tells counts by name, the largest first.
func mostFirst[K ~string](counts map[K]int) string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b K) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		return strings.Compare(string(a), string(b))
	})
	if len(names) == 0 {
		return "nothing"
	}
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = fmt.Sprintf("%s %s", thousands(counts[name]), name)
	}
	return strings.Join(parts, ", ")
}
