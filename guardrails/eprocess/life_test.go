package eprocess

import (
	"math/rand/v2"
	"testing"
	"time"
)

// A life is a breaker with all that it looks at, as a fold would keep them.
type life struct {
	settings Settings
	drop     TwoByTwo
	closing  NonInferiority

	breaker    Breaker
	conversion Conversion
	ratio      SampleRatio
	trial      Trial
	now        time.Time
}

// A lesson is what one life came to.
type lesson struct {
	opened      time.Duration // after the harm began, when it first did
	closedEarly bool          // while there still was harm
	closed      time.Duration // after the harm ended
	tries       int
}

const (
	goodDays, badDays, days = 14, 12, 120
	visitsOfADay            = 5000
)

// live plays 14 good days, 12 on which offers cost a third of the conversions,
// and good ones again until the breaker has closed.
func live(rng *rand.Rand) (l lesson) {
	b := life{
		settings: DefaultSettings(), drop: must(NewTwoByTwo(.1)), closing: must(NewNonInferiority(.1)),
		breaker: NewBreaker(start), conversion: must(NewConversion(.5)), now: start,
	}
	began, ended := start.AddDate(0, 0, goodDays), start.AddDate(0, 0, goodDays+badDays)
	for i := range days * visitsOfADay {
		b.now = start.Add(time.Duration(i) * (24 * time.Hour / visitsOfADay))
		harmful := !b.now.Before(began) && b.now.Before(ended)
		b = b.visit(rng, i/visitsOfADay, harmful)
		was := b.breaker
		b = b.look()
		switch is := b.breaker; {
		case is.State == was.State || is.State == Suspect || was.State == Suspect && is.State == Closed:
		case is.State == Open && l.opened == 0:
			l.opened = b.now.Sub(began)
		case is.State == Closed && harmful:
			l.closedEarly = true
		case is.State == Closed:
			l.closed, l.tries = b.now.Sub(ended), is.Tries
			return l
		}
	}
	return l
}

// visit assigns one visit as the state of the breaker says, and counts it if it
// takes part.
func (b life) visit(rng *rand.Rand, day int, harmful bool) life {
	traffic := b.settings.Traffic(b.breaker.State, .1)
	if rng.Float64() >= traffic.TakesPart {
		return b
	}
	v := Visit{Day: day, Rho: 1 - traffic.Control, Treated: rng.Float64() < 1-traffic.Control}
	p := .6
	if v.Treated && harmful {
		p = .4
	}
	v.Converted = rng.Float64() < p
	b.conversion = must(b.conversion.Next(b.drop, v))
	b.ratio = must(b.ratio.Next(v.Rho, v.Treated))
	if b.breaker.State == HalfOpen {
		b.trial = must(b.trial.Next(b.closing, v))
	}
	return b
}

// look moves the breaker, and begins the evidence afresh where it says so. The
// pooled rate is no evidence and goes on.
func (b life) look() life {
	e := Evidence{Harm: b.conversion.LogR(), Mismatch: b.ratio.LogE, NoHarm: b.trial.LogE}
	next, _, _ := b.breaker.Next(b.settings, b.now, e)
	if next.Epoch != b.breaker.Epoch {
		b.conversion.Detector, b.ratio = Detector{}, SampleRatio{}
		b.trial = Trial{Pooled: b.conversion.Pooled}
	}
	b.breaker = next
	return b
}

// A checkout breaks behind an offer and is repaired twelve days later: the
// breaker opens within hours, lets nothing back while it is broken, and closes by
// itself. The tries that failed meanwhile make that slow: a dwell of 16 days and
// two tries of 14 are within what may happen.
func TestLifeOfABreaker(t *testing.T) {
	lengthy(t)
	for seed := range uint64(3) {
		got := live(rand.New(rand.NewPCG(powerSeed, seed)))
		if got.opened <= 0 || got.opened > 24*time.Hour {
			t.Errorf("life %d: opened %v after the harm began, want within a day", seed, got.opened)
		}
		if got.closedEarly {
			t.Errorf("life %d: closed while offers did harm", seed)
		}
		if got.closed <= 0 || got.closed > (16+2*14)*24*time.Hour {
			t.Errorf("life %d: closed %v after the harm ended, in try %d", seed, got.closed, got.tries)
		}
	}
}
