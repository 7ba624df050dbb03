package eprocess

import (
	"math/rand/v2"
	"testing"
)

// At exactly the limit, and whatever the law of the delays, a cohort test raises
// a false alarm within a year with a probability of at most α. Long: 400 runs at
// 1 %. Short: 20 runs at 10 %.
func TestPowerFalseAlarmsOfCohorts(t *testing.T) {
	runs, alpha := 20, .1
	if *power {
		runs, alpha = 400, .01
	}
	limit, threshold := must(NewLimit(.08)), must(Threshold(365, alpha))
	for _, c := range []struct {
		name  string
		delay func(*rand.Rand) int
	}{
		{"refunds at once", atOnce},
		{"refunds after a week in the mean", exponential(7)},
		{"refunds after a month, all", func(*rand.Rand) int { return 30 }},
		{"refunds soon or very late", func(rng *rand.Rand) int { return 59 * rng.IntN(2) }},
	} {
		s := shop{days: 365, perDay: 350, rate: always(.08), delay: c.delay}
		said := simulate(runs, func(rng *rand.Rand) float64 { return s.opens(rng, limit, threshold) })
		atMost(t, c.name, said, alpha)
	}
}

// More refunds are found as fast as the table says, within a factor of 1.15: 350
// accepts a day of which 5 % were refunded for 50,000 accepts, limit 8 %, at 1 %
// in a year. Always 400 runs, as days are few and whole.
func TestPowerDelaysOfCohorts(t *testing.T) {
	const good = 143 // days of 350 accepts
	limit, threshold := must(NewLimit(.08)), must(Threshold(365, .01))
	for _, c := range []struct {
		name  string
		rate  float64
		delay func(*rand.Rand) int
		want  delay // in days
	}{
		{"5 to 12 %, known at once, days", .12, atOnce, delay{4, 6}},
		{"5 to 16 %, known in a week, days", .16, exponential(7), delay{14, 16}},
		{"5 to 24 %, known in a week, days", .24, exponential(7), delay{8, 8}},
	} {
		rise := since(good, c.rate/.05)
		s := shop{days: good + 60, perDay: 350, delay: c.delay, rate: func(day int) float64 { return .05 * rise(day) }}
		said := simulate(400, func(rng *rand.Rand) float64 { return s.opens(rng, limit, threshold) })
		within(t, c.name, delayOf(said, good), c.want, 1.15)
	}
}
