package breakers_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/guardrails/breakers"
)

// Whatever has happened, what was saved and loaded again is the same to the last
// bit, and goes on in the same way.
func TestSaveAndLoad(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, watched)
		for range rapid.IntRange(0, 60).Draw(rt, "steps") {
			w.live(rt)
		}
		saved := w.saved()
		again := *w
		again.Breakers = breakers.Load(decode(t, saved), w.rules, w.catalogue, w.now, w.seq)
		if diff := cmp.Diff(saved, again.saved()); diff != "" {
			rt.Fatalf("loaded (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(w.List(), again.List()); diff != "" {
			rt.Fatalf("listed (-want +got):\n%s", diff)
		}
		w.pass(day)
		again.pass(day)
		if diff := cmp.Diff(w.saved(), again.saved()); diff != "" {
			rt.Fatalf("a day later (-want +got):\n%s", diff)
		}
	})
}

// live is one thing that may happen.
func (w *world) live(rt *rapid.T) {
	after := time.Duration(rapid.Int64Range(-1, int64(40*day)).Draw(rt, "after"))
	switch rapid.IntRange(0, 5).Draw(rt, "what") {
	case 0, 1:
		w.visit(rapid.SampledFrom([]string{"drawer", "thanks"}).Draw(rt, "where"), .5, rapid.Bool().Draw(rt, "treated"), after)
	case 2:
		w.accept(after)
	case 3:
		w.visited++
		w.Show(w.id(), "set", "bundle", "thanks", w.now)
	case 4:
		w.pass(max(after/10, 0))
	case 5:
		at := rapid.SampledFrom([][2]string{{"protect", drawer}, {"regret", kit}}).Draw(rt, "whom")
		w.say(at[0], at[1], rapid.SampledFrom([]breakers.State{breakers.Open, breakers.HalfOpen, breakers.Closed}).Draw(rt, "to"))
	}
}

func (w *world) saved() string {
	text, err := json.Marshal(w.Save())
	if err != nil {
		w.Fatal(err)
	}
	return string(text)
}

func decode(t *testing.T, text string) (saved []breakers.Watch) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &saved); err != nil {
		t.Fatal(err)
	}
	return saved
}

// What was saved does not change while the breakers go on.
func TestSavedIsACopy(t *testing.T) {
	w := newWorld(t, watched)
	w.visit("drawer", .8, true, 0)
	w.accept(0)
	saved := w.Save()
	before, err := json.Marshal(saved)
	if err != nil {
		t.Fatal(err)
	}
	w.visit("drawer", .8, false, -1)
	w.accept(-1)
	w.say("protect", drawer, breakers.Open)
	w.pass(day)
	after, err := json.Marshal(saved)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(before), string(after)); diff != "" {
		t.Errorf("what was saved changed:\n%s", diff)
	}
}
