package engine_test

import (
	"context"
	"strings"
	"testing"

	"proffer/engine"
)

// A budget gives back what it has counted and nothing else: a catalogue that makes
// its reach wider makes no room of refunds of what was accepted before, and one
// that makes it narrower keeps no place of what is refunded after; also across a
// restart.
func TestBudgetGivesBackWhatItCounted(t *testing.T) {
	const narrow = shop + "  - {name: few, type: budget, max: 5, offers: [bundle]}\n"
	w := newWorld(t, narrow)
	accept := func(customer, offer string) engine.Answer {
		a := w.show(customer, offer)
		w.tell(engine.Report{EventID: "accept " + customer, Type: engine.Accept, DecisionID: a.ID, OfferID: offer})
		return a
	}
	spends := func(when string, want int64) {
		t.Helper()
		if got := w.Guardrails().Budgets[0].Spent; got != want {
			t.Errorf("%s: %d of the budget are spent, want %d", when, got, want)
		}
	}
	own := []engine.Answer{accept("c-1", "bundle"), accept("c-2", "bundle")}
	foreign := []engine.Answer{accept("c-3", "kit"), accept("c-4", "warranty")}
	w.now = w.now.Add(2 * day)
	spends("accepted", 2)
	w.set(strings.Replace(narrow, ", offers: [bundle]", "", 1))
	w.restart(narrow)
	for _, a := range foreign {
		w.tell(engine.Report{EventID: "refund " + a.ID, Type: engine.Refund, DecisionID: a.ID})
	}
	spends("refunds of what it did not count", 2)
	w.set(strings.Replace(narrow, "[bundle]", "[kit]", 1))
	w.tell(engine.Report{EventID: "refund " + own[0].ID, Type: engine.Refund, DecisionID: own[0].ID})
	spends("a refund of what it counted", 1)
	w.verify()
}

// set puts a catalogue into force.
func (w *world) set(catalogue string) {
	w.Helper()
	if _, err := w.SetCatalogue(context.Background(), []byte(catalogue), "a test"); err != nil {
		w.Fatal(err)
	}
}
