package offline_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"proffer/offline"
)

// BenchmarkReplay runs one strategy over 20,000 rows with 20 signals; the figure
// to look at is rows/s.
func BenchmarkReplay(b *testing.B) {
	for _, actions := range []int{3, 20} {
		table := experiment{rows: 20_000, actions: actions, contexts: 20, seed: 10, reward: func(chance *rand.Rand, x []float64, action int) float64 {
			return coin(chance, .1+.1*float64(action%2))
		}}.table()
		survey, err := offline.Look(context.Background(), table, nil)
		if err != nil {
			b.Fatal(err)
		}
		for _, strategy := range []string{"uniform", "beta_thompson", "thompson"} {
			b.Run(fmt.Sprintf("actions=%d/strategy=%s", actions, strategy), func(b *testing.B) {
				b.ReportAllocs()
				rows := 0
				for b.Loop() {
					replay := offline.Replay{Table: table, Survey: survey, Strategies: []string{strategy}, Shuffles: 1, Seed: 1}
					if _, err := replay.Run(context.Background()); err != nil {
						b.Fatal(err)
					}
					rows += survey.Rows
				}
				b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
			})
		}
	}
}
