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
func printSimulation(w io.Writer, r simulated) {
	fmt.Fprintf(w, "%s: %s visits of %s customers in %g days, %s decisions, seed %d; money in %s\n",
		r.World, thousands(r.Visits), thousands(r.Customers), r.Days, thousands(r.Decisions), r.Seed, r.Currency)
	for _, g := range r.Segments {
		printSegment(w, g, true)
	}
	printRegret(w, r.Regret)
	printLosing(w, r.Losing)
	printConversion(w, r.Conversion)
	printCalibration(w, r.Calibration)
	printFilled(w, "Withheld by guardrails: %s.", mostFirst(r.Withheld))
	printFilled(w, "Reports: %s. A refund that comes before its accept is unmatched until then.", mostFirst(r.Feedback))
	printMoves(w, r.Moves)
}

func printSegment(w io.Writer, g simulate.Segment, drawn bool) {
	if len(g.Offers) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%-24s%36s%37s\n", g.Name, "acceptance", "net value")
	fmt.Fprintf(w, "  %-22s %7s %8s %7s %8s %17s %8s", "offer", "seen", "learned", "true", "learned", "95%", "true")
	if drawn {
		fmt.Fprintf(w, " %7s %6s", "chance", "best")
	}
	fmt.Fprintln(w)
	for _, c := range g.Offers {
		fmt.Fprintf(w, "  %-22s %7s %8s %7s %8.2f %17s %8.2f", c.Offer, thousands(c.Seen),
			percent(c.Accept.Mean), percent(c.Accept.True),
			c.NetValue.Mean, fmt.Sprintf("%.2f..%.2f", c.NetValue.Lower, c.NetValue.Upper), c.NetValue.True)
		if drawn {
			fmt.Fprintf(w, " %7s %6s", perDraw(c.Could, c.Propensity), perDraw(c.Could, c.TrulyBest))
		}
		fmt.Fprintln(w)
	}
}

// perDraw is a share of draws, and a dash when there were none.
func perDraw(draws int, share float64) string {
	if draws == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f%%", 100*share)
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
	printFilled(w, "Of %d offers in segments with %d views or more, the 95%% interval contains the true acceptance in %d and the true net value in %d.",
		c.Cells, c.MinSeen, c.Accept, c.NetValue)
}

// pageWidth is how wide the tables are, and so the paragraphs.
const pageWidth = 98

// printFilled prints a paragraph after an empty line.
func printFilled(w io.Writer, format string, args ...any) {
	fmt.Fprintf(w, "\n%s\n", filled("", fmt.Sprintf(format, args...)))
}

// filled breaks a text into lines of the width of a page, each with an indent.
func filled(indent, text string) string {
	var lines []string
	line := indent
	for word := range strings.FieldsSeq(text) {
		if line != indent && len(line)+1+len(word) > pageWidth {
			lines, line = append(lines, line), indent
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}

func percent(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) }

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
