package rehearsal

import (
	"slices"

	"proffer/engine"
)

// A weighing is a logged decision as the new catalogue would have made it on the
// same way: at each slot, given what the slots before it show.
//
// The log's slate has the weight Π p_new/p_log over its slots. Where the catalogue
// shows none more often than the log did, the slate ends more often, and what its
// slots so far earned is in the log: what comes to none needs no weight, because
// it is known, and none itself never weighs more than 1. So tightening a cap does
// not make a log useless. What is left is a gap: offers that the catalogue shows
// where the log never could. The expected total weight is 1 less the expected gap.
type weighing struct {
	forks []fork
	way   float64 // weight of the whole slate
	total float64 // with that of the slates that the catalogue ends and the log did not
	gap   float64
}

// A fork is one slot of both, behind the log's slots before it.
type fork struct {
	reach   float64 // weight of the way up to here
	was, is spread
	ends    float64 // by how much likelier the catalogue ends the slate here than the log
}

// A spread is the distribution of a slot. One that was never drawn shows none.
type spread struct {
	offers []string
	p      []float64
}

func spreadOf(d *engine.Decision, slot int) spread {
	if slot >= len(d.Slots) {
		return spread{p: []float64{1}}
	}
	return spread{d.Slots[slot].Offers, d.Slots[slot].P}
}

func (s spread) none() float64 { return s.p[len(s.p)-1] }

func (s spread) of(offer string) float64 {
	if i := slices.Index(s.offers, offer); i >= 0 {
		return s.p[i]
	}
	return 0
}

// weigh goes along the log's slots, and one further, where it showed none.
func weigh(was, along *engine.Decision) weighing {
	w := weighing{way: 1}
	shown := was.Shown()
	for i := range len(shown) + 1 {
		f := fork{reach: w.way, was: spreadOf(was, i), is: spreadOf(along, i)}
		for k, offer := range f.is.offers {
			if f.was.of(offer) == 0 {
				w.gap += f.reach * f.is.p[k]
			}
		}
		f.ends = max(f.is.none()-f.was.none(), 0)
		w.total += f.reach * f.ends
		w.forks = append(w.forks, f)
		if i < len(shown) {
			w.way *= f.is.of(shown[i].Offer) / shown[i].Propensity
		} else {
			w.way *= min(f.is.none()/f.was.none(), 1)
		}
	}
	w.total += w.way
	return w
}
