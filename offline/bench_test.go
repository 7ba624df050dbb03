package offline_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"proffer/offline"
)

// BenchmarkReplay runs one strategy over 20,000 rows with 20 signals, which the
// encoding has 41 places for; the figure to look at is rows/s. It leaves out the
// reading of the table, which all runs share.
func BenchmarkReplay(b *testing.B) {
	for _, actions := range []int{3, 10} {
		table := experiment{rows: 20_000, actions: actions, contexts: 20, seed: 10, reward: func(chance *rand.Rand, x []float64, action int) float64 {
			return coin(chance, .1+.1*max(0, min(x[action%3], 1)))
		}}.table()
		survey, err := offline.Look(context.Background(), table, nil)
		if err != nil {
			b.Fatal(err)
		}
		for _, strategy := range []string{"uniform", "beta_thompson", "thompson"} {
			b.Run(fmt.Sprintf("actions=%d/strategy=%s", actions, strategy), func(b *testing.B) {
				b.ReportAllocs()
				replay := offline.Replay{Table: table, Survey: survey, Strategies: []string{strategy}, Shuffles: 1, Seed: 1, Clock: time.Now}
				var busy float64 // seconds
				for b.Loop() {
					report, err := replay.Run(context.Background())
					if err != nil {
						b.Fatal(err)
					}
					busy += float64(survey.Rows) / float64(report.Strategies[0].RowsPerSecond)
				}
				b.ReportMetric(float64(survey.Rows*b.N)/busy, "rows/s")
			})
		}
	}
}
