package features

import (
	"math"
	"strings"
	"time"

	"proffer/words"
)

// A duration is encoded as its hours, scaled. It is read from a text such as
// "90s", "36h", "7d" or "1h30m", or from a number of seconds, and is kept to
// the nanosecond.
type duration struct{ number }

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
	if d > words.MaxSpan || d < -words.MaxSpan {
		return nil, tooLong
	}
	return d, ""
}

func checkSeconds(seconds float64) (any, string) {
	switch {
	case !finite(seconds):
		return nil, "must be finite"
	case math.Abs(seconds) > words.MaxSpan.Seconds():
		return nil, tooLong
	}
	return time.Duration(math.Round(seconds * float64(time.Second))), ""
}

func readSpan(text string) (any, string) {
	if problem := textProblem(text); problem != "" {
		return nil, problem
	}
	figures, negative := strings.CutPrefix(text, "-")
	d, ok := words.ParseSpan(figures)
	if !ok {
		return nil, `must be a duration such as "90s", "1h30m" or "7d"`
	}
	if negative {
		d = -d
	}
	return checkSpan(d)
}

func (d duration) encode(dst Vector, first int32, value any) (Vector, bool) {
	long, ok := value.(time.Duration)
	if !ok {
		return dst, false
	}
	return dst.push(first, d.apply(float64(long)/float64(time.Hour))), true
}
