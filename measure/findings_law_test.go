package measure

import (
	"math"
	"math/rand/v2"
	"testing"
)

// In a table of many rows whose offers change nothing, a finding about any row
// is as rare as one about a single row is: a long table does not cry wolf.
func TestLongTablesDoNotCryWolf(t *testing.T) {
	const runs, rows, visits = 300, 30, 400
	wrong := 0
	for seed := range uint64(runs) {
		r := rand.New(rand.NewPCG(seed, 5))
		report := &Report{Rows: make([]Row, rows)}
		report.SampleRatio.Control.OK, report.SampleRatio.Holdout.OK = true, true
		for i := range report.Rows {
			p := placements{}
			for range visits {
				p.add("here", 0.7, r.Float64() < 0.7, r.Float64() < 0.4)
			}
			report.Rows[i].Conversion = p.conversion()
		}
		wrong += one(len(findings(report)) > 0)
	}
	if most := 0.05*runs + 3*math.Sqrt(0.05*0.95*runs); float64(wrong) > most {
		t.Errorf("%d of %d reports find what is not there, want %.0f at the most", wrong, runs, most)
	}
}
