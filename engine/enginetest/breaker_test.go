package enginetest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"proffer/bandit"
	"proffer/engine"
	"proffer/guardrails/breakers"
	"proffer/guardrails/eprocess"
)

// A breaker is what a plan says of one. The kinds are those of the catalogue.
type breaker struct {
	kind            string
	by              string
	limit           float64 // of a rate, or the floor
	margin, closing float64 // of conversions
	expect          float64
	window          time.Duration
	alpha           float64
	dwell, trial    time.Duration
}

// test is what is tested, and on what within a scope: when it changes, evidence
// begins afresh.
func (g *guard) test() string {
	b, in := g.breaker, g.reach
	switch b.by {
	case "placement":
		in.places = nil
	case "offer":
		in.offers = nil
	}
	return fmt.Sprint(b.limit, b.margin, b.closing, b.window, in)
}

func (b *breaker) onVisits() bool { return b.kind == "conversion_drop" }

func (b *breaker) onShown() bool { return b.kind == "acceptance_floor" }

func (b *breaker) onAccepts() bool { return !b.onVisits() && !b.onShown() }

func (b *breaker) advisory() bool { return b.onShown() }

// scopeOf is the scope in which an offer at a placement falls.
func (b *breaker) scopeOf(placement, offer string) string {
	switch b.by {
	case "placement":
		return "placement:" + placement
	case "offer":
		return "offer:" + offer
	}
	return "all"
}

// scopes are those that a guard watches under a plan.
func (p *plan) scopes(g *guard) []string {
	var all []string
	for _, l := range p.places {
		for _, o := range p.offers {
			sold := g.breaker.by != "offer" || among(o.places, l.name) && among(g.offers, o.id) && among(g.kinds, o.kind)
			if at := g.breaker.scopeOf(l.name, o.id); among(g.places, l.name) && sold && !slices.Contains(all, at) {
				all = append(all, at)
			}
		}
	}
	return all
}

// concerns reports whether a guard is about a scope: one that it watches, or that
// of an offer that is away and may return.
func (p *plan) concerns(g *guard, scope string) bool {
	id, ofOffer := strings.CutPrefix(scope, "offer:")
	return slices.Contains(p.scopes(g), scope) || ofOffer && g.breaker.by == "offer" && p.offer(id) == nil && among(g.offers, id)
}

// alpha is what each watch of a guard may spend: those that can stop one offer at
// one placement share it.
func (p *plan) alpha(g *guard) float64 {
	most := 1
	for _, l := range p.places {
		for _, o := range p.offers {
			if g.stops(l, o) {
				most = max(most, len(p.stopping(l, o)))
			}
		}
	}
	return g.breaker.alpha * (1 / float64(most))
}

// stopping are the guards that can stop an offer at a placement for everybody.
func (p *plan) stopping(l *place, o *offer) []*guard {
	return slices.DeleteFunc(slices.Clone(p.guards), func(g *guard) bool { return !g.stops(l, o) })
}

func (g *guard) stops(l *place, o *offer) bool {
	return g.breaker != nil && !g.breaker.advisory() && among(o.places, l.name) && g.covers(l.name, o)
}

// settings are what moves the states of a watch.
func (p *plan) settings(g *guard) eprocess.Settings {
	s, b := eprocess.DefaultSettings(), g.breaker
	s.Alpha, s.Advisory = p.alpha(g), b.advisory()
	if !b.advisory() {
		s.Dwell, s.Trial = b.dwell, b.trial
	}
	return s
}

// tries asks the watches about a new visit: the share of control of its lot, and
// the tries that it takes part in, drawn from the decision's own seed.
func (m *model) tries(d *engine.Decision) (control float64, probes []string) {
	control = m.plan.groups.control
	for _, w := range m.sorted() {
		b := w.guard.breaker
		if b.onVisits() && !w.meets(d.Request.Placement) {
			continue
		}
		if state := w.state.State; b.onVisits() && (state == eprocess.Suspect || state == eprocess.HalfOpen) {
			control = max(control, .5)
		}
		if w.state.State == eprocess.HalfOpen && bandit.Ticket(d.Seed, 0, "\x00try") < .1 {
			probes = append(probes, w.try())
		}
	}
	return control, probes
}

// stops says whether a breaker keeps a visit from an offer.
func (c *occasion) stops(g *guard, o *offer) string {
	w := c.watches[watched{g.name, g.breaker.scopeOf(c.place.name, o.id)}]
	return unless(w == nil || !w.shuts(c.probes), g.kind)
}

// settled fails when a breaker has not moved that has to.
func (m *model) settled(at time.Time) {
	m.Helper()
	for _, w := range m.watches {
		if next, moves, why := w.state.Next(m.plan.settings(w.guard), at, w.evidence(m)); moves {
			m.Fatalf("after event %d %s on %s is %s and has to be %s: %s", m.seq, w.guard.name, w.scope, w.state.State, next.State, why)
		}
	}
}

// move holds a logged move against the evidence, or the word of a person.
func (m *model) move(c *breakers.Change) {
	m.Helper()
	w := m.watches[watched{c.Rule, c.Scope}]
	if w == nil {
		m.Fatalf("%s on %s has moved, and there is no such breaker", c.Rule, c.Scope)
	}
	want, err := w.state.Override(c.Breaker.State, m.at, c.Breaker.By, c.Breaker.Detail)
	if c.Breaker.By == "" {
		want, _, _ = w.state.Next(m.plan.settings(w.guard), m.at, w.evidence(m))
		err = nil
	}
	if err != nil || c.From != w.state.State || c.Breaker != want {
		m.Fatalf("event %d moves %s on %s from %s to %+v, want from %s to %+v (error %v)", m.seq, c.Rule, c.Scope, c.From, c.Breaker, w.state.State, want, err)
	}
	if c.Breaker.By == "" {
		m.compareFigures(w, &c.Figures)
	}
	begins := want.Epoch != w.state.Epoch
	if w.state = want; begins {
		w.begin(m)
	}
}

// compareFigures holds what the engine says of a watch against what was seen.
func (m *model) compareFigures(w *watch, got *breakers.Figures) {
	m.Helper()
	e := w.evidence(m)
	same := closeTo(got.LogR, e.Harm) && closeTo(got.LogNoHarm, e.NoHarm) && got.Waiting == len(w.queue) &&
		math.Abs(got.LogThreshold-math.Log(365/m.plan.alpha(w.guard))) < 1e-9
	if w.guard.breaker.onVisits() {
		same = same && *got.Treated == w.treated && *got.Control == w.control && closeTo(got.LogSampleRatio, e.Mismatch)
	} else {
		accepts, bad := w.counts(m)
		same = same && *got.Accepts == accepts && *got.Bad == bad
	}
	if !same {
		m.Fatalf("after event %d %s on %s has %s, want %+v of %+v, %d waiting", m.seq, w.guard.name, w.scope, show(got), e, *w, len(w.queue))
	}
}

func show(figures any) string {
	text, err := json.Marshal(figures)
	return fmt.Sprint(string(text), err)
}

// closeTo reports whether a figure is a number, to rounding; nil is one that
// cannot be written down.
func closeTo(got *float64, want float64) bool {
	if got == nil {
		return math.IsInf(want, 0) || math.IsNaN(want)
	}
	return math.Abs(*got-want) <= 1e-9*max(1, math.Abs(want))
}

// sorted are the watches in an order that does not change.
func (m *model) sorted() []*watch {
	var all []*watch
	for _, w := range m.watches {
		all = append(all, w)
	}
	slices.SortFunc(all, func(x, y *watch) int {
		return cmp.Or(cmp.Compare(x.guard.name, y.guard.name), cmp.Compare(x.scope, y.scope))
	})
	return all
}
