package engine_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
)

// A walk tells every decision once, in order, with its outcome so far and the
// policy it was made under; and a state that was restored from the archive and
// the log tells the same as the service that wrote them.
func TestStoriesTellEveryDecision(t *testing.T) {
	w := newWorld(t, shop)
	var want []string
	for i := range 20 {
		if i == 10 {
			w.restart(strings.Replace(shop, "margin: 5.00", "margin: 6.00", 1))
		}
		w.now = w.now.Add(time.Hour)
		a := w.rank(drawer(fmt.Sprintf("c-%d", i)))
		fate := "seen"
		if i%3 == 0 {
			fate = "accepted"
			w.tell(engine.Report{EventID: a.ID, Type: engine.Accept, DecisionID: a.ID})
		}
		want = append(want, strings.Join([]string{a.ID, a.PolicyVersion, fate}, " "))
	}
	live := told(t, w.Stories(time.Time{}, time.Time{}))
	if diff := cmp.Diff(want, live); diff != "" {
		t.Errorf("the service (-want +got):\n%s", diff)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	state, err := engine.Restore(context.Background(), w.memory, w.memory)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, told(t, state.Stories(time.Time{}, time.Time{}))); diff != "" {
		t.Errorf("the state restored (-want +got):\n%s", diff)
	}
	window := state.Stories(began.Add(5*time.Hour), began.Add(8*time.Hour))
	if diff := cmp.Diff(want[4:7], told(t, window)); diff != "" {
		t.Errorf("three hours of it (-want +got):\n%s", diff)
	}
}

// told is each story in a line.
func told(t *testing.T, stories iter.Seq2[engine.Story, error]) (all []string) {
	t.Helper()
	for s, err := range stories {
		if err != nil {
			t.Fatal(err)
		}
		fate := "seen"
		if !s.Outcome.Slots[0].Accepted.IsZero() {
			fate = "accepted"
		}
		all = append(all, strings.Join([]string{s.Decision.ID, s.Policy.Version, fate}, " "))
	}
	return all
}

// What is decided while somebody walks is not walked over, and nobody waits
// for the walk to end: a walk may decide.
func TestStoriesEndWhereTheyBegan(t *testing.T) {
	w := newWorld(t, shop)
	for i := range 3 {
		w.rank(drawer(fmt.Sprintf("c-%d", i)))
	}
	walked := 0
	for _, err := range w.Stories(time.Time{}, time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		walked++
		w.rank(drawer("late"))
	}
	if walked != 3 {
		t.Errorf("got %d decisions, want 3", walked)
	}
}
