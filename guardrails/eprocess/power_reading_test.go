package eprocess

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Read after every customer from the two hundredth on, an interval misses the
// true difference at any time with a probability of at most α, also for values
// as skewed as money is. Long: 2,000 runs of 10,000 customers. Short: 200 of
// 2,000. Both at 5 %.
func TestPowerIntervalsCover(t *testing.T) {
	const alpha, from = .05, 200
	runs, customers := 200, 2000
	if *power {
		runs, customers = 2000, 10_000
	}
	c := ConfidenceSequence{Alpha: alpha, Planned: float64(customers)}
	said := simulate(runs, func(rng *rand.Rand) float64 {
		var treated, holdout Moments
		for i := range customers {
			if rng.Float64() < .8 {
				treated = must(treated.Next(1.5 * rng.ExpFloat64()))
			} else {
				holdout = must(holdout.Next(rng.ExpFloat64()))
			}
			if i < from {
				continue
			}
			if got := must(c.Difference(treated, holdout)); got.Low > .5 || got.High < .5 {
				return float64(i + 1)
			}
		}
		return math.Inf(1)
	})
	atMost(t, "an interval misses", said, alpha)
}

// While visits are assigned as logged, the sample ratio alarms with a
// probability of at most α, also when ρ follows what was assigned before; when
// one in ten of the control is lost, it does alarm. Long: 2,000 runs of 50,000
// visits at 1 %. Short: 100 of 5,000 at 10 %; a loss needs 100,000 visits.
func TestPowerSampleRatio(t *testing.T) {
	runs, visits, alpha := 100, 5000, .1
	if *power {
		runs, visits, alpha = 2000, 50_000, .01
	}
	alarm := func(visits int, lost float64) func(rng *rand.Rand) float64 {
		return func(rng *rand.Rand) float64 {
			var s SampleRatio
			for i := range visits {
				rho := .95
				if s.LogE > 0 {
					rho = .5
				}
				if treated := rng.Float64() < rho; treated || rng.Float64() >= lost {
					s = must(s.Next(rho, treated))
				}
				if s.LogE >= -math.Log(alpha) {
					return float64(i + 1)
				}
			}
			return math.Inf(1)
		}
	}
	atMost(t, "sample ratio", simulate(runs, alarm(visits, 0)), alpha)
	if lost := simulate(10, alarm(100_000, .1)); happened(lost) < 10 {
		t.Errorf("a loss of a tenth of the control was seen in %d of 10", happened(lost))
	}
}
