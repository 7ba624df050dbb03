package simulate

import (
	"math"

	"proffer/engine"
)

// A draw is one slot that was filled, or left empty, as the truth judges it.
type draw struct {
	Segment  string
	Slot     engine.Slot
	Best     string  // the offer that it should have shown; empty: none
	Value    float64 // true net value of what it showed
	BestIs   float64 // true net value of Best
	ByChance float64 // mean true net value of all it could have shown, none included
}

// judge compares a slot with the best that could have been in it.
func (s *Simulation) judge(slot engine.Slot, segment string, r engine.Request) draw {
	d := draw{Segment: segment, Slot: slot, BestIs: math.Inf(-1)}
	consider := func(offer string, value float64) {
		d.ByChance += value
		if value > d.BestIs {
			d.Best, d.BestIs = offer, value
		}
		if offer == slot.Offer {
			d.Value = value
		}
	}
	for _, offer := range slot.Offers {
		consider(offer, s.World.Truth.value(s.Policy, offer, segment, r.Signals))
	}
	n := len(slot.Offers)
	if place, _ := s.Policy.Placement(r.Placement); !place.None.Off {
		consider("", place.None.Value)
		n++
	}
	d.ByChance /= float64(n)
	return d
}
