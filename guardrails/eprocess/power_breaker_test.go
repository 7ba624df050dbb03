package eprocess

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// halfOpen is the stream of a try: half of its visits are control.
func halfOpen(visits int, base, effect float64) stream {
	s := healthy(visits, base)
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
	test, s := must(NewNonInferiority(margin)), halfOpen(3000, .6, 1-margin)
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
// 1.15, in the first try at 1 %. Long: 2,000 runs of all rows. Short: 100 of one.
func TestPowerHealthIsClosed(t *testing.T) {
	alpha := must(AlphaOfTry(.01, 1))
	for _, c := range []struct {
		base, margin float64
		short        bool
		want         delay
	}{
		{.60, .10, true, delay{2077, 4494}},
		{.60, .20, false, delay{463, 1008}},
		{.30, .10, false, delay{7341, 15603}},
		{.30, .20, false, delay{1637, 3547}},
		{.05, .10, false, delay{60090, 127666}},
		{.05, .20, false, delay{13852, 29242}},
	} {
		runs := 100
		if *power {
			runs = 2000
		} else if !c.short {
			continue
		}
		test, s := must(NewNonInferiority(c.margin)), halfOpen(400_000, c.base, 1)
		said := simulate(runs, func(rng *rand.Rand) float64 { return s.closes(rng, test, alpha) })
		within(t, fmt.Sprintf("no harm at %.2f, margin %.0f %%", c.base, 100*c.margin), delayOf(said, 0), c.want, 1.15)
	}
}
