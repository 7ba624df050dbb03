package measure

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// A layout is visits over placements, each with a share that converts in both
// groups. Where offers matter, those who could see them convert as often times
// effect.
type layout struct {
	placements, visits int // visits at each placement
	control            float64
	shares             []float64 // of the placements, in turn
	effect             float64
}

// compare draws the visits of a layout, and says what is found and what is true.
func (l layout) compare(r *rand.Rand) (found *Conversion, truth float64) {
	all := placements{}
	for p := range l.placements {
		name, share := fmt.Sprint(p), l.shares[p%len(l.shares)]
		for range l.visits {
			offered := r.Float64() >= l.control
			rate := share
			if offered {
				rate *= l.effect
			}
			all.add(name, 1-l.control, offered, r.Float64() < rate)
		}
		truth += share * (l.effect - 1) / float64(l.placements)
	}
	return all.conversion(), truth
}

// An interval of the difference misses the truth about as often as it says,
// however thinly the control is spread over the placements, and with one visit at
// some of them: of those that are given 7 % at the most, where 5 % are meant. A
// row of a table of thirty, whose offers change nothing, is said to lose
// conversions one time in 250 at the most.
func TestDifferenceCovers(t *testing.T) {
	const runs, most, mostAlarms = 2000, 0.07, 0.004
	for _, l := range []layout{
		{1, 400, 0.05, []float64{0.5}, 1},
		{5, 80, 0.05, []float64{0.5}, 1},
		{10, 30, 0.05, []float64{0.5}, 1},
		{10, 60, 0.05, []float64{0.3}, 1},
		{20, 20, 0.05, []float64{0.3}, 1},
		{40, 8, 0.2, []float64{0.1}, 1},
		{30, 50, 0.05, []float64{0.9}, 1},
		{12, 60, 0.05, []float64{0.02, 0.3, 0.9}, 1},
		{3, 200, 0.5, []float64{0.05}, 1},
		{10, 40, 0.05, []float64{0.6}, 0.5},
		{100, 8, 0.5, []float64{0.2}, 0.5},
		{12, 60, 0.2, []float64{0.1, 0.4}, 2},
	} {
		t.Run(fmt.Sprintf("%d times %d visits, control %v, shares %v times %v", l.placements, l.visits, l.control, l.shares, l.effect), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(11, 13))
			given, missed, alarms := 0, 0, 0
			for range runs {
				c, truth := l.compare(r)
				if c.Difference == nil {
					continue
				}
				given++
				missed += one(!covers(c.Difference, truth))
				alarms += one(l.effect == 1 && c.Difference.negative(1-(1-confidence)/30))
			}
			// by chance, give or take three standard errors
			bound := func(share float64) float64 { n := float64(given); return share*n + 3*math.Sqrt(share*(1-share)*n) }
			if given < runs/4 {
				t.Errorf("%d of %d intervals are given, and the test says little", given, runs)
			}
			if float64(missed) > bound(most) || float64(alarms) > bound(mostAlarms) {
				t.Errorf("of %d intervals %d miss the truth and %d find a loss that is none, want %.0f and %.0f at the most",
					given, missed, alarms, bound(most), bound(mostAlarms))
			}
		})
	}
}
