package words

import (
	"strconv"
	"time"
)

// Span writes a length of time as a person would say it: in the largest unit
// that it has two of, rounded down.
func Span(d time.Duration) string {
	for _, unit := range []struct {
		name string
		long time.Duration
	}{{"days", 24 * time.Hour}, {"hours", time.Hour}, {"minutes", time.Minute}} {
		if d >= 2*unit.long {
			return strconv.FormatInt(int64(d/unit.long), 10) + " " + unit.name
		}
	}
	return strconv.FormatInt(int64(d/time.Second), 10) + " seconds"
}
