package engine_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
)

// What one decision leaves on its desk does not reach the next: whatever was
// asked or refused before, the same request gets the same decision.
func TestDesksAreCleared(t *testing.T) {
	w := newWorld(t, shop)
	a := w.rank(drawer("c-1"))
	w.tell(engine.Report{EventID: "e-1", Type: engine.Decline, DecisionID: a.ID, OfferID: a.Shown()[0].Offer})
	state, err := engine.Restore(context.Background(), w.memory, nil)
	if err != nil {
		t.Fatal(err)
	}
	refused := drawer("c-2")
	refused.Signals = map[string]any{"cart_value": 70.0, "orders": -1.0}
	requests := []engine.Request{
		drawer("c-1"), drawer("c-2"), refused,
		{Trigger: "item_added", Placement: "drawer"},
		{CustomerID: "c-1", Trigger: "order_placed", Placement: "thanks", Signals: map[string]any{"cart_value": 9.0}},
	}
	decide := func(r engine.Request) *engine.Decision {
		d, err := engine.Decide(state, r, w.now, 7)
		if err != nil {
			return nil
		}
		return d
	}
	for _, before := range requests {
		for i, r := range requests {
			want := decide(r)
			decide(before)
			if diff := cmp.Diff(want, decide(r)); diff != "" {
				t.Errorf("request %d after %v (-want +got):\n%s", i, before.Signals, diff)
			}
		}
	}
}
