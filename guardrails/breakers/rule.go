package breakers

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"proffer/guardrails/eprocess"
	"proffer/policy"
)

// A Kind is the type of a breaker in the catalogue.
type Kind string

// The kinds.
const (
	ConversionDrop  Kind = "conversion_drop"  // treated visits convert less than the control's
	RefundRate      Kind = "refund_rate"      // more accepts are refunded than a limit allows
	ChurnRate       Kind = "churn_rate"       // more customers leave after an accept
	TicketRate      Kind = "ticket_rate"      // more accepts lead to a support ticket
	AcceptanceFloor Kind = "acceptance_floor" // fewer than a share accept; it only warns
)

// Kinds are all of them.
func Kinds() []Kind {
	return []Kind{ConversionDrop, RefundRate, ChurnRate, TicketRate, AcceptanceFloor}
}

// Scopes of a rule: it has one watch for everything, for each placement or for
// each offer.
const (
	byAll       = "all"
	byPlacement = "placement"
	byOffer     = "offer"
)

// A Rule is one breaker of a catalogue. It never changes.
type Rule struct {
	Name string
	Kind Kind

	by     string
	reach  policy.Reach
	window time.Duration // how long what is counted may take to happen
	limit  float64       // of a rate, or the floor
	test   string        // what is tested: when it changes, evidence begins afresh

	settings eprocess.Settings
	share    float64 // of alpha that each of its watches may spend

	// Of conversion_drop.
	drop   eprocess.TwoByTwo
	noDrop eprocess.NonInferiority
	guess  float64 // of the conversion rate before the first visit

	// Of the others.
	rate     eprocess.Limit
	recovery eprocess.Recovery
}

// scopes are those that the rule watches under a catalogue.
func (r *Rule) scopes(c *policy.Catalogue) []string {
	var all []string
	switch r.by {
	case byPlacement:
		for _, p := range c.Placements {
			if r.reach.At(p.Name) {
				all = append(all, scope(byPlacement, p.Name))
			}
		}
	case byOffer:
		for i := range c.Offers {
			if o := &c.Offers[i]; r.reach.Of(o.ID, o.Type) && r.meets(o) {
				all = append(all, scope(byOffer, o.ID))
			}
		}
	default:
		all = append(all, byAll)
	}
	return all
}

// meets reports whether an offer can appear at a placement within reach.
func (r *Rule) meets(o *policy.Offer) bool {
	return len(o.Placements) == 0 || slices.ContainsFunc(o.Placements, r.reach.At)
}

// watches reports whether the rule is about a scope under a catalogue. What the
// catalogue does not have may return, as long as the rule does not shut it out.
func (r *Rule) watches(at string, c *policy.Catalogue) bool {
	kind, name, _ := strings.Cut(at, ":")
	switch {
	case kind != r.by:
		return false
	case slices.Contains(r.scopes(c), at):
		return true
	case kind == byOffer:
		_, there := c.Offer(name)
		return !there && r.reach.Names(name)
	case kind == byPlacement:
		_, there := c.Placement(name)
		return !there && r.reach.At(name)
	}
	return false
}

// scopeOf is the scope in which an offer at a placement falls.
func (r *Rule) scopeOf(placement, offer string) string {
	switch r.by {
	case byPlacement:
		return scope(byPlacement, placement)
	case byOffer:
		return scope(byOffer, offer)
	}
	return byAll
}

func scope(kind, name string) string { return kind + ":" + name }

// within is the reach of the rule in each of its scopes, as a part of what is
// tested. Under a wider one, what is told of an accept would edit a table in which
// the accept was never counted. What the catalogue has within reach is no part of
// it: offers may come and go.
func (r *Rule) within() string {
	in := r.reach
	switch r.by {
	case byPlacement:
		in.Placements = nil // of all scopes together
	case byOffer:
		in.Offers = nil
	}
	return fmt.Sprintf(" in %q %q %q", listed(in.Placements), listed(in.Offers), listed(in.Types))
}

// listed are the names of a list, however often and in whatever order it has them.
func listed(names []string) []string { return slices.Compact(slices.Sorted(slices.Values(names))) }

// limits are the settings of one watch, which spends its share of alpha.
func (r *Rule) limits() eprocess.Settings {
	s := r.settings
	s.Alpha *= r.share
	return s
}
