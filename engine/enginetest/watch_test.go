package enginetest

import (
	"slices"
	"strconv"
	"time"

	"proffer/engine"
	"proffer/guardrails/breakers"
	"proffer/guardrails/eprocess"
)

type watched struct{ guard, scope string }

// A watch is one breaker on one scope: what it has looked at since its evidence
// began, and the state that the log's moves have led to.
type watch struct {
	guard *guard
	scope string
	since uint64 // the event with which evidence began
	state eprocess.Breaker
	queue []pending

	conversion       eprocess.Conversion
	ratio            eprocess.SampleRatio
	trial            eprocess.Trial
	treated, control breakers.Converting

	looked []looked // of what was shown, or of the accepts of a try
}

// A pending waits for the end of its window.
type pending struct {
	due   time.Time
	visit *visit
	shown *display
}

type looked struct {
	day int
	bad bool
}

// openWatches puts the breakers of a plan into force. One goes on as long as the
// guardrail is about its scope, and begins afresh when it tests something else or
// something else in that scope.
func (m *model) openWatches() {
	kept := map[watched]*watch{}
	for _, g := range m.plan.guards {
		if g.breaker == nil {
			continue
		}
		for at, w := range m.watches {
			if at.guard == g.name && m.plan.concerns(g, at.scope) {
				kept[at] = w
			}
		}
		for _, scope := range m.plan.scopes(g) {
			at := watched{g.name, scope}
			if kept[at] == nil {
				kept[at] = &watch{guard: g, scope: scope, state: eprocess.NewBreaker(m.at)}
				kept[at].conversion.Pooled.Rate = g.breaker.expect
				kept[at].begin(m)
			}
		}
		for at, w := range kept {
			if at.guard != g.name {
				continue
			}
			same := w.guard.test() == g.test()
			if w.guard = g; !same {
				w.state = w.state.Afresh(m.at)
				w.begin(m)
			}
		}
	}
	m.watches = kept
}

// begin lets the evidence begin afresh; what the conversion rate is is no evidence.
func (w *watch) begin(m *model) {
	fresh, err := eprocess.NewConversion(w.conversion.Pooled.Rate)
	if err != nil {
		m.Fatal(err)
	}
	*w = watch{guard: w.guard, scope: w.scope, state: w.state, since: m.seq, conversion: fresh, trial: eprocess.Trial{Pooled: fresh.Pooled}}
}

// try names the try that is under way.
func (w *watch) try() string { return w.guard.name + "/" + w.scope + "#" + strconv.Itoa(w.state.Epoch) }

// meets reports whether a watch is about a placement as a whole.
func (w *watch) meets(placement string) bool {
	return among(w.guard.places, placement) && (w.scope == "all" || w.scope == "placement:"+placement)
}

// shuts reports whether a watch keeps a visit from its offers.
func (w *watch) shuts(probes []string) bool {
	switch w.state.State {
	case eprocess.Open:
		return !w.guard.breaker.advisory()
	case eprocess.HalfOpen:
		return !slices.Contains(probes, w.try())
	}
	return false
}

// watches reports whether a watch is about an offer that was shown.
func (w *watch) watches(d *display) bool {
	return d.seq > w.since && w.guard.covers(d.placement, d.offer) && w.guard.breaker.scopeOf(d.placement, d.offer.id) == w.scope
}

// watchVisit lets a visit wait for the end of its window.
func (m *model) watchVisit(v *visit) {
	for _, w := range m.watches {
		if w.guard.breaker.onVisits() && w.meets(v.placement) {
			w.queue = append(w.queue, pending{due: m.at.Add(w.guard.breaker.window), visit: v})
		}
	}
}

// watchDisplay lets an offer that was shown wait for its answer.
func (m *model) watchDisplay(d *display) {
	for _, w := range m.watches {
		if w.guard.breaker.onShown() && w.watches(d) {
			w.queue = append(w.queue, pending{due: d.at.Add(w.guard.breaker.window), shown: d})
		}
	}
}

// watchFate lets an accept that arrives while a try is under way wait until nothing
// that would count can go wrong any more.
func (m *model) watchFate(d *display, before *fate) {
	if d.fate.accepted.IsZero() || !before.accepted.IsZero() {
		return
	}
	for _, w := range m.watches {
		if b := w.guard.breaker; b.onAccepts() && w.takes(m, d) && w.state.State == eprocess.HalfOpen {
			w.queue = append(w.queue, pending{due: m.at.Add(b.window), shown: d})
		}
	}
}

// look lets every watch look at what has waited until now, each once, as it is known.
func (m *model) look() {
	for _, w := range m.watches {
		for len(w.queue) > 0 && !w.queue[0].due.After(m.at) {
			p := w.queue[0]
			w.queue = w.queue[1:]
			if p.visit != nil {
				w.lookAtVisit(m, &p)
			} else {
				w.lookAtShown(&p)
			}
		}
	}
}

func (w *watch) lookAtVisit(m *model, p *pending) {
	b, v := w.guard.breaker, p.visit
	begun := p.due.Add(-b.window)
	seen := eprocess.Visit{
		Day: dayOf(p.due), Rho: v.treated, Treated: v.group != engine.Control,
		Converted: !v.converted().IsZero() && v.converted().Sub(begun) <= b.window,
	}
	drop, err1 := eprocess.NewTwoByTwo(b.margin)
	noDrop, err2 := eprocess.NewNonInferiority(b.closing)
	var err3, err4, err5 error
	w.conversion, err3 = w.conversion.Next(drop, seen)
	w.ratio, err4 = w.ratio.Next(seen.Rho, seen.Treated)
	if w.state.State == eprocess.HalfOpen {
		w.trial, err5 = w.trial.Next(noDrop, seen)
	}
	for _, err := range []error{err1, err2, err3, err4, err5} {
		if err != nil {
			m.Fatal(err)
		}
	}
	side := &w.control
	if seen.Treated {
		side = &w.treated
	}
	side.Visits++
	if seen.Converted {
		side.Converted++
	}
}

// lookAtShown looks at an offer whose placement has reported a view or an answer
// where it reports any, or at an accept of a try that is still under way.
func (w *watch) lookAtShown(p *pending) {
	b, d := w.guard.breaker, p.shown
	f := &d.fate
	switch {
	case b.onShown() && (!d.needsView || !f.viewed.IsZero() || !f.declined.IsZero() || !f.accepted.IsZero() && !f.late):
		kept := !f.accepted.IsZero() && f.accepted.Sub(d.at) <= b.window
		w.looked = append(w.looked, looked{dayOf(p.due), !kept})
	case b.onAccepts() && w.state.State == eprocess.HalfOpen:
		w.looked = append(w.looked, looked{bad: b.wrong(f)})
	}
}
