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

// Conversions are one-sided by what each placement's other group does: a control
// that stands mostly where nobody converts is not. Nor is one of which fewer than
// twenty would be expected, or one that reports more than a twentieth of them.
func TestOneSided(t *testing.T) {
	visits := func(p placements, name string, rho float64, offered bool, n, converted int) {
		for i := range n {
			p.add(name, rho, offered, i < converted)
		}
	}
	for _, c := range []struct {
		name string
		fill func(p placements)
		told bool
	}{
		{"none of many", func(p placements) { visits(p, "cart", .5, true, 100, 40); visits(p, "cart", .5, false, 60, 0) }, true},
		{"a twentieth", func(p placements) { visits(p, "cart", .5, true, 100, 40); visits(p, "cart", .5, false, 100, 2) }, true},
		{"more than a twentieth", func(p placements) { visits(p, "cart", .5, true, 100, 40); visits(p, "cart", .5, false, 100, 3) }, false},
		{"none of too few", func(p placements) { visits(p, "cart", .5, true, 100, 40); visits(p, "cart", .5, false, 49, 0) }, false},
		{"none, and the other by chance", func(p placements) { visits(p, "cart", .9, true, 19, 19); visits(p, "cart", .9, false, 60, 0) }, false},
		{"none of those offered", func(p placements) { visits(p, "cart", .5, true, 60, 0); visits(p, "cart", .5, false, 100, 40) }, true},
		{"a control where nobody converts", func(p placements) {
			visits(p, "home", .5, true, 400, 0)
			visits(p, "home", .5, false, 400, 0)
			visits(p, "thanks", .99, true, 400, 360)
			visits(p, "thanks", .99, false, 4, 0)
		}, false},
	} {
		p := placements{}
		c.fill(p)
		if told := p.conversion().oneSided(); (told != "") != c.told {
			t.Errorf("%s: got %q, want a finding: %v", c.name, told, c.told)
		}
	}
}
