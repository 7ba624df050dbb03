package simulate

import (
	"regexp"
	"strconv"
	"time"
)

// periods are the fields of a catalogue that say how long something lasts among
// its customers. A duration inside of an expression is not among them: what a
// customer's signals say is not hastened either.
var periods = regexp.MustCompile(`\b(per|wait|window|half_life|accept|refund|churn|ticket|conversion):( *)([0-9]+)(s|m|h|d|w)\b`)

var units = map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": day, "w": 7 * day}

// Hasten rewrites a catalogue for customers who live times as fast, so that a
// demonstration of minutes has months of caps, refunds and forgetting in it.
func Hasten(catalogue []byte, times float64) []byte {
	return periods.ReplaceAllFunc(catalogue, func(field []byte) []byte {
		m := periods.FindSubmatch(field)
		n, err := strconv.Atoi(string(m[3]))
		if err != nil {
			return field // longer than any number: the catalogue's own fault
		}
		short := time.Duration(float64(n) * float64(units[string(m[4])]) / times).Round(time.Microsecond)
		return []byte(string(m[1]) + ":" + string(m[2]) + max(short, time.Microsecond).String())
	})
}
