package export_test

import (
	"context"
	"io"
	"iter"
	"runtime"
	"testing"
	"time"

	"proffer/engine"
	"proffer/offline/export"
)

// A long past tells one story many times over.
type long struct {
	story engine.Story
	times int
	at    func(told int) // called before each
}

func (l *long) At() time.Time { return l.story.Decision.At }

func (l *long) Stories(time.Time, time.Time) iter.Seq2[engine.Story, error] {
	return func(yield func(engine.Story, error) bool) {
		for i := range l.times {
			if l.at != nil {
				l.at(i)
			}
			if !yield(l.story, nil) {
				return
			}
		}
	}
}

// longPast repeats a decision that drew and was accepted.
func longPast(t testing.TB, times int) *long {
	t.Helper()
	w := newWorld(t)
	w.tell(w.first("bundle"), "bundle", engine.Accept, nil)
	var last engine.Story
	for s, err := range w.Stories(time.Time{}, time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		last = s
	}
	return &long{story: last, times: times}
}

// What an export holds in memory after forty thousand rows is what it held
// after twenty thousand: no format keeps more than a group of rows. Half as
// much again allows for what the collector has not given back.
func TestMemoryStaysFlat(t *testing.T) {
	for _, f := range export.Formats() {
		past := longPast(t, 40_001)
		held := map[int]uint64{}
		past.at = func(told int) {
			if told != 19_000 && told != 39_000 { // as far into a group
				return
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			held[told] = m.HeapAlloc
		}
		if _, err := export.Write(context.Background(), io.Discard, f, past, export.Window{}); err != nil {
			t.Fatal(err)
		}
		if early, later := held[19_000], held[39_000]; early == 0 || later > early+early/2 {
			t.Errorf("%s: held %d KB after 19,000 rows and %d KB after 39,000", f, early>>10, later>>10)
		}
	}
}

// Rows a second, by format.
func BenchmarkWrite(b *testing.B) {
	const rows = 10_000
	for _, f := range export.Formats() {
		b.Run("format="+string(f), func(b *testing.B) {
			past := longPast(b, rows)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := export.Write(context.Background(), io.Discard, f, past, export.Window{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
