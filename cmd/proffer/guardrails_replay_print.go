package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"proffer/offline/rehearsal"
)

// print tells a rehearsal of guardrails: what changes, what withheld it, what is
// shown instead, day by day, and a few decisions in sentences.
func (g *guarding) print(r *rehearsal.Report) error {
	out := g.app.out
	if err := g.printChanges(r); err != nil {
		return err
	}
	for _, table := range []func(io.Writer, *rehearsal.Report){printRules, printOffers, printDays} {
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		table(w, r)
		if err := w.Flush(); err != nil {
			return err
		}
	}
	for _, x := range r.Examples {
		fmt.Fprintf(out, "\n%s %s, %s: %s, by the %s\n", x.Time.Format(time.RFC3339), x.Decision, x.Placement, changeWords[x.Change], x.Step)
		fmt.Fprintf(out, "  log: %s\n  new: %s\n", x.Log.Sentence, x.New.Sentence)
	}
	return nil
}

var changeWords = map[rehearsal.Change]string{
	rehearsal.Same: "the same", rehearsal.Other: "another offer", rehearsal.NowNone: "nothing any more", rehearsal.NowSome: "something now",
}

// printChanges is how every rehearsal begins.
func (r *rehearsing) printChanges(found *rehearsal.Report) error {
	out := r.app.out
	fmt.Fprintf(out, "%s under %s, policy version %s: %s made again\n", r.data, r.catalogue, found.PolicyVersion, count(found.Decisions, "decision"))
	fmt.Fprintf(out, "customers were shown what %s\n", historyWords[found.History])
	printRefusals(out, found)
	printDropped(out, &found.Feedback)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nwhat is shown\tdecisions\tshare")
	c := &found.Changes
	for _, line := range []struct {
		kind rehearsal.Change
		n    int
	}{{rehearsal.Same, c.Same}, {rehearsal.Other, c.Other}, {rehearsal.NowNone, c.NowNone}, {rehearsal.NowSome, c.NowSome}} {
		fmt.Fprintf(w, "%s\t%d\t%s\n", changeWords[line.kind], line.n, portion(line.n, found.Decisions))
	}
	for _, step := range rehearsal.Steps() {
		if n := c.At[step]; n > 0 {
			fmt.Fprintf(w, "changed by the %s\t%d\t%s\n", step, n, portion(n, found.Decisions))
		}
	}
	return w.Flush()
}

var historyWords = map[rehearsal.History]string{
	rehearsal.Own:    "the new catalogue would have shown them",
	rehearsal.Logged: "the log says",
}

// portion writes a part of a whole in hundredths.
func portion(part, all int) string {
	if all == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f %%", 100*float64(part)/float64(all))
}

func printRefusals(out io.Writer, found *rehearsal.Report) {
	if found.Refused == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s could not be answered by the new catalogue, and counted nowhere below:\n", count(found.Refused, "request"))
	for _, x := range found.Refusals {
		fmt.Fprintf(out, "  %d: %s\n", x.Decisions, x.Reason)
	}
}

// printDropped says which answers are about what only the log showed.
func printDropped(out io.Writer, f *rehearsal.Feedback) {
	var parts []string
	dropped := 0
	for _, what := range slices.Sorted(maps.Keys(f.Dropped)) {
		parts = append(parts, count(f.Dropped[what], strings.ReplaceAll(string(what), "_", " ")))
		dropped += f.Dropped[what]
	}
	if dropped > 0 {
		fmt.Fprintf(out, "%s carried over; %s not, being about what only the log showed\n", count(f.Carried, "report"), strings.Join(parts, ", "))
	}
}

func printRules(w io.Writer, r *rehearsal.Report) {
	if len(r.Guardrails) == 0 {
		return
	}
	fmt.Fprintln(w, "\nguardrail\ttype\twithheld in the log\tby the new")
	for _, g := range r.Guardrails {
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\n", g.Name, g.Type, g.Withheld.Log, g.Withheld.New)
	}
}

func printOffers(w io.Writer, r *rehearsal.Report) {
	fmt.Fprintln(w, "\noffer\tdrawn in the log\tby the new\texpected in the log\tby the new")
	for _, o := range r.Offers {
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%s\n", o.Offer, o.Shown.Log, o.Shown.New, tenths(o.Expected.Log), tenths(o.Expected.New))
	}
}

// mostDays is how many days a table has room for.
const mostDays = 31

func printDays(w io.Writer, r *rehearsal.Report) {
	days := r.Days[max(len(r.Days)-mostDays, 0):]
	fmt.Fprintln(w, "\nday\tdecisions\tchanged\tshown in the log\tby the new\twithheld in the log\tby the new")
	if earlier := len(r.Days) - len(days); earlier > 0 {
		fmt.Fprintf(w, "(%s before)\t\t\t\t\t\t\n", count(earlier, "day"))
	}
	for _, d := range days {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\n", d.Day, d.Decisions, d.Changed, d.Shown.Log, d.Shown.New, d.Withheld.Log, d.Withheld.New)
	}
}

// tenths writes an expected number.
func tenths(x float64) string { return fmt.Sprintf("%.1f", x) }
