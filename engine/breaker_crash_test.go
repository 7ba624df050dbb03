package engine_test

import (
	"testing"

	"proffer/guardrails/breakers"
	"proffer/store"
)

// A process that dies between an event and the move that it calls for leaves a
// log without the move. The next start makes it up before anything else, also
// before it looks at what has ended meanwhile, so the log tells a story that can
// be verified.
func TestCrashBeforeTheMove(t *testing.T) {
	w := newWorld(t, guardedShop)
	for range 40 {
		w.visits(100, .3, .6)
		if w.breaker("protect", "placement:drawer").Breaker.State != breakers.Closed {
			break
		}
	}
	cut := store.NewMemory()
	for e, err := range w.memory.Events(1) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Breaker != nil {
			break
		}
		if err := cut.Append(e)(); err != nil {
			t.Fatal(err)
		}
	}
	last := cut.Last()
	w.memory, w.now = cut, w.now.Add(day)
	w.open(guardedShop)
	for e, err := range cut.Events(last + 1) {
		if err != nil || e.Breaker == nil || e.Breaker.Breaker.State != breakers.Suspect {
			t.Errorf("the first event after the crash is %+v, %v, want the suspicion", e, err)
		}
		break
	}
	w.verify()
}
