package export

import (
	"errors"
	"fmt"
	"time"
)

// A Window says which decisions are exported: those from one time on and before
// another. A zero time is no bound.
type Window struct{ From, To time.Time }

// Validate refuses a window that nothing is in.
func (w Window) Validate() error {
	if !w.To.IsZero() && !w.From.Before(w.To) {
		return fmt.Errorf("export: nothing is from %s on and before %s", w.From.Format(time.RFC3339), w.To.Format(time.RFC3339))
	}
	return nil
}

var errMoment = errors.New("must be a date, such as 2026-03-01, or a time, such as 2026-03-01T12:00:00Z")

// ParseMoment reads a bound of a window: RFC 3339, or a date, which is its
// midnight in UTC. An empty text is no bound.
func ParseMoment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, errMoment
}
