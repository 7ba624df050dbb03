package enginetest

import (
	"math"
	"time"

	"proffer/guardrails/eprocess"
)

// wrong reports whether an accept went wrong in time, as the breaker counts it.
func (b *breaker) wrong(f *fate) bool {
	at := f.regretted
	switch b.kind {
	case "churn_rate":
		at = f.churned
	case "ticket_rate":
		at = f.ticketed
	}
	return !at.IsZero() && at.Sub(f.accepted) <= b.window
}

// table is the accepts by day, and how many went wrong; or the offers that were
// shown, and how many were not accepted.
func (w *watch) table(m *model) (c eprocess.Cohort) {
	b := w.guard.breaker
	if b.onShown() {
		for _, l := range w.looked {
			c = c.Add(l.day, 1, one(l.bad))
		}
		return c
	}
	for _, d := range m.shown {
		if w.takes(m, d) {
			c = c.Add(dayOf(d.fate.accepted), 1, one(b.wrong(&d.fate)))
		}
	}
	return c
}

// takes reports whether an accept is evidence. Of what one customer accepts within
// a window the first that is told is; of nobody, all.
func (w *watch) takes(m *model, d *display) bool {
	if d.fate.accepted.IsZero() || d.fate.late || !w.watches(d) {
		return false
	}
	same := func(o *display) bool {
		return o.customer == d.customer && (d.customer != "" || d.session != "" && o.session == d.session)
	}
	for _, o := range m.shown {
		before := o.taken < d.taken && same(o) && o.fate.accepted.Sub(d.fate.accepted).Abs() <= w.guard.breaker.window
		if before && w.takes(m, o) {
			return false
		}
	}
	return true
}

func (w *watch) counts(m *model) (accepts, bad int) {
	for _, row := range w.table(m).Rows {
		accepts, bad = accepts+row.Accepts, bad+row.Bad
	}
	return accepts, bad
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// evidence is what the watch has seen, as the e-values of package eprocess read it.
func (w *watch) evidence(m *model) eprocess.Evidence {
	b := w.guard.breaker
	e := eprocess.Evidence{Harm: w.conversion.LogR(), Mismatch: w.ratio.LogE, NoHarm: math.Inf(-1)}
	if b.onVisits() {
		if w.trial.Visits > 0 {
			e.NoHarm = w.trial.LogE
		}
		return e
	}
	limit, err := b.harm()
	if err != nil {
		m.Fatal(err)
	}
	e.Harm = limit.LogR(w.table(m))
	if b.onAccepts() && len(w.looked) > 0 {
		e.NoHarm = b.recovered(m, w.looked)
	}
	return e
}

// harm is the test of a rate against its limit or, of a floor, of the share that
// does not accept against what the floor leaves, with bets on acceptances of a
// tenth of the floor and more.
func (b *breaker) harm() (eprocess.Limit, error) {
	if b.onAccepts() {
		return eprocess.NewLimit(b.limit)
	}
	var multiples []float64
	for _, share := range []float64{.1, .3, .5, .8} {
		multiples = append(multiples, (1-share*b.limit)/(1-b.limit))
	}
	return eprocess.NewLimit(1-b.limit, multiples...)
}

// recovered is the evidence of a try: accepts that are bet to go wrong half as
// often as the limit allows.
func (b *breaker) recovered(m *model, all []looked) (logE float64) {
	recovery, err := eprocess.NewRecovery(b.limit)
	if err != nil {
		m.Fatal(err)
	}
	for _, l := range all {
		logE += recovery.LogE(l.bad)
	}
	return logE
}

// dayOf numbers the days of UTC.
func dayOf(t time.Time) int { return int(math.Floor(float64(t.Unix()) / 86400)) }
