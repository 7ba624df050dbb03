package breakers

import (
	"slices"
	"time"

	"proffer/guardrails/eprocess"
	"proffer/policy"
)

// ReasonReleased says that a catalogue lets through some of what a breaker
// stopped. No breaker is in a state for this reason; it is only told.
const ReasonReleased eprocess.Reason = "released"

// A Stop is a breaker that keeps a scope from being shown, but for a few that may
// try, with the rule of then.
type Stop struct {
	Standing
	rule *Rule
}

// Stops are the breakers that stop something.
func (b *Breakers) Stops() (list []Stop) {
	for _, w := range b.moved {
		if w.shuts(nil) {
			list = append(list, Stop{w.standing(), w.rule})
		}
	}
	return list
}

// Released are those of some stops from before that do not stop all of it any
// more: some offer of the catalogue, at some placement, that they kept back.
func (b *Breakers) Released(before []Stop, c *policy.Catalogue) []Stop {
	return slices.DeleteFunc(slices.Clone(before), func(s Stop) bool {
		now := b.watches[s.key()]
		for _, p := range c.Placements {
			for i := range c.Offers {
				o := &c.Offers[i]
				if sold(o, p.Name) && s.covers(p.Name, o) && !(now != nil && now.shuts(nil) && covers(now.rule, now.Scope, p.Name, o)) {
					return false
				}
			}
		}
		return true
	})
}

func (s *Stop) key() key { return key{s.Rule, s.Scope} }

func (s *Stop) covers(placement string, o *policy.Offer) bool {
	return covers(s.rule, s.Scope, placement, o)
}

func covers(r *Rule, at, placement string, o *policy.Offer) bool {
	return r.reach.Covers(placement, o.ID, o.Type) && r.scopeOf(placement, o.ID) == at
}

// Release is the move that says so. The breaker's own state may be what it was.
func (s *Stop) Release(now time.Time) Change {
	return Change{Rule: s.Rule, Scope: s.Scope, From: s.Breaker.State, Figures: s.Figures, Breaker: eprocess.Breaker{
		State: Closed, Since: now, Reason: ReasonReleased, Detail: "the catalogue in force now lets through some of what it stopped",
	}}
}
