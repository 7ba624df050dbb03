package engine

import (
	"slices"

	"proffer/guardrails/breakers"
)

// Dismiss keeps out of the evidence of breakers what a folded decision showed
// and what they would have kept from its visit: it was shown under another
// catalogue, and under this one nobody could have accepted it. Of a decision that
// was made in this state there is nothing to dismiss.
func (s *State) Dismiss(d *Decision) error {
	probes := s.probes(d)
	if v, _, err := s.visit(&d.Request, d.At); err != nil {
		return err
	} else if v != nil {
		probes = v.Probes
	}
	for _, slot := range d.Shown() {
		if s.stops(d.Request.Placement, slot.Offer, probes) {
			s.dismissed[Target{Decision: d.ID, Offer: slot.Offer}] = struct{}{}
		}
	}
	return nil
}

// stops reports whether a breaker keeps an offer from a visit.
func (s *State) stops(placement, offer string, probes []string) bool {
	kind := ""
	if o, ok := s.policy.Offer(offer); ok {
		kind = o.Type
	}
	return slices.ContainsFunc(s.policy.guards.Breakers(), func(r *breakers.Rule) bool {
		reason, _ := s.breakers.Refuse(r, placement, offer, kind, probes)
		return reason != ""
	})
}

// heard reports whether an offer that a decision showed is evidence.
func (s *State) heard(decision, offer string) bool {
	_, dismissed := s.dismissed[Target{Decision: decision, Offer: offer}]
	return !dismissed
}
