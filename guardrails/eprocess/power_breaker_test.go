package eprocess

import (
	"math"
	"math/rand/v2"
	"testing"
)

// halfOpen is the stream of a try: half of its visits are control.
func halfOpen(visits int, effect float64) stream {
	s := healthy(visits, .6)
	s.effect, s.rho = always(effect), moreControl(.5, math.Inf(1))
	return s
}

// What costs exactly the margin is ever closed, in ten tries of up to 3,000
// visits, with a probability of at most α. Long: 4,000 runs at 1 %. Short: 40 at
// 10 %.
func TestPowerHarmIsNotClosed(t *testing.T) {
	lengthy(t)
	const margin = .1
	runs, alpha := 40, .1
	if *power {
		runs, alpha = 4000, .01
	}
	test, s := must(NewNonInferiority(margin)), halfOpen(3000, 1-margin)
	said := simulate(runs, func(rng *rand.Rand) float64 {
		best := math.Inf(1)
		for k := 1; k <= 10 && math.IsInf(best, 1); k++ {
			best = s.closes(rng, test, must(AlphaOfTry(alpha, k)))
		}
		return best
	})
	atMost(t, "harm of the margin, closed", said, alpha)
}

// What does no harm is closed as fast as the table says, within a factor of
// 1.15: at a base rate of .60 and a margin of 10 %, in the first try. Long: 2,000
// runs. Short: 100.
func TestPowerHealthIsClosed(t *testing.T) {
	runs := 100
	if *power {
		runs = 2000
	}
	test, s := must(NewNonInferiority(.1)), halfOpen(20_000, 1)
	alpha := must(AlphaOfTry(.01, 1))
	said := simulate(runs, func(rng *rand.Rand) float64 { return s.closes(rng, test, alpha) })
	within(t, "no harm, closed, visits", delayOf(said, 0), delay{2077, 4494}, 1.15)
}
