package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/engine"
)

// A late accept is no evidence, and does not stand in the way of one that is.
func TestALateAcceptIsNoWitness(t *testing.T) {
	w := newWorld(t, guardedShop)
	first := w.show("c-1", "bundle")
	w.now = w.now.Add(25 * day)
	second := w.show("c-1", "bundle")
	w.now = first.At.Add(30*day + time.Second)
	for _, a := range []engine.Answer{first, second} {
		w.tell(engine.Report{EventID: a.ID, Type: engine.Accept, DecisionID: a.ID})
	}
	if got := *w.breaker("regret", "offer:bundle").Figures.Accepts; got != 1 {
		t.Errorf("%d accepts are evidence, want the one in time", got)
	}
}

// Of a customer who has accepted more than is kept nobody knows any more which
// accept was the first within a window, so none of theirs is evidence from then on.
func TestAcceptsBeyondCounting(t *testing.T) {
	const kept = 256
	w := newWorld(t, strings.Replace(without(guardedShop, "  - {name: once"), "regret, type: refund_rate, max: 8%", "regret, type: refund_rate, max: 8%, window: 1h", 1))
	shown := 0
	for i := 0; shown < kept+5; i++ {
		w.now = w.now.Add(2 * time.Hour)
		a := w.rank(only("c-1", fmt.Sprint("s-", i), "bundle"))
		if len(a.Shown()) == 0 {
			continue
		}
		shown++
		w.tell(engine.Report{EventID: a.ID, Type: engine.Accept, DecisionID: a.ID})
		if got := *w.breaker("regret", "offer:bundle").Figures.Accepts; got != min(shown, kept-1) {
			t.Fatalf("after %d accepts of a customer %d are evidence, want %d", shown, got, min(shown, kept-1))
		}
	}
}
