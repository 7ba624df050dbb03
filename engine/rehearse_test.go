package engine_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/engine"
)

// A decision that is told what chance drew is that decision: DecideAlong walks
// the way of Decide, with the same caps and the same probabilities on it.
func TestDecideAlongWhatWasDrawn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, shop)
		w.seed = rapid.Uint64().Draw(rt, "seed")
		var last engine.Answer
		for i := range rapid.IntRange(1, 8).Draw(rt, "requests") {
			r := drawer(fmt.Sprintf("c-%d", i%2))
			r.Trigger, r.Placement = "order_placed", "thanks"
			last = w.rank(r)
		}
		state := w.before(last)
		var shown []string
		for _, slot := range last.Shown() {
			shown = append(shown, slot.Offer)
		}
		got, err := engine.DecideAlong(state, last.Request, last.At, last.Seed+1, shown)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(last.Slots, got.Slots); diff != "" {
			rt.Errorf("the slots (-drawn +told):\n%s", diff)
		}
	})
}

// What could not have been shown has propensity 0, and nothing comes after it.
func TestDecideAlongWhatCannotBe(t *testing.T) {
	w := newWorld(t, shop)
	r := drawer("c-1")
	r.Trigger, r.Placement = "order_placed", "thanks"
	state := w.before(w.rank(r))
	got, err := engine.DecideAlong(state, r, w.now, 1, []string{"submarine", "kit"})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.Slots); n != 1 || got.Slots[0].Propensity != 0 || got.Slots[0].Offer != "" {
		t.Errorf("got %d slots, the first %+v, want one that shows nothing with propensity 0", n, got.Slots[0])
	}
}

// A state that believes what another does scores as that one, and still knows
// its own customers.
func TestBelieving(t *testing.T) {
	learned, other := newWorld(t, shop), newWorld(t, shop)
	for i := range 20 {
		a := learned.rank(drawer(fmt.Sprintf("c-%d", i)))
		learned.tell(engine.Report{EventID: a.ID, Type: engine.Accept, DecisionID: a.ID})
	}
	for range 2 {
		other.rank(drawer("c-1"))
	}
	beliefs, facts := learned.state(), other.state()
	r := drawer("c-new")
	want, got := decided(t, beliefs, r), decided(t, facts.Believing(beliefs), r)
	if diff := cmp.Diff(want.Candidates, got.Candidates); diff != "" {
		t.Errorf("a customer whom neither knows (-want +got):\n%s", diff)
	}
	full := drawer("c-1")
	full.SessionID = "s-2"
	if got := decided(t, facts.Believing(beliefs), full); got.Reason != engine.Withheld {
		t.Errorf("a customer who has seen two offers is decided as %s, want %s", got.Reason, engine.Withheld)
	}
}

// state is the fold of the world's log.
func (w *world) state() *engine.State {
	w.Helper()
	s, err := engine.Restore(context.Background(), w.memory, nil)
	if err != nil {
		w.Fatal(err)
	}
	return s
}

// before is the fold of the world's log up to where a decision was made.
func (w *world) before(a engine.Answer) *engine.State {
	w.Helper()
	s := engine.NewState(w.memory, nil)
	for e, err := range w.memory.Events(1) {
		if err != nil {
			w.Fatal(err)
		}
		if e.Seq > a.Position {
			break
		}
		if err := s.Apply(&e); err != nil {
			w.Fatal(err)
		}
	}
	return s
}

func decided(t *testing.T, s *engine.State, r engine.Request) *engine.Decision {
	t.Helper()
	d, err := engine.Decide(s, r, s.At(), 7)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
