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

func (d duration) read(raw any) (any, string) {
	switch x := raw.(type) {
	case string:
		span, ok := parseDuration(x)
		if !ok {
			return nil, `must be a duration such as "90s", "1h30m" or "7d"`
		}
		return checkSpan(span)
	case time.Duration:
		return checkSpan(x)
	}
	value, problem := d.number.read(raw)
	if problem != "" {
		return nil, mismatch("a duration or a number of seconds", raw)
	}
	seconds := value.(float64)
	if !(math.Abs(seconds) <= maxDuration.Seconds()) {
		return nil, tooLong
	}
	return time.Duration(math.Round(seconds * float64(time.Second))), ""
}

const tooLong = "must be at most 100 years"

func checkSpan(d time.Duration) (any, string) {
	if d > maxDuration || d < -maxDuration {
		return nil, tooLong
	}
	return d, ""
}

func (d duration) encode(dst Vector, first int32, value any) (Vector, bool) {
	span, ok := value.(time.Duration)
	if !ok {
		return dst, false
	}
	return dst.push(first, d.apply(float64(span)/float64(time.Hour))), true
}

// parseDuration reads what time.ParseDuration reads, and days of 24 hours and
// weeks of seven days besides. More than maxDuration is not told from more still.
func parseDuration(text string) (time.Duration, bool) {
	rest, negative := strings.CutPrefix(text, "-")
	if rest == "" {
		return 0, false
	}
	sum := time.Duration(0)
	for rest != "" {
		part, ok := time.Duration(0), false
		if part, rest, ok = cutDuration(rest); !ok {
			return 0, false
		}
		sum = min(sum+min(part, maxDuration+1), maxDuration+1)
	}
	if negative {
		sum = -sum
	}
	return sum, true
}

// cutDuration reads one figure and its unit off the front of text.
func cutDuration(text string) (part time.Duration, rest string, ok bool) {
	figure := text[:len(text)-len(strings.TrimLeft(text, "0123456789."))]
	unit := text[len(figure):]
	if i := strings.IndexAny(unit, "0123456789."); i >= 0 {
		unit = unit[:i]
	}
	rest = text[len(figure)+len(unit):]
	if figure == "" {
		return 0, "", false
	}
	hours := time.Duration(0)
	switch unit {
	case "d":
		hours = 24
	case "w":
		hours = 7 * 24
	default:
		part, err := time.ParseDuration(figure + unit)
		return part, rest, err == nil
	}
	part, err := time.ParseDuration(figure + "h")
	return min(part, maxDuration) * hours, rest, err == nil
}
