package rehearsal

import (
	"context"
	"testing"
)

// BenchmarkRun makes the decisions of a log in memory again, with the feedback
// between them.
func BenchmarkRun(b *testing.B) {
	log := lived(b, life{example: "skincare", seed: 1, visits: 2000})
	for _, history := range histories {
		b.Run("history="+string(history), func(b *testing.B) {
			r := Rehearsal{Log: log, Policy: compiled(b, catalogueOf(b, "skincare")), History: history}
			b.ReportAllocs()
			decisions := 0
			for b.Loop() {
				found, err := r.Run(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				decisions += found.Decisions
			}
			b.ReportMetric(float64(decisions)/b.Elapsed().Seconds(), "decisions/s")
		})
	}
}
