package engine_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
)

// What was written on a sheet before does not reach the next decision: whatever
// was decided and given back, the same request gets the same decision, to the
// difference between an empty list and none.
func TestReleasedSheetsAreBlank(t *testing.T) {
	w := newWorld(t, shop)
	w.rank(drawer("c-1"))
	state, err := engine.Restore(context.Background(), w.memory, nil)
	if err != nil {
		t.Fatal(err)
	}
	requests := []engine.Request{
		drawer("c-1"), drawer("c-2"),
		{CustomerID: "c-1", Trigger: "order_placed", Placement: "thanks", Signals: map[string]any{"cart_value": 9.0}},
		{CustomerID: "c-3", Trigger: "order_placed", Placement: "thanks", Exclude: []string{"kit"}},
	}
	decide := func(r engine.Request) *engine.Decision {
		d, err := engine.Decide(state, r, w.now, 7)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, before := range requests {
		for i, r := range requests {
			want := decide(r)
			decide(before).Release()
			if diff := cmp.Diff(want, decide(r)); diff != "" {
				t.Errorf("request %d after %v (-want +got):\n%s", i, before.Signals, diff)
			}
		}
	}
}
