package breakers_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/guardrails/breakers"
)

// Refunds over the limit open the breaker of their offer. After the dwell a try
// begins without what was seen before; its accepts are looked at when most
// refunds usually have come, and close the breaker when enough were kept: 96 of
// 96, as ln(π²/6/.05) is 3.49 and each adds ln((1−p/2)/(1−p)) = .0365, where p is
// the part of 8 % that arrives within two mean delays.
func TestLifeOfARate(t *testing.T) {
	w := newWorld(t, watched)
	for range 60 {
		w.accept(0)
	}
	w.pass(0)
	w.wants("regret", kit, breakers.Open, "harm")
	w.wants("regret", set, breakers.Closed, "start")
	w.pass(day - 1)
	w.wants("regret", kit, breakers.Open, "harm")
	w.pass(1)
	w.wants("regret", kit, breakers.HalfOpen, "dwell")
	for range 95 {
		w.accept(-1)
	}
	w.wantsCounts("regret", kit, "0/95 +95")
	w.pass(time.Hour)
	w.accept(-1)
	w.pass(10*day - 1)
	w.wants("regret", kit, breakers.HalfOpen, "dwell")
	w.pass(1)
	w.wants("regret", kit, breakers.Closed, "no_harm")
	w.wantsCounts("regret", kit, "0/0 +0")
}

// An accept of a try is looked at when the window of the rule is over, if that is
// sooner than most refunds come.
func TestTryEndsWithTheWindow(t *testing.T) {
	w := newWorld(t, "  - {name: regret, type: refund_rate, max: 8%, window: 3d}\n")
	w.say("regret", kit, breakers.HalfOpen)
	for range 250 {
		w.accept(-1)
	}
	w.pass(3*day - 1)
	w.wants("regret", kit, breakers.HalfOpen, "person")
	w.pass(1)
	w.wants("regret", kit, breakers.Closed, "no_harm")
}

// A try that goes wrong opens the breaker again, for twice as long; so does one
// in which too little happens, after the time that it has.
func TestTriesThatFail(t *testing.T) {
	w := newWorld(t, "  - {name: regret, type: refund_rate, max: 8%, dwell: 6h, trial: 20d}\n")
	w.say("regret", kit, breakers.HalfOpen)
	for range 8 {
		w.accept(0)
	}
	w.pass(time.Hour)
	w.wants("regret", kit, breakers.Open, "harm")
	w.pass(12*time.Hour - 1)
	w.wants("regret", kit, breakers.Open, "harm")
	w.pass(1)
	w.wants("regret", kit, breakers.HalfOpen, "dwell")
	w.pass(20*day - 1)
	w.wants("regret", kit, breakers.HalfOpen, "dwell")
	w.pass(1)
	w.wants("regret", kit, breakers.Open, "undecided")
}

// Visits that were not assigned with their logged probability open the breaker:
// no figure of theirs can be trusted.
func TestSampleRatio(t *testing.T) {
	w := newWorld(t, watched)
	for range 200 {
		w.visit("drawer", .8, true, 0)
	}
	w.pass(time.Hour)
	w.wants("protect", drawer, breakers.Open, "sample_ratio")
	w.wants("regret", kit, breakers.Closed, "start")
}

// A breaker whose figures cannot be had opens and stays open, however long, until
// a person lets it begin afresh.
func TestFaultOpens(t *testing.T) {
	w := newWorld(t, watched)
	w.visit("drawer", .8, true, 0)
	for p := range w.found {
		w.found[p] = breakers.Finding{Rho: math.NaN(), Treated: true}
	}
	w.pass(time.Hour)
	w.wants("protect", drawer, breakers.Open, "fault")
	w.pass(99 * day)
	w.wants("protect", drawer, breakers.Open, "fault")
	w.say("protect", drawer, breakers.Closed)
	w.pass(0)
	w.wants("protect", drawer, breakers.Closed, "person")
}

// Whatever an advisory breaker has seen, and whatever it was before its rule
// became one that only warns, it withholds nothing.
func TestAdvisoryNeverStops(t *testing.T) {
	w := newWorld(t, "  - {name: lively, type: refund_rate, max: 5%}\n  - {name: other, type: refund_rate, max: 5%}\n")
	w.say("lively", kit, breakers.Open)
	w.say("other", kit, breakers.HalfOpen)
	w.adopt("  - {name: lively, type: acceptance_floor, min: 50%}\n  - {name: other, type: acceptance_floor, min: 5%}\n")
	withheld := func() {
		t.Helper()
		if reason, says := w.refuse("drawer", "kit", nil); reason != "" {
			t.Errorf("withheld with %s: %s", reason, says)
		}
	}
	withheld()
	w.pass(0)
	w.wants("lively", kit, breakers.Closed, "calm")
	w.wants("other", kit, breakers.Closed, "calm")
	for range 100 {
		w.visited++
		w.found[breakers.Pending{Decision: w.id(), Offer: "kit"}] = breakers.Finding{Counted: true}
		w.Show(w.id(), "kit", "add_on", "drawer", w.now)
	}
	w.pass(day)
	w.wants("lively", kit, breakers.Suspect, "harm")
	withheld()
	if _, err := w.Override("lively", kit, breakers.Open, w.now, "dana", "a test"); err == nil {
		t.Error("a person opens what only warns")
	}
	w.say("lively", kit, breakers.Closed)
	w.wantsCounts("lively", kit, "0/0 +0")
}

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
		{"another delay", rule + "}\n", []string{"refund: 5d", "refund: 6d"}, kit, breakers.Open, "0/0 +0"},
		{"another kind", strings.Replace(rule, "refund", "churn", 1) + "}\n", nil, kit, breakers.Open, "0/0 +0"},
		{"the offer is away", rule + "}\n", away, kit, breakers.Open, "5/5 +0"},
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

// A watch that left with its scope keeps no visit from being evidence.
func TestStaleScopesStopNothing(t *testing.T) {
	w := newWorld(t, watched+"  - {name: tickets, type: ticket_rate, max: 5%, by: all}\n")
	w.say("tickets", "all", breakers.Open)
	w.adopt(watched + "  - {name: tickets, type: ticket_rate, max: 5%, by: offer}\n")
	w.visit("drawer", .8, true, 0)
	w.pass(time.Hour)
	w.wantsCounts("protect", drawer, "1/1 0/0 +0")
}

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
		again.Breakers = breakers.Load(decode(t, saved), w.rules, w.catalogue, w.now)
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
