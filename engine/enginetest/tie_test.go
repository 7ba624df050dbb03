package enginetest

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"proffer/engine"
)

// twins are two offers of which everything is the same, shown by lot at one placement
// and by what is believed of them at the other, always side by side.
func twins(t *rapid.T) *plan {
	p := &plan{
		places: []*place{
			{name: "cart", channel: "onsite", slots: 2, strategy: "uniform", reportsViews: true},
			{name: "panel", channel: "in_app", slots: 2, strategy: oneOf(t, "strategy", "greedy", "linucb", "epsilon_greedy"), noneOff: true},
		},
		learning: learning{
			scale: oneOf(t, "scale", .6, 1), epsilon: .1, width: 1,
			halfLife: oneOf(t, "half-life", 0, 10*day), target: "net_value",
		},
	}
	for _, id := range []string{"o0", "o1"} {
		p.offers = append(p.offers, &offer{id: id, kind: "kit", price: 1000, margin: 250})
	}
	p.write()
	return p
}

// Offers to which the same happened tie, in whatever order it was told of each:
// their digits do not matter, neither when it is decided nor when it is decided again.
func TestTwinsTie(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := start(rt, twins(rt))
		for range rapid.IntRange(1, 4).Draw(rt, "days") {
			w.tellOfTwins(rt)
			r := w.request(rt, "c-1")
			r.Placement, r.Exclude, r.Limit = "panel", nil, 0
			a := w.rank(r)
			w.hear(a)
			w.step()
			if p := a.Slots[0].P; !(math.Abs(p[0]-p[1]) <= 1e-12) {
				rt.Fatalf("twins are shown with %v by %+v and %+v", p, a.Candidates[0].Score, a.Candidates[1].Score)
			}
			if rapid.Bool().Draw(rt, "restarts") {
				w.Restart(rt)
			}
			w.now = w.now.Add(day)
		}
		w.end()
	})
}

// tellOfTwins shows both offers to some customers and reports the same of each, of
// one the latest customer first.
func (w *walk) tellOfTwins(t *rapid.T) {
	var told []engine.Report
	for i := range rapid.IntRange(2, 12).Draw(t, "customers") {
		r := w.request(t, fmt.Sprintf("w-%d", i))
		r.Placement, r.Exclude, r.Limit = "cart", nil, 0
		a := w.rank(r)
		w.hear(a)
		told = append(told, engine.Report{DecisionID: a.ID, Type: oneOf(t, "answer", engine.View, engine.View, engine.Accept)})
	}
	for _, offer := range []string{"o0", "o1"} {
		for _, r := range told {
			r.OfferID, r.EventID = offer, offer+"/"+r.DecisionID
			w.hearOf(w.tell(r))
		}
		slices.Reverse(told)
	}
	w.step()
}
