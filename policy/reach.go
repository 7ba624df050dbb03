package policy

import "slices"

// A Reach narrows a guardrail to some placements, offers or types of offer; an
// empty list does not narrow.
type Reach struct{ Placements, Offers, Types []string }

// Reach reads the three lists.
func (s *Settings) Reach() Reach {
	return Reach{Placements: s.Placements("placements"), Offers: s.Offers("offers"), Types: s.Types("types")}
}

// Covers reports whether an offer of a type, at a placement, is within reach.
func (r Reach) Covers(placement, offer, kind string) bool {
	return r.At(placement) && r.Of(offer, kind)
}

// At reports whether a placement is within reach.
func (r Reach) At(placement string) bool { return among(r.Placements, placement) }

// Of reports whether an offer of a type is within reach, wherever it is.
func (r Reach) Of(offer, kind string) bool { return among(r.Offers, offer) && among(r.Types, kind) }

// Names reports whether an offer is within reach as far as its id says.
func (r Reach) Names(offer string) bool { return among(r.Offers, offer) }

func among(list []string, name string) bool { return len(list) == 0 || slices.Contains(list, name) }
