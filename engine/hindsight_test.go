package engine_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"proffer/engine"
)

// What hindsight computes with all withheld candidates back is what a shop
// without that guardrail answers to the same request.
func TestHindsightIsTheShopWithoutTheGuardrail(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		strategy := rapid.SampledFrom([]string{"thompson", "rules", "uniform", "epsilon_greedy", "beta_thompson"}).Draw(rt, "strategy")
		tame := strings.Replace(shop, "strategy: thompson, none: off", "strategy: "+strategy, 1)
		tame = without(without(tame, "  - {name: two-a-day"), "  - {name: once")
		wild := without(tame, "  - {name: gentle")
		price := rapid.SampledFrom([]string{"10.00", "15.00", "8.00", "100.00"}).Draw(rt, "max price")
		tame = strings.Replace(tame, "max_price: 15.00", "max_price: "+price, 1)
		a, b := newWorld(t, tame), newWorld(t, wild)
		r := drawer("c-1")
		r.Signals["orders"], r.Signals["cart_value"] = 0.0, rapid.Float64Range(0, 200).Draw(rt, "cart")
		compareHindsight(rt, a, a.rank(r), b.rank(r))
	})
}

// compareHindsight holds what would have been against what was without the guardrail.
func compareHindsight(t *rapid.T, w *world, held, free engine.Answer) {
	all, err := held.Withheld(w.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	want := probabilities(free.Slots)
	got := probabilities(held.Slots)
	shows := 0.0
	for _, h := range all {
		if h.Rule != "" {
			continue
		}
		for _, s := range h.Shifts {
			got[s.Offer] += s.P
		}
		shows = h.Shows
	}
	for offer, p := range want {
		if offer != "" && math.Abs(got[offer]-p) > 1e-12 {
			t.Errorf("%s: got %v, want %v", offer, got[offer], p)
		}
		if c := held.Candidate(offer); c != nil && c.Stage == engine.StageGuardrail {
			shows -= p
		}
	}
	if math.Abs(shows) > 1e-12 {
		t.Errorf("%v more would have been shown than was shown without the guardrail", shows)
	}
}

// probabilities are those of the first draw, by offer.
func probabilities(slots []engine.Slot) map[string]float64 {
	p := map[string]float64{}
	if len(slots) > 0 {
		for i, offer := range slots[0].Offers {
			p[offer] = slots[0].P[i]
		}
	}
	return p
}

// Each guardrail answers for its own candidates, and all of them together for
// all, in the draw that they were withheld from; the second slot of a slate has
// its own.
func TestWithheldByRuleAndSlot(t *testing.T) {
	w := newWorld(t, shop+"  - {name: apart, type: slate, max_discounts: 1}\n  - {name: one, type: frequency, max: 1, per: 24h, placements: [thanks]}\n")
	r := drawer("c-1")
	r.Trigger, r.Placement = "order_placed", "thanks"
	w.now = w.now.Add(time.Hour)
	a := w.rank(r)
	all, err := a.Withheld(w.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Shown()) != 1 || len(all) != 2 {
		t.Fatalf("got %d offers shown and %+v, want one, and two accounts of what was withheld after it", len(a.Shown()), all)
	}
	for i, rule := range []string{"one", ""} {
		// bundle and warranty fit, and so does kit; uniform shows each of the two that were left as often
		if got := all[i]; got.Rule != rule || got.Offers != len(a.Candidates)-1 || math.Abs(got.Shows-1) > 1e-12 {
			t.Errorf("got %+v, want all of the %d others on the account of %q", got, len(a.Candidates)-1, rule)
		}
	}
}
