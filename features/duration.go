package features

import (
	"math"
	"strings"
	"time"
)

// A duration is encoded as its hours, scaled. It is read from a text such as
// "90s", "36h", "7d" or "1h30m", or from a number of seconds, and is kept to
// the nanosecond.
type duration struct{ number }

// maxDuration is about a hundred years, a third of what a time.Duration holds,
// so that nothing read here overflows.
const maxDuration = 876_000 * time.Hour

func (duration) read(raw any) (any, string) {
	switch x := raw.(type) {
	case string:
		return readSpan(x)
	case time.Duration:
		return checkSpan(x)
	case float64:
		return checkSeconds(x)
	case int:
		return checkSeconds(float64(x))
	case int64:
		return checkSeconds(float64(x))
	}
	return nil, mismatch("a duration or a number of seconds", raw)
}

const tooLong = "must be at most 100 years"

func checkSpan(d time.Duration) (any, string) {
	if d > maxDuration || d < -maxDuration {
		return nil, tooLong
	}
	return d, ""
}

func checkSeconds(seconds float64) (any, string) {
	switch {
	case !finite(seconds):
		return nil, "must be finite"
	case math.Abs(seconds) > maxDuration.Seconds():
		return nil, tooLong
	}
	return time.Duration(math.Round(seconds * float64(time.Second))), ""
}

func readSpan(text string) (any, string) {
	if problem := textProblem(text); problem != "" {
		return nil, problem
	}
	d, ok := parseDuration(text)
	if !ok {
		return nil, `must be a duration such as "90s", "1h30m" or "7d"`
	}
	return checkSpan(d)
}

func (d duration) encode(dst Vector, first int32, value any) (Vector, bool) {
	span, ok := value.(time.Duration)
	if !ok {
		return dst, false
	}
	return dst.push(first, d.apply(float64(span)/float64(time.Hour))), true
}

// parseDuration reads figures that each have a unit: those of
// time.ParseDuration, d for 24 hours and w for seven days. What is longer than
// maxDuration may come out as any length that is.
func parseDuration(text string) (time.Duration, bool) {
	rest, negative := strings.CutPrefix(text, "-")
	if rest == "" {
		return 0, false
	}
	sum := time.Duration(0)
	for rest != "" {
		var figure, unit string
		figure, unit, rest = cutFigure(rest)
		part, ok := parseFigure(figure, unit)
		if !ok {
			return 0, false
		}
		sum = min(sum+part, maxDuration+1)
	}
	if negative {
		sum = -sum
	}
	return sum, true
}

// cutFigure takes one figure and its unit off the front of text.
func cutFigure(text string) (figure, unit, rest string) {
	const digits = "0123456789."
	unit = strings.TrimLeft(text, digits)
	figure = text[:len(text)-len(unit)]
	if i := strings.IndexAny(unit, digits); i >= 0 {
		unit, rest = unit[:i], unit[i:]
	}
	return figure, unit, rest
}

// parseFigure is at most maxDuration+1, so that sums do not overflow.
func parseFigure(figure, unit string) (time.Duration, bool) {
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
	if d > maxDuration/times {
		return maxDuration + 1, err == nil
	}
	return d * times, err == nil
}
