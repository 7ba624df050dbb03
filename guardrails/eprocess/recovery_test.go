package eprocess

import (
	"math"
	"math/rand/v2"
	"testing"
)

var limitRates = []float64{1e-6, .001, .01, .05, .08, .3, .5, .79, .999}

// Wherever as many accepts go bad as the rate says, or more, the evidence for a
// recovery is never expected to grow; where half as many do, it is.
func TestNoRecoveryIsNeverExpectedToLookLikeOne(t *testing.T) {
	for _, rate := range limitRates {
		r := must(NewRecovery(rate))
		near(t, "E[E] at the rate", r.Expectation(rate), 1, expectationTolerance)
		for _, more := range []float64{0, .01, .1, .5, 1} {
			share := rate + more*(1-rate)
			if got := r.Expectation(share); !(got <= 1+expectationTolerance) {
				t.Errorf("rate %v, truth %v: E[E] is 1%+.3g", rate, share, got-1)
			}
		}
		if got := r.Expectation(rate / 2); !(got > 1) {
			t.Errorf("rate %v, half of it true: E[E] is %v", rate, got)
		}
	}
}

// The expectation that is computed is the mean of the E that are used.
func TestExpectationOfRecoveryIsTheMeanOfE(t *testing.T) {
	for _, rate := range limitRates {
		r := must(NewRecovery(rate))
		for _, share := range []float64{0, rate / 3, rate, 1} {
			mean := share*math.Exp(r.LogE(true)) + (1-share)*math.Exp(r.LogE(false))
			near(t, "E[E]", r.Expectation(share), mean, expectationTolerance)
		}
	}
}

// An offer at exactly the limit is ever taken for recovered, in ten tries of 2,000
// accepts, with a probability of at most α. Long: 4,000 runs at 1 %. Short: 200
// at 10 %.
func TestPowerNoRecoveryIsNotClosed(t *testing.T) {
	runs, alpha := 200, .1
	if *power {
		runs, alpha = 4000, .01
	}
	const limit, accepts, tries = .08, 2000, 10
	said := simulate(runs, func(rng *rand.Rand) float64 {
		for k := 1; k <= tries; k++ {
			if at := recovers(rng, limit, limit, must(AlphaOfTry(alpha, k)), accepts); !math.IsInf(at, 1) {
				return at
			}
		}
		return math.Inf(1)
	})
	atMost(t, "refunds at the limit, closed", said, alpha)
}

// An offer that has recovered is closed after as many accepts as the table says,
// within a factor of 1.15: at a limit of 8 % and 5 %, in the first try. Long: 2,000
// runs. Short: 400, as the steps are coarse.
func TestPowerRecoveryIsClosed(t *testing.T) {
	runs := 400
	if *power {
		runs = 2000
	}
	alpha := must(AlphaOfTry(.05, 1))
	for _, c := range []struct {
		name  string
		share float64
		want  delay
	}{
		{"2 %, limit 8 %, closed, accepts", .02, delay{117, 186}},
		{"4 %, limit 8 %, closed, accepts", .04, delay{221, 480}},
	} {
		said := simulate(runs, func(rng *rand.Rand) float64 { return recovers(rng, .08, c.share, alpha, 20_000) })
		within(t, c.name, delayOf(said, 0), c.want, 1.15)
	}
}

// recovers is after how many accepts a test of a limit is convinced, when a
// share of them goes bad.
func recovers(rng *rand.Rand, limit, share, alpha float64, accepts int) float64 {
	r, logE := must(NewRecovery(limit)), 0.
	for i := range accepts {
		logE += r.LogE(rng.Float64() < share)
		if logE >= -math.Log(alpha) {
			return float64(i + 1)
		}
	}
	return math.Inf(1)
}

// A rate that is none is refused.
func TestRecoveryRefusals(t *testing.T) {
	for _, rate := range []float64{0, 1, -.1, math.NaN(), math.Inf(1)} {
		if _, err := NewRecovery(rate); err == nil {
			t.Errorf("the rate %v was taken", rate)
		}
	}
}
