package words

import (
	"strings"
	"time"
)

// MaxSpan is the longest span: a hundred years of 365 days, a third of what a
// time.Duration holds. What is longer is read as something over MaxSpan.
const MaxSpan = 876_000 * time.Hour

// ParseSpan reads figures that each have a unit: those of time.ParseDuration, d for
// 24 hours and w for seven days. It reports false for a text that is no span.
func ParseSpan(text string) (time.Duration, bool) {
	sum := time.Duration(0)
	for rest := text; rest != ""; {
		var figure, unit string
		figure, unit, rest = cut(rest)
		part, ok := parse(figure, unit)
		if !ok {
			return 0, false
		}
		sum = min(sum+part, MaxSpan+1)
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

// parse returns at most MaxSpan+1, so that sums do not overflow.
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
	if d > MaxSpan/times {
		return MaxSpan + 1, err == nil
	}
	return d * times, err == nil
}
