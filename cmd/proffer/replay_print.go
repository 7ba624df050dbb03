package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"proffer/offline"
)

// print tells a replay as a table that fits a terminal.
func (r *replaying) print(report *offline.Report) error {
	s := r.replay.Survey
	fmt.Fprintf(r.app.out, "%s: %d rows, %d actions, propensity %s; reward %s, mean %s, sd %s\n",
		r.file, s.Rows, len(s.Actions), r.propensities(), r.table.Columns.Reward,
		offline.Figure(s.Reward.Mean()), offline.Figure(s.Reward.SD()))
	fmt.Fprintln(r.app.out, r.method())
	w := tabwriter.NewWriter(r.app.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nstrategy\trows\tmatched\tmean reward\tlast 30 %\trows/s\tshares")
	for _, x := range report.Strategies {
		fmt.Fprintf(w, "%s\t%d\t%d\t%s ± %s\t%s\t%s\t%s\n", x.Strategy, x.Rows, x.Matched,
			x.MeanReward, x.StandardError, x.Last30Percent, speed(x.RowsPerSecond), shares(x.Shares))
	}
	best := report.BestFixed
	fmt.Fprintf(w, "best fixed\t\t\t%s ± %s\t\t\talways %s\n", best.MeanReward, best.StandardError, best.Action)
	return w.Flush()
}

func (r *replaying) propensities() string {
	s := r.replay.Survey
	least, most := offline.Figure(s.MinPropensity).String(), offline.Figure(s.MaxPropensity).String()
	if least == most {
		return least
	}
	return least + " to " + most
}

func (r *replaying) method() string {
	text := "one pass in the table's own order"
	if n := r.replay.Shuffles; n > 0 {
		text = fmt.Sprintf("%d shuffles", n)
	}
	return fmt.Sprintf("%s, seed %d; ± is one standard error", text, r.replay.Seed)
}

func speed(f offline.Figure) string {
	if !f.Known() {
		return "-"
	}
	return strconv.FormatFloat(float64(f), 'f', 0, 64)
}

// mostShares is how many actions a line has room for.
const mostShares = 4

// shares tells the actions that were chosen most.
func shares(all map[string]float64) string {
	names := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(all[b], all[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, name := range names[:min(len(names), mostShares)] {
		parts = append(parts, fmt.Sprintf("%s %.0f%%", name, 100*all[name]))
	}
	if more := len(names) - mostShares; more > 0 {
		parts = append(parts, fmt.Sprintf("%d more", more))
	}
	return strings.Join(parts, ", ")
}
