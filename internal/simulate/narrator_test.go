package simulate

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
)

// The narrator tells a share once it has moved by a tenth from what was told
// last, or was so at first; it waits until enough have asked, and never tells
// the same twice.
func TestNarrator(t *testing.T) {
	s := prepared(t, Skincare(), nil)
	n := NewNarrator(s)
	q := Question{Segment: "repeat_buyer", Trigger: "checkout_completed", Placement: "thank_you_page"}
	ask := func(times, kits int) []string {
		for i := range times {
			r := Reply{Group: engine.Treatment}
			if i < kits {
				r.Shown = []string{"travel-kit"}
			}
			s.tally.answer(q, r)
		}
		return n.Tell(nil, 5)
	}
	for _, c := range []struct {
		name        string
		times, kits int
		want        []string
	}{
		{"too few", 20, 2, nil},
		{"the first share", 30, 8, nil}, // 10 of the 50 that are new
		{"hardly moved", 50, 13, nil},
		{"moved", 50, 31, []string{"travel-kit is now shown to 62% of repeat buyers after checkout (was 20%)."}},
		{"the same again", 50, 31, nil},
		{"back", 50, 20, []string{"travel-kit is now shown to 40% of repeat buyers after checkout (was 62%)."}},
	} {
		if diff := cmp.Diff(c.want, ask(c.times, c.kits)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// What becomes of the accepts is told in shares, and what is rare is not.
func TestNarratorTellsFates(t *testing.T) {
	s := prepared(t, Skincare(), nil)
	n := NewNarrator(s)
	c := subject{Question{Segment: "repeat_buyer"}, "travel-kit"}
	s.tally.crowds[crowded{"repeat_buyer", "travel-kit"}] = crowd{n: 200}
	for _, x := range []struct {
		standing engine.Standing
		want     string
	}{
		{engine.Standing{Accepted: 36}, "18% accept it, and hardly anybody regrets it"},
		{engine.Standing{Accepted: 100, Refunded: 33, Tickets: 1}, "50% accept it; of these, so far, 33% give it back"},
		{engine.Standing{Accepted: 50, Refunded: 5, Churned: 10, Tickets: 15}, "25% accept it; of these, so far, 10% give it back, 20% leave, 30% write to support"},
	} {
		if got := n.fate(c, x.standing); got != x.want {
			t.Errorf("got %q, want %q", got, x.want)
		}
	}
}

// Every segment and trigger of an example has its words.
func TestWordsAreComplete(t *testing.T) {
	for _, w := range Worlds() {
		s := prepared(t, w, nil)
		for _, g := range s.Policy.Segments {
			if w.Words.People[g.Name] == "" {
				t.Errorf("%s: nobody knows what the customers of %s are called", w.Name, g.Name)
			}
		}
		for _, trigger := range s.Policy.Triggers {
			if w.Words.When[trigger.Name] == "" {
				t.Errorf("%s: nobody knows when %s is", w.Name, trigger.Name)
			}
		}
	}
}
