package rehearsal

import (
	"testing"

	"proffer/engine"
)

// A visit counts from the first decision that could show an offer, if it is the
// first on both sides; what either side could show afterwards, which may follow
// from what it has shown, changes nothing.
func TestVisitCountsWhereBothBegin(t *testing.T) {
	const none, log, rehearsal, both, refused = "none", "log", "rehearsal", "both", "refused"
	for _, c := range []struct {
		could []string // show an offer, by the decisions of a visit
		want  int      // the decision from which on it counts, from 1; 0: never
	}{
		{[]string{both}, 1},
		{[]string{both, both}, 1},
		{[]string{both, log, rehearsal, none}, 1},
		{[]string{none, none, both}, 3},
		{[]string{none}, 0},
		{[]string{log, both}, 0},
		{[]string{rehearsal, both}, 0},
		{[]string{rehearsal, log}, 0},
		{[]string{refused, both}, 0},
		{[]string{none, refused, both}, 0},
	} {
		seen, got := newVisits(), 0
		for i, could := range c.could {
			r := engine.Request{CustomerID: "c-1", SessionID: "s-1", Placement: "drawer"}
			was := &engine.Decision{Request: r, FirstOfVisit: i == 0, Showable: could == log || could == both || could == refused}
			is := &engine.Decision{Request: r, Showable: could == rehearsal || could == both}
			if could == refused {
				is = nil
			}
			if seen.begins(was, is) {
				got += i + 1
			}
		}
		if got != c.want {
			t.Errorf("%v: counts from decision %d on, want %d", c.could, got, c.want)
		}
	}
}

// Visits are told apart by customer, session and placement, and without a session
// by which request began one.
func TestVisitsAreApart(t *testing.T) {
	seen, got := newVisits(), 0
	for _, r := range []engine.Request{
		{CustomerID: "c-1", SessionID: "s-1", Placement: "drawer"}, {CustomerID: "c-2", SessionID: "s-1", Placement: "drawer"},
		{CustomerID: "c-1", SessionID: "s-2", Placement: "drawer"}, {CustomerID: "c-1", SessionID: "s-1", Placement: "line"},
		{CustomerID: "c-1", Placement: "drawer"}, {CustomerID: "c-1", Placement: "drawer"},
	} {
		d := &engine.Decision{Request: r, Showable: true, FirstOfVisit: true}
		if seen.begins(d, d) {
			got++
		}
	}
	if got != 6 {
		t.Errorf("got %d visits that count, want 6", got)
	}
}

// Without a session a customer's visit goes on until the log begins another; of
// nobody every request is one.
func TestVisitWithoutASession(t *testing.T) {
	for customer, want := range map[string]int{"c-1": 2, "": 4} {
		seen, got := newVisits(), 0
		for i := range 4 {
			d := &engine.Decision{Request: engine.Request{CustomerID: customer, Placement: "drawer"}, Showable: true}
			d.FirstOfVisit = customer == "" || i%2 == 0
			if seen.begins(d, d) {
				got++
			}
		}
		if got != want {
			t.Errorf("%d visits of customer %q count, want %d", got, customer, want)
		}
	}
}

// Who logs out goes on with the visit, of whoever was last known in the session.
func TestVisitGoesOnAtTheLogout(t *testing.T) {
	seen := newVisits()
	for i, c := range []struct {
		customer    string
		first, want bool
	}{{"c-1", true, true}, {"", false, false}, {"c-2", true, true}, {"", false, false}, {"c-1", false, false}} {
		r := engine.Request{CustomerID: c.customer, SessionID: "s-1", Placement: "drawer"}
		d := &engine.Decision{Request: r, FirstOfVisit: c.first, Showable: true}
		if got := seen.begins(d, d); got != c.want {
			t.Errorf("decision %d, of customer %q, begins a visit: %v, want %v", i+1, c.customer, got, c.want)
		}
	}
}

// Who says who they are goes on with the visit that they began as nobody.
func TestVisitGoesOnAtTheLogin(t *testing.T) {
	nobody := engine.Request{SessionID: "s-1", Placement: "drawer"}
	somebody := engine.Request{CustomerID: "c-1", SessionID: "s-1", Placement: "drawer"}
	for _, c := range []struct {
		could bool // show an offer before the login
		want  bool // whether the visit counts from behind it
	}{{true, false}, {false, true}} {
		seen := newVisits()
		first := &engine.Decision{Request: nobody, FirstOfVisit: true, Showable: c.could}
		then := &engine.Decision{Request: somebody, Showable: true}
		seen.begins(first, first)
		if got := seen.begins(then, then); got != c.want {
			t.Errorf("offers before the login %v: counts %v behind it, want %v", c.could, got, c.want)
		}
	}
}
