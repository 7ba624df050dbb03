package offline_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"

	"proffer/offline"
)

// BenchmarkReplay runs one strategy over 20,000 rows with 20 signals, which the
// encoding has 41 places for; the figure to look at is rows/s. It leaves out the
// reading of the table, which all runs share.
func BenchmarkReplay(b *testing.B) {
	for _, actions := range []int{3, 10} {
		table, survey := wide(b, actions)
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

// BenchmarkWideReplay is the widest usual case, Thompson sampling over 20 numbers
// and 10 actions, beside a yardstick of the same run: the bare quadratic forms of
// such rows, one for each action, by gonum. A row of the replay reads its signals,
// asks all posteriors, finds the exact probabilities, draws, and learns. All of it
// takes about as long as 1.7 yardsticks of 9 µs with everything in one thread, as
// it is with GOMAXPROCS=1; an idle core of 2.3 GHz replays over 90,000 rows a second.
func BenchmarkWideReplay(b *testing.B) {
	table, survey := wide(b, 10)
	replay := offline.Replay{Table: table, Survey: survey, Strategies: []string{"thompson"}, Shuffles: 1, Seed: 1, Clock: time.Now}
	var busy, bare float64 // seconds
	for b.Loop() {
		report, err := replay.Run(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		busy += float64(survey.Rows) / float64(report.Strategies[0].RowsPerSecond)
		began := time.Now()
		quadraticForms(survey.Rows, 10, 41)
		bare += time.Since(began).Seconds()
	}
	b.ReportMetric(float64(survey.Rows*b.N)/busy, "rows/s")
	b.ReportMetric(busy/bare, "yardsticks/row")
}

// quadraticForms works out xᵀΣx of so many rows and actions over d features, of
// which every other one is zero, as that of a missing number is.
func quadraticForms(rows, actions, d int) (sum float64) {
	spread := make([]*mat.SymDense, actions)
	for a := range spread {
		spread[a] = mat.NewSymDense(d, nil)
		for i := range d {
			spread[a].SetSym(i, i, float64(a+1))
		}
	}
	x := mat.NewVecDense(d, nil)
	for i := 0; i < d; i += 2 {
		x.SetVec(i, float64(i))
	}
	for range rows {
		for _, s := range spread {
			sum += mat.Inner(x, s, x)
		}
	}
	return sum
}

// wide is a randomised table of 20,000 rows with 20 numbers, surveyed.
func wide(b *testing.B, actions int) (*offline.Table, *offline.Survey) {
	b.Helper()
	table := experiment{rows: 20_000, actions: actions, contexts: 20, seed: 10, reward: func(chance *rand.Rand, x []float64, action int) float64 {
		return coin(chance, .1+.1*max(0, min(x[action%3], 1)))
	}}.table()
	survey, err := offline.Look(context.Background(), table, nil)
	if err != nil {
		b.Fatal(err)
	}
	return table, survey
}
