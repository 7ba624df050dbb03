package coverage

import (
	"flag"
	"math"
	"os"
	"strings"
	"testing"

	"proffer/offline/ope"
)

var long = flag.Bool("coverage", false, "draw as many logs as the tables of the documents need, and print them")

// seed of the first measurement; each further has the next one, so that no two
// share a log.
const seed = 20260302

// Whatever the world and however short its logs, intervals that trust nothing but
// bounds hold the truth as often as they say, for estimators that are not biased;
// and where a log is mild, so do those that trust large samples. Pseudo-counts are
// an approximation that is good everywhere. Long: 500 logs of
// every size, and the tables of the documents, which must be these. Short: 200 of
// the smallest.
func TestCoverage(t *testing.T) {
	var digest []*Measurement
	for _, w := range Worlds() {
		logs, sizes := 200, w.Sizes[:1]
		if *long {
			logs, sizes = 500, w.Sizes
		}
		var all []*Measurement
		for _, rows := range sizes {
			m, err := w.Measure(logs, rows, seed+uint64(len(digest)+len(all)))
			if err != nil {
				t.Fatal(err)
			}
			for i := range m.Findings {
				lawful(t, m, &m.Findings[i])
			}
			all = append(all, m)
		}
		digest = append(digest, all...)
		published(t, "../../docs/coverage.md", w.Name, Table(all))
	}
	published(t, "../../docs/offline.md", "digest", Digest(digest))
}

// lawful holds a finding to what its interval promises.
func lawful(t *testing.T, m *Measurement, f *Finding) {
	t.Helper()
	unbiased := f.Estimator.Name == "ips" || f.Estimator.Name == "dr"
	slack := 3 * math.Sqrt(alpha*(1-alpha)/float64(f.Logs))
	switch f.Interval {
	case ope.Hoeffding, ope.Bernstein, ope.AnytimeExact:
		if unbiased && f.Share() < 1-alpha-slack {
			t.Errorf("%s, %d rows: %s of %s holds the truth in %v of the logs, want %v at least", m.World.Name, m.Rows, f.Interval, f.Estimator.Name, f.Share(), 1-alpha)
		}
	case ope.ClopperPearson:
		if f.Share() < .9 {
			t.Errorf("%s, %d rows: %s holds the truth in %v of the logs, want .9 at least", m.World.Name, m.Rows, f.Interval, f.Share())
		}
	case ope.Normal, ope.Delta, ope.StudentT, ope.Bootstrapped:
		mild := m.World.Name == "easy" && (unbiased || f.Estimator.Name == "snips" || f.Estimator.Name == "sndr")
		if mild && math.Abs(f.Share()-(1-alpha)) > slack {
			t.Errorf("%s, %d rows: %s of %s holds the truth in %v of the logs, want %v within %v", m.World.Name, m.Rows, f.Interval, f.Estimator.Name, f.Share(), 1-alpha, slack)
		}
	}
	off, error3 := f.Error.Mean(), 3*f.Error.SD()/math.Sqrt(float64(f.Logs))
	if unbiased && math.Abs(off) > error3 {
		t.Errorf("%s, %d rows: %s is off by %v on average, want 0 within %v", m.World.Name, m.Rows, f.Estimator.Name, off, error3)
	}
}

// published prints a table, which a document must have.
func published(t *testing.T, document, name, table string) {
	t.Helper()
	if !*long {
		return
	}
	t.Logf("%s\n%s", name, table)
	if text, err := os.ReadFile(document); err != nil || !strings.Contains(string(text), table) {
		t.Errorf("%s has another table: %s, %v", document, name, err)
	}
}
