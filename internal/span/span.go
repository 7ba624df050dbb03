// Package span reads a length of time as people write it: 90s, 1h30m, 7d, 2w, and
// writes it as they say it: 7 days.
//
// It refuses to know of months, years and calendars, whose lengths differ. It is
// pure, and what it reads never overflows.
package span

import (
	"strings"
	"time"
)

// Max is the longest span: a hundred years of 365 days, a third of what a
// time.Duration holds. What is longer is read as something over Max.
const Max = 876_000 * time.Hour

// Parse reads figures that each have a unit: those of time.ParseDuration, d for
// 24 hours and w for seven days. It reports false for a text that is no span.
func Parse(text string) (time.Duration, bool) {
	sum := time.Duration(0)
	for rest := text; rest != ""; {
		var figure, unit string
		figure, unit, rest = cut(rest)
		part, ok := parse(figure, unit)
		if !ok {
			return 0, false
		}
		sum = min(sum+part, Max+1)
	}
	return sum, text != ""
}

// cut takes one figure and its unit off the front of text.
func cut(text string) (figure, unit, rest string) {
	const digits = "0123456789."
	unit = strings.TrimLeft(text, digits)
	figure = text[:len(text)-len(unit)]
	if i := strings.IndexAny(unit, digits); i >= 0 {
		unit, rest = unit[:i], unit[i:]
	}
	return figure, unit, rest
}

// parse returns at most Max+1, so that sums do not overflow.
func parse(figure, unit string) (time.Duration, bool) {
	if figure == "" || unit == "" {
		return 0, false
	}
	times := time.Duration(1)
	switch unit {
	case "d":
		unit, times = "h", 24
	case "w":
		unit, times = "h", 7*24
	}
	d, err := time.ParseDuration(figure + unit)
	if d > Max/times {
		return Max + 1, err == nil
	}
	return d * times, err == nil
}
