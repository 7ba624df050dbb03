package simulate

import (
	"fmt"
	"time"

	"proffer/engine"
)

// A Truth is what the customers of one world are like, which no server is told.
type Truth struct {
	Offers   map[string]Nature
	Leanings []Leaning
	Seen     map[string]float64 // how often an offer is seen, at placements that report views
	Refuses  float64            // who does not accept says no with this probability, and else nothing
	Delays   Delays
}

// A Nature is how customers take to one offer.
type Nature struct {
	// Drag is the share of visits that end without an order because this offer
	// was in their way: the more it asks or the less it fits, the more.
	Drag float64
	By   map[string]Answer // by segment; the zero Answer for those that are not here
}

// An Answer is how the customers of one segment truly answer one offer.
type Answer struct {
	Accept float64 // P(accept | seen), before leanings
	Refund float64 // P(refund | accept), as are the next two
	Churn  float64
	Ticket float64
}

// A Leaning is a context effect: customers of whom a signal has this value
// accept an offer more often than the others, by some points of probability.
type Leaning struct {
	Offer  string
	Signal string
	Value  string
	Points float64
}

// Delays are mean times from an accept to what follows from it, exponentially
// distributed.
type Delays struct{ Refund, Churn, Ticket time.Duration }

// accept is the true probability that a customer accepts an offer that was seen.
func (t *Truth) accept(offer, segment string, signals map[string]any) float64 {
	p := t.Offers[offer].By[segment].Accept
	if p == 0 {
		return 0 // who would never take it does not lean to it either
	}
	for _, l := range t.Leanings {
		if l.Offer == offer && signals[l.Signal] == any(l.Value) {
			p += l.Points
		}
	}
	return min(max(p, 0), 1)
}

// kept is what an accept in a segment is truly worth after regret, in major
// units: margin − R·(margin + refund cost) − C·churn cost − T·ticket cost.
func (t *Truth) kept(p *engine.Policy, offer, segment string) float64 {
	o, ok := p.Offer(offer)
	if !ok {
		return 0
	}
	a, major := t.Offers[offer].By[segment], p.Currency.Major
	return major(o.Margin) - a.Refund*major(o.Margin+o.Costs.Refund) -
		a.Churn*major(o.Costs.Churn) - a.Ticket*major(o.Costs.Ticket)
}

// value is the true net value of an offer to one customer who sees it.
func (t *Truth) value(p *engine.Policy, offer, segment string, signals map[string]any) float64 {
	return t.accept(offer, segment, signals) * t.kept(p, offer, segment)
}

// covers reports the first offer of a catalogue that this truth knows nothing of.
func (t *Truth) covers(p *engine.Policy) error {
	for i := range p.Offers {
		if _, known := t.Offers[p.Offers[i].ID]; !known {
			return fmt.Errorf("simulate: the catalogue has the offer %s, of which this truth knows nothing", p.Offers[i].ID)
		}
	}
	return nil
}
