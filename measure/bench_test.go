package measure_test

import (
	"iter"
	"testing"
	"time"

	"proffer/engine"
	"proffer/measure"
)

// BenchmarkMeasure folds stories that are in memory: what a report costs beside
// the reading of the log.
func BenchmarkMeasure(b *testing.B) {
	w := newWorld(b, watched)
	lively(w, 2000)
	past := told{at: w.At()}
	for s, err := range w.Stories(time.Time{}, time.Time{}) {
		if err != nil {
			b.Fatal(err)
		}
		past.stories = append(past.stories, s)
	}
	q := measure.Question{By: []measure.Dimension{measure.ByPlacement}}
	b.ReportAllocs()
	for b.Loop() {
		report(b, past, q, w.Catalogue())
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(past.stories)), "ns/decision")
}

// A told past is stories that were read before.
type told struct {
	stories []engine.Story
	at      time.Time
}

func (t told) At() time.Time { return t.at }

func (t told) Stories(time.Time, time.Time) iter.Seq2[engine.Story, error] {
	return func(yield func(engine.Story, error) bool) {
		for _, s := range t.stories {
			if !yield(s, nil) {
				return
			}
		}
	}
}
