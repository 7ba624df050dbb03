package enginetest

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// A shop is what stays the same of a run's catalogues: the types of its offers,
// where they may appear, and what each cap and budget is about. All else is drawn
// anew for every catalogue that comes into force.
type shop struct {
	offers   []offer
	places   []place
	guards   []guardrail
	learning learning
	segments []segment
}

// A guardrail is one that some catalogues of a shop have. It draws its settings
// for a plan whose offers are drawn.
type guardrail struct {
	name, kind string
	reach
	draw func(t *rapid.T, p *plan, g *guard)
}

// one draws one of several values.
func oneOf[T any](t *rapid.T, label string, values ...T) T {
	return rapid.SampledFrom(values).Draw(t, label)
}

// some draws a part of a list, in its order; more often than not all of it.
func some(t *rapid.T, label string, all []string) []string {
	if rapid.IntRange(0, 2).Draw(t, label+" narrowed") > 0 {
		return nil
	}
	kept := slices.DeleteFunc(slices.Clone(all), func(string) bool { return rapid.Bool().Draw(t, label) })
	if len(kept) == len(all) {
		return nil
	}
	return kept
}

var (
	kinds      = []string{"kit", "care"}
	placeNames = []string{"cart", "mail", "panel"}
	strategies = []string{"thompson", "thompson", "beta_thompson", "greedy", "epsilon_greedy", "linucb", "rules", "weighted", "ab_test", "uniform", "uniform"}
)

func drawShop(t *rapid.T) *shop {
	s := &shop{}
	for i := range rapid.IntRange(2, 5).Draw(t, "offers") {
		s.offers = append(s.offers, offer{
			id: fmt.Sprintf("o%d", i), kind: kinds[i%2],
			triggers: some(t, "triggers", triggers), places: some(t, "placements", placeNames),
		})
	}
	for i, channel := range []string{"onsite", "email", "in_app"} {
		s.places = append(s.places, place{name: placeNames[i], channel: channel, reportsViews: rapid.Bool().Draw(t, "reports views")})
	}
	s.drawLearning(t)
	for i := range rapid.IntRange(2, 7).Draw(t, "guardrails") {
		g := rapid.SampledFrom(guardKinds).Draw(t, "guardrail")(t)
		g.name = fmt.Sprintf("g%d", i)
		s.guards = append(s.guards, g)
	}
	return s
}

// drawLearning draws what to learn and of whom. A catalogue that changes it learns
// anew from the log, so it seldom does.
func (s *shop) drawLearning(t *rapid.T) {
	s.learning = learning{
		floor: oneOf(t, "floor", 0, .05, .3), scale: oneOf(t, "scale", .6, 1), epsilon: oneOf(t, "epsilon", .1, .5), width: 1,
		halfLife: oneOf(t, "half-life", 0, 0, 10*day), target: oneOf(t, "target", "net_value", "net_value", "reward"),
	}
	s.segments = nil
	if rapid.Bool().Draw(t, "segments") {
		s.segments = []segment{{"one", oneOf(t, "segment", conditions...)}, {"other", oneOf(t, "segment", conditions...)}}
	}
}

// drawReach narrows a guardrail. It names no offer that may leave the catalogue.
func drawReach(t *rapid.T) reach {
	return reach{
		places: some(t, "guarded placements", placeNames), offers: some(t, "guarded offers", []string{"o0", "o1"}),
		kinds: some(t, "guarded types", kinds),
	}
}

// plan draws the next catalogue of a shop. Its last offer comes and goes when
// there are more than two, and each guardrail does.
func (s *shop) plan(t *rapid.T) *plan {
	p := &plan{
		groups: groups{
			holdout:  oneOf(t, "holdout", 0, 0, .2),
			control:  oneOf(t, "control", .1, .3, .5),
			baseline: oneOf(t, "baseline", 0, 0, .2),
		},
	}
	if rapid.IntRange(0, 3).Draw(t, "another learning") == 0 {
		s.drawLearning(t)
	}
	p.learning, p.segments = s.learning, s.segments
	for _, l := range s.places {
		l.slots, l.strategy = rapid.IntRange(1, 3).Draw(t, "slots"), oneOf(t, "strategy", strategies...)
		l.noneOff, l.none = rapid.Bool().Draw(t, "none off"), oneOf(t, "none", 0, 0, .1)
		p.places = append(p.places, &l)
	}
	for i, o := range s.offers {
		if i > 1 && i == len(s.offers)-1 && rapid.IntRange(0, 2).Draw(t, "leaves") == 0 {
			continue
		}
		p.offers = append(p.offers, drawOffer(t, o))
	}
	for _, g := range s.guards {
		if rapid.IntRange(0, 3).Draw(t, "without") > 0 {
			next := &guard{name: g.name, kind: g.kind, reach: g.reach}
			g.draw(t, p, next)
			p.guards = append(p.guards, next)
		}
	}
	p.write()
	return p
}

func drawOffer(t *rapid.T, o offer) *offer {
	o.price = oneOf[int64](t, "price", 500, 1000, 1000, 2550, 4000)
	o.margin = o.price / 4
	o.discount = oneOf(t, "discount", 0, 0, .1, .25)
	o.priority = rapid.IntRange(0, 2).Draw(t, "priority")
	o.weight = float64(rapid.IntRange(0, 2).Draw(t, "weight"))
	if rapid.Bool().Draw(t, "conditional") {
		o.when = oneOf(t, "when", conditions...)
	}
	return &o
}

var waits = []time.Duration{30 * time.Minute, 2 * time.Hour, day, 3 * day}

// windows are all those that a catalogue may have.
var windows = append([]time.Duration{acceptWindow, refundWindow, ticketWindow, conversionWindow}, waits...)

func drawWait(t *rapid.T, label string) time.Duration { return oneOf(t, label, waits...) }
