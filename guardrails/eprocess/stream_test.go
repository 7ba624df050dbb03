package eprocess

import (
	"math"
	"math/rand/v2"
)

// visitsPerDay of every simulation of conversion: 100,000 visits are 30 days.
const visitsPerDay = 3333

// A stream makes visits that nobody has seen yet. Its functions say what the
// truth is at visit i, and with which ρ it is assigned, which may depend on the
// evidence so far.
type stream struct {
	visits int
	base   func(i int) float64               // the control's conversion rate
	effect func(i int) float64               // treated convert so many times as often
	rho    func(i int, logR float64) float64 // the probability of treatment
	prior  float64                           // what the pooled rate begins with
}

// healthy is the stream of a constant rate without harm and with 5 % control.
func healthy(visits int, base float64) stream {
	return stream{
		visits: visits, prior: base, base: always(base), effect: always(1),
		rho: func(int, float64) float64 { return .95 },
	}
}

func (s stream) visit(rng *rand.Rand, i int, logR float64) Visit {
	rho := s.rho(i, logR)
	v := Visit{Day: i / visitsPerDay, Rho: rho, Treated: rng.Float64() < rho}
	p := s.base(i)
	if v.Treated {
		p *= s.effect(i)
	}
	v.Converted = rng.Float64() < p
	return v
}

// opens plays the stream against a test, with a look after every visit, and
// returns how many visits it took until log R reached threshold; +Inf if it
// never did.
func (s stream) opens(rng *rand.Rand, test TwoByTwo, threshold float64) float64 {
	state, logR := must(NewConversion(s.prior)), math.Inf(-1)
	for i := range s.visits {
		state = must(state.Next(test, s.visit(rng, i, logR)))
		if logR = state.LogR(); logR >= threshold {
			return float64(i + 1)
		}
	}
	return math.Inf(1)
}

// closes plays a half-open try on the stream and returns how many visits it
// took until the evidence against harm reached 1/alpha; +Inf if it never did.
func (s stream) closes(rng *rand.Rand, test NonInferiority, alpha float64) float64 {
	trial := Trial{Pooled: must(NewPooled(s.prior))}
	for i := range s.visits {
		trial = must(trial.Next(test, s.visit(rng, i, 0)))
		if trial.LogE >= -math.Log(alpha) {
			return float64(i + 1)
		}
	}
	return math.Inf(1)
}

func always(x float64) func(int) float64 { return func(int) float64 { return x } }

// weekly swings a rate by a fifth over the days of a week.
func weekly(base float64) func(int) float64 {
	return func(i int) float64 {
		return base * (1 + .2*math.Sin(2*math.Pi*float64(i/visitsPerDay)/7))
	}
}

// ramp goes evenly from one value to another over all visits.
func ramp(from, to float64, visits int) func(int) float64 {
	return func(i int) float64 { return from + (to-from)*float64(i)/float64(visits) }
}

// since is factor from visit when on, and 1 before.
func since(when int, factor float64) func(int) float64 {
	return func(i int) float64 {
		if i < when {
			return 1
		}
		return factor
	}
}

// moreControl answers suspicion as a breaker does: with a control of one half.
func moreControl(usual, suspect float64) func(int, float64) float64 {
	return func(_ int, logR float64) float64 {
		if logR >= math.Log(suspect) {
			return .5
		}
		return usual
	}
}

// A shop accepts offers every day and hears of refunds later.
type shop struct {
	days, perDay int
	rate         func(day int) float64    // how many are refunded in the end
	delay        func(rng *rand.Rand) int // after how many days
}

// opens plays the shop against a limit, with a look after the refunds of every
// day and one after its accepts, and returns the number of days until log R
// reached threshold; +Inf if it never did.
func (s shop) opens(rng *rand.Rand, limit Limit, threshold float64) float64 {
	due := make([][]int, s.days) // the days whose accepts are refunded, by the day they are
	cache, table := NewRefold(limit), Cohort{}
	for day := range s.days {
		for _, accepted := range due[day] {
			table.Rows[accepted].Bad++ // every day has its row
		}
		alarmed := cache.LogR(table) >= threshold
		table = table.Add(day, s.perDay, 0)
		for range s.perDay {
			if rng.Float64() >= s.rate(day) {
				continue
			}
			if at := day + s.delay(rng); at == day {
				table.Rows[day].Bad++
			} else if at < s.days {
				due[at] = append(due[at], day)
			}
		}
		if alarmed || cache.LogR(table) >= threshold {
			return float64(day + 1)
		}
	}
	return math.Inf(1)
}

// exponential delays have a mean of so many days.
func exponential(mean float64) func(*rand.Rand) int {
	return func(rng *rand.Rand) int { return int(rng.ExpFloat64() * mean) }
}

func atOnce(*rand.Rand) int { return 0 }
