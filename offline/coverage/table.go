package coverage

import (
	"fmt"
	"slices"
	"strings"

	"proffer/offline"
)

// Table writes the measurements of one world, one for each size, as Markdown, after
// a line for each on what its logs are. The share of the logs whose interval held
// the truth is in percent with its standard error; widths and biases are in percent
// of the truth.
func Table(sizes []*Measurement) string {
	var b strings.Builder
	for _, m := range sizes {
		b.WriteString("- " + m.summary() + "\n")
	}
	b.WriteString("\n| estimator | interval |")
	for _, m := range sizes {
		fmt.Fprintf(&b, " %d rows: holds | width | bias |", m.Rows)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---|---|---|", len(sizes)) + "\n")
	for k, line := range Lines() {
		fmt.Fprintf(&b, "| `%s` | `%s` |", line.Estimator.Name, line.Interval)
		for _, m := range sizes {
			b.WriteString(m.cells(k))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// cells are what one line has for one size.
func (m *Measurement) cells(k int) string {
	f, truth := &m.Findings[k], m.World.Truth()
	return fmt.Sprintf(" %.1f ± %.1f | %s | %+.1f |", 100*f.Share(), 100*f.StandardError(),
		offline.Figure(100*f.Width.Mean()/truth), 100*f.Error.Mean()/truth)
}

// summary is what is to be known of the logs beside the table.
func (m *Measurement) summary() string {
	return fmt.Sprintf("%d rows: the policy earns %s a row and the log %s; %.0f effective rows on average, and %s of those that were paid; the diagnostics refuse %s of the logs",
		m.Rows, offline.Figure(m.World.Truth()), offline.Figure(m.World.Logged()), m.ESS, offline.Figure(m.Paid), percent(m.refused()))
}

// refused is the share of the logs that an evaluation would have refused.
func (m *Measurement) refused() float64 { return float64(m.Refused) / float64(m.Findings[0].Logs) }

// digested are the lines of a digest, by estimator and interval.
var digested = []string{
	"ips normal", "ips bernstein", "ips anytime_exact", "snips delta", "snips bootstrap", "snips clopper_pearson", "snips anytime",
	"dr normal", "dr bootstrap", "dr anytime", "dr_clip10 normal", "dm normal",
}

// Digest writes in whole percent how often the commonest intervals held the truth,
// and what the logs were, as Markdown with a column for each measurement.
func Digest(all []*Measurement) string {
	var b strings.Builder
	write := func(name string, cell func(m *Measurement) string) {
		b.WriteString("| " + name + " |")
		for _, m := range all {
			b.WriteString(" " + cell(m) + " |")
		}
		b.WriteString("\n")
	}
	write("", func(m *Measurement) string { return fmt.Sprintf("%s, %d", m.World.Name, m.Rows) })
	b.WriteString(strings.Repeat("|---", len(all)+1) + "|\n")
	write("effective rows", func(m *Measurement) string { return fmt.Sprintf("%.0f", m.ESS) })
	write("effective paid rows", func(m *Measurement) string { return offline.Figure(m.Paid).String() })
	write("refused", func(m *Measurement) string { return percent(m.refused()) })
	for k, line := range Lines() {
		if slices.Contains(digested, line.Estimator.Name+" "+string(line.Interval)) {
			write(fmt.Sprintf("%#q %#q", line.Estimator.Name, line.Interval), func(m *Measurement) string { return percent(m.Findings[k].Share()) })
		}
	}
	return b.String()
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }
