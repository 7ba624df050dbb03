package export

import (
	"context"
	"fmt"
	"io"
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

// Write exports the decisions of a window, and returns how many rows they are.
// What is matured is so by the time of the log's last event. After an error,
// what was written is not whole.
func Write(ctx context.Context, out io.Writer, f Format, past Past, w Window) (n int, err error) {
	table, err := f.table(out)
	if err != nil {
		return 0, err
	}
	names, err := pseudonymsOf(past)
	if err != nil {
		return 0, err
	}
	asOf := past.At()
	for story, err := range past.Stories(w.From, w.To) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return n, err
		}
		for _, r := range rows(&story, asOf, names) {
			if err := table.write(&r); err != nil {
				return n, fmt.Errorf("export: row %d: %w", n+1, err)
			}
			n++
		}
	}
	return n, table.close()
}

// pseudonymsOf are those of a log; one without a decision needs none.
func pseudonymsOf(past Past) (*pseudonyms, error) {
	for story, err := range past.Stories(time.Time{}, time.Time{}) {
		if err != nil {
			return nil, err
		}
		return newPseudonyms(story.Decision), nil
	}
	return nil, nil
}
