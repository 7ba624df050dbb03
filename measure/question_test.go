package measure_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"proffer/engine"
	"proffer/measure"
)

// A log that cannot be read, and a caller who went away, end a report; a part of
// one is never told as the whole.
func TestInterrupted(t *testing.T) {
	w := newWorld(t, shop)
	w.visit("a", "1", "drawer")
	q := measure.Question{Currency: w.Catalogue().Currency}
	if _, err := measure.Measure(context.Background(), torn{w.Service}, q); !errors.Is(err, errTorn) {
		t.Errorf("got %v, want %v", err, errTorn)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := measure.Measure(ctx, w.Service, q); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

var errTorn = errors.New("the log ends in the middle")

// A torn past has one story and then an error.
type torn struct{ measure.Past }

func (p torn) Stories(from, to time.Time) iter.Seq2[engine.Story, error] {
	return func(yield func(engine.Story, error) bool) {
		for s, err := range p.Past.Stories(from, to) {
			if !yield(s, err) {
				return
			}
			break
		}
		yield(engine.Story{}, errTorn)
	}
}

// What has no answer is refused with a sentence.
func TestValidate(t *testing.T) {
	for _, c := range []struct {
		name string
		q    measure.Question
		want string
	}{
		{"nothing", measure.Question{}, ""},
		{"a period", measure.Question{From: began, To: began.Add(1)}, ""},
		{"no time", measure.Question{From: began, To: began}, "measure: nothing is from 2026-03-01T12:00:00Z on and before 2026-03-01T12:00:00Z"},
		{"nobody", measure.Question{Planned: -1}, "measure: -1 planned customers: must be at least 1"},
	} {
		t.Run(c.name, func(t *testing.T) { wantError(t, c.q.Validate(), c.want) })
	}
	for _, c := range []struct{ names, want string }{
		{"offer day", ""},
		{"colour", `"colour" must be offer, placement, segment, trigger or day`},
		{"day day", "day is there twice"},
		{"day offer segment", "3 dimensions are too many: a table crosses at most 2"},
	} {
		t.Run(c.names, func(t *testing.T) {
			_, err := measure.ParseDimensions(strings.Fields(c.names))
			wantError(t, err, c.want)
		})
	}
}

func wantError(t *testing.T, got error, want string) {
	t.Helper()
	if want == "" && got != nil || want != "" && (got == nil || got.Error() != want) {
		t.Errorf("got %v, want %q", got, want)
	}
}
