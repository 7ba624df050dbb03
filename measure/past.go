package measure

import (
	"iter"
	"time"

	"proffer/engine"
)

// A Past is a log with what has become of its decisions.
type Past interface {
	// Stories are the decisions from one time on and before another, in order; a
	// zero time is no bound.
	Stories(from, to time.Time) iter.Seq2[engine.Story, error]
	// At is the time of the last event.
	At() time.Time
}

var (
	_ Past = (*engine.State)(nil)
	_ Past = (*engine.Service)(nil)
)
