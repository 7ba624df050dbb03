package breakers_test

import (
	"strings"
	"testing"
	"time"

	"proffer/guardrails/breakers"
)

// A catalogue that tests the same keeps state and evidence; another test begins
// the evidence afresh and keeps the state; other scopes and no rule leave
// nothing behind; what an offer has shown waits for its return.
func TestAdopt(t *testing.T) {
	const rule = "  - {name: regret, type: refund_rate, max: 8%"
	away := []string{"  - {id: kit,", "  - {id: bag,"}
	for _, c := range []struct {
		name    string
		next    string
		changes []string
		scope   string
		state   breakers.State
		counts  string
	}{
		{"the same", rule + "}\n", nil, kit, breakers.Open, "5/5 +0"},
		{"another alpha and dwell", rule + ", alpha: 0.01, dwell: 2h}\n", nil, kit, breakers.Open, "5/5 +0"},
		{"another limit", strings.Replace(rule, "8%", "9%", 1) + "}\n", nil, kit, breakers.Open, "0/0 +0"},
		{"another window", rule + ", window: 20d}\n", nil, kit, breakers.Open, "0/0 +0"},
		{"another delay", rule + "}\n", []string{"refund: 5d", "refund: 6d"}, kit, breakers.Open, "5/5 +0"},
		{"another kind", strings.Replace(rule, "refund", "churn", 1) + "}\n", nil, kit, breakers.Open, "0/0 +0"},
		{"the offer is away", rule + "}\n", away, kit, breakers.Open, "5/5 +0"},
		{"narrowed to its type", rule + ", types: [add_on]}\n", nil, kit, breakers.Open, "0/0 +0"},
		{"narrowed to its placement", rule + ", placements: [drawer]}\n", nil, kit, breakers.Open, "0/0 +0"},
		{"narrowed to it", rule + ", offers: [kit]}\n", nil, kit, breakers.Open, "5/5 +0"},
		{"narrowed to another type", rule + ", types: [bundle]}\n", nil, kit, "", ""},
		{"narrowed to another offer", rule + ", offers: [set]}\n", nil, kit, "", ""},
		{"narrowed to another offer while it is away", rule + ", offers: [set]}\n", away, kit, "", ""},
		{"by placement", rule + ", by: placement}\n", nil, drawer, breakers.Closed, "0/0 +0"},
		{"by placement, the offer's", rule + ", by: placement}\n", nil, kit, "", ""},
		{"under another name", strings.Replace(rule, "regret", "rue", 1) + "}\n", nil, kit, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, rule+"}\n")
			for range 5 {
				w.accept(0)
			}
			w.say("regret", kit, breakers.Open)
			w.pass(time.Hour)
			before := w.standing("regret", kit).Breaker.Epoch
			w.adopt(c.next, c.changes...)
			got, err := w.Find("regret", c.scope)
			if (err != nil) != (c.state == "") || got.Breaker.State != c.state {
				t.Fatalf("it is %q, %v, want %q", got.Breaker.State, err, c.state)
			}
			if c.state == "" {
				return
			}
			w.wantsCounts("regret", c.scope, c.counts)
			if kept := c.counts != "0/0 +0"; c.scope == kit && kept != (got.Breaker.Epoch == before) {
				t.Errorf("the epoch goes from %d to %d", before, got.Breaker.Epoch)
			}
		})
	}
}

// Comparisons and floors go on while they test the same, and begin afresh with
// another margin, limit or window; also with another margin to close by, and where
// their scope covers something else.
func TestAdoptAnotherComparison(t *testing.T) {
	const drop, floor = "type: conversion_drop, margin: 2%, closing_margin: 10%, window: 2h", "type: acceptance_floor, min: 5%, window: 2h"
	for _, c := range []struct {
		rule, scope, next, counts string
	}{
		{drop, drawer, drop, "1/1 0/0 +1"},
		{drop, drawer, drop + ", alpha: 0.1%, trial: 30d, expect: 50%", "1/1 0/0 +1"},
		{drop, drawer, strings.Replace(drop, "margin: 2%", "margin: 3%", 1), "0/0 0/0 +0"},
		{drop, drawer, strings.Replace(drop, "closing_margin: 10%", "closing_margin: 20%", 1), "0/0 0/0 +0"},
		{drop, drawer, strings.Replace(drop, "2h", "3h", 1), "0/0 0/0 +0"},
		{drop, drawer, drop + ", placements: [thanks, drawer]", "1/1 0/0 +1"},
		{drop + ", by: all", "all", drop + ", by: all, placements: [drawer]", "0/0 0/0 +0"},
		{drop + ", by: all, placements: [drawer, thanks]", "all", drop + ", by: all, placements: [thanks, drawer]", "1/1 0/0 +1"},
		{floor, kit, floor, "1/1 +1"},
		{floor, kit, floor + ", offers: [kit]", "1/1 +1"},
		{floor, kit, floor + ", types: [add_on]", "0/0 +0"},
		{floor, kit, floor + ", alpha: 1%", "1/1 +1"},
		{floor, kit, strings.Replace(floor, "5%", "6%", 1), "0/0 +0"},
		{floor, kit, strings.Replace(floor, "2h", "3h", 1), "0/0 +0"},
	} {
		w := newWorld(t, "  - {name: x, "+c.rule+"}\n")
		live := func() {
			w.visit("drawer", .8, true, 0)
			w.found[breakers.Pending{Decision: w.id(), Offer: "kit"}] = breakers.Finding{Counted: true}
			w.Show(w.id(), "kit", "add_on", "drawer", w.now)
		}
		live()
		w.pass(2 * time.Hour)
		live()
		w.adopt("  - {name: x, " + c.next + "}\n")
		if got := w.counts("x", c.scope); got != c.counts {
			t.Errorf("%s, and then %s: it has seen %s, want %s", c.rule, c.next, got, c.counts)
		}
	}
}

// A rule that comes to compare conversions, or ceases to, begins with figures of
// its own kind.
func TestAdoptAnotherKindOfFigures(t *testing.T) {
	const drop, rate = "  - {name: x, type: conversion_drop}\n", "  - {name: x, type: ticket_rate, max: 5%, by: placement}\n"
	w := newWorld(t, drop)
	w.visit("drawer", .8, true, 0)
	w.adopt(rate)
	w.accept(0)
	w.pass(day)
	w.wantsCounts("x", drawer, "1/1 +0")
	w.adopt(drop)
	w.visit("drawer", .8, false, 0)
	w.pass(day)
	w.wantsCounts("x", drawer, "0/0 1/1 +0")
}

// A placement that is away keeps its breaker, but for a rule that is about another.
func TestAdoptWithoutAPlacement(t *testing.T) {
	const rule, drawerOnly = "  - {name: x, type: ticket_rate, max: 5%, by: placement}\n", "  drawer: {channel: onsite}\n"
	narrowed := strings.Replace(rule, "}", ", placements: [thanks]}", 1)
	for next, kept := range map[string]bool{rule: true, narrowed: false} {
		w := newWorld(t, rule)
		w.say("x", drawer, breakers.Open)
		w.adopt(next, drawerOnly, "")
		if _, err := w.Find("x", drawer); (err == nil) != kept {
			t.Errorf("under %s the breaker of the drawer is kept: %v, want %v", next, err == nil, kept)
		}
	}
}

// A watch that left with its scope stops nothing.
func TestStaleScopesStopNothing(t *testing.T) {
	w := newWorld(t, watched+"  - {name: tickets, type: ticket_rate, max: 5%, by: all}\n")
	w.say("tickets", "all", breakers.Open)
	if stops := w.Stops(); len(stops) != 1 || stops[0].Scope != "all" {
		t.Errorf("%+v stop something, want tickets on all alone", stops)
	}
	w.adopt(watched + "  - {name: tickets, type: ticket_rate, max: 5%, by: offer}\n")
	if reason, says := w.refuse("drawer", "kit", nil); reason != "" {
		t.Errorf("the kit is refused for %s: %s", reason, says)
	}
	if stops := w.Stops(); len(stops) > 0 {
		t.Errorf("%+v stop something", stops)
	}
}

// A catalogue that tests something else in the middle of a try begins another one,
// which has all of its time and closes at its own, smaller part of alpha: one that
// changes its mind every day does not close sooner than one that does not.
func TestAnotherTestIsAnotherTry(t *testing.T) {
	rule := func(limit string) string {
		return "  - {name: regret, type: refund_rate, window: 2d, trial: 3d, max: " + limit + "}\n"
	}
	w := newWorld(t, rule("8%"))
	w.say("regret", kit, breakers.HalfOpen)
	for range 500 {
		w.accept(-1)
	}
	for range 2 {
		for _, limit := range []string{"9%", "8%"} {
			w.pass(2*day - 1)
			w.adopt(rule(limit))
		}
	}
	w.wants("regret", kit, breakers.HalfOpen, "person")
	if got := w.standing("regret", kit).Breaker; got.Tries != 5 || !got.Since.Equal(w.now) {
		t.Errorf("after four other tests it is try %d since %v, want 5 since %v", got.Tries, got.Since, w.now)
	}
	for range 157 { // ln(25π²/6/.05) is 6.71, and each adds .0426
		w.accept(-1)
	}
	w.pass(day)
	w.accept(-1)
	w.pass(2*day - 1)
	w.wants("regret", kit, breakers.HalfOpen, "person")
	w.pass(1)
	w.wants("regret", kit, breakers.Closed, "no_harm")
}
