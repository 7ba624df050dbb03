package breakers_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"proffer/guardrails/breakers"
)

// A season is how an offer fares: so many of its accepts come back, each after some
// whole days, at least one.
type season struct {
	share float64
	delay func(*rand.Rand) int
}

// lives lets an offer that was stopped be accepted ten times a day by those who
// try it, and reports after how many days its breaker closed; 0 is never.
func (s season) lives(w *world, rng *rand.Rand, days int) int {
	coming := map[int][]breakers.Accept{}
	for today := range days {
		for _, was := range coming[today] {
			is := was
			is.Refunded = w.now
			w.Revise(was, is, w.now)
			w.found[breakers.Pending{Decision: is.Decision, Offer: is.Offer}] = breakers.Finding{Accept: is}
		}
		w.pass(0)
		for range 10 {
			if w.standing("regret", kit).Breaker.State != breakers.HalfOpen {
				break
			}
			is := w.accept(-1)
			if rng.Float64() < s.share {
				back := today + max(s.delay(rng), 1)
				coming[back] = append(coming[back], is)
			}
		}
		w.pass(day)
		if w.standing("regret", kit).Breaker.State == breakers.Closed {
			return today + 1
		}
	}
	return 0
}

// However late it is within the window that accepts come back, a try lets no offer
// back of which twice as many do as the limit allows, and lets every offer back of
// which few do. The catalogue's own delay of 5 days is wrong for all of these laws.
func TestNoDelayLetsHarmBack(t *testing.T) {
	laws := map[string]func(*rand.Rand) int{
		"on the next day":         func(*rand.Rand) int { return 1 },
		"after a week or so":      func(rng *rand.Rand) int { return min(int(7*rng.ExpFloat64()), 29) },
		"after three weeks or so": func(rng *rand.Rand) int { return min(int(21*rng.ExpFloat64()), 29) },
		"after 28 days":           func(*rand.Rand) int { return 28 },
		"on the last day":         func(*rand.Rand) int { return 29 },
		"soon or very late":       func(rng *rand.Rand) int { return 1 + 28*rng.IntN(2) },
	}
	for name, delay := range laws {
		for seed := range uint64(5) {
			for share, closes := range map[float64]bool{.4: false, .04: true} {
				w := newWorld(t, "  - {name: regret, type: refund_rate, max: 20%}\n")
				w.say("regret", kit, breakers.HalfOpen)
				rng := rand.New(rand.NewPCG(20260302, seed))
				got := season{share, delay}.lives(w, rng, 300)
				if (got > 0) != closes {
					t.Errorf("%.0f %% come back %s, seed %d: closed after %d days, want that it does: %v", 100*share, name, seed, got, closes)
				}
				if closes && !(got > 30 && got <= 44) {
					t.Errorf("%.0f %% come back %s, seed %d: closed after %d days, want after the window and within the first try", 100*share, name, seed, got)
				}
			}
		}
	}
}

// Of an offer of which exactly as many come back as the limit allows, a try is
// convinced with a probability of at most alpha, over all tries together.
func TestTheLimitIsNotLetBack(t *testing.T) {
	const runs = 60
	closed := 0
	for seed := range uint64(runs) {
		w := newWorld(t, "  - {name: regret, type: refund_rate, max: 20%, dwell: 1h}\n")
		w.say("regret", kit, breakers.HalfOpen)
		if (season{.2, func(*rand.Rand) int { return 28 }}).lives(w, rand.New(rand.NewPCG(20260302, seed)), 200) > 0 {
			closed++
		}
	}
	// With alpha = 5 %, more than 7 of 60 happens with a probability of 1 %.
	if closed > 7 {
		t.Errorf("%d of %d are let back", closed, runs)
	}
}

// A try looks at an accept once: a refund that is told behind the window edits the
// table, and nothing that the try has seen.
func TestATryLooksOnce(t *testing.T) {
	w := newWorld(t, "  - {name: regret, type: refund_rate, max: 8%, window: 10d}\n")
	w.say("regret", kit, breakers.HalfOpen)
	was := w.accept(-1)
	w.pass(10 * day)
	seen := *w.standing("regret", kit).Figures.LogNoHarm
	is := was
	is.Refunded = is.Accepted.Add(time.Hour)
	w.Revise(was, is, w.now)
	w.wantsCounts("regret", kit, "1/1 +0")
	if got := *w.standing("regret", kit).Figures.LogNoHarm; got != seen {
		t.Errorf("ln E of the try goes from %v to %v by what was told behind the window", seen, got)
	}
}
