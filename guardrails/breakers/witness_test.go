package breakers_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/guardrails/breakers"
)

// Of what one customer accepts, what is within a window of an accept that counts
// does not; what is near one that does not count itself does. What is out of the
// rule's reach or scope, or from before the evidence began, does not count and
// stands in nobody's way.
func TestWitnesses(t *testing.T) {
	const rule = "  - {name: regret, type: refund_rate, max: 8%, window: 10d, types: [add_on]}\n"
	was := func(ago time.Duration, seq uint64, offer, kind string) breakers.Accept {
		return breakers.Accept{Seq: seq, Offer: offer, Type: kind, Placement: "drawer", Accepted: noon.Add(-ago)}
	}
	for _, c := range []struct {
		name string
		kin  []breakers.Accept
		want string
	}{
		{"alone", nil, "0/1 +0"},
		{"at the end of the window", []breakers.Accept{was(10*day, 2, "kit", "add_on")}, "0/0 +0"},
		{"behind the window", []breakers.Accept{was(10*day+1, 2, "kit", "add_on")}, "0/1 +0"},
		{"near one that does not count", []breakers.Accept{was(12*day, 2, "kit", "add_on"), was(6*day, 3, "kit", "add_on")}, "0/1 +0"},
		{"near one of another offer", []breakers.Accept{was(day, 2, "kot", "add_on")}, "0/1 +0"},
		{"near one that was of another type", []breakers.Accept{was(day, 2, "kit", "bundle")}, "0/1 +0"},
		{"near one from before the evidence", []breakers.Accept{was(day, 1, "kit", "add_on")}, "0/1 +0"},
		{"near one of the future", []breakers.Accept{was(-10*day, 2, "kit", "add_on")}, "0/0 +0"},
	} {
		w := newWorld(t, rule) // with event 1
		a := was(0, 9, "kit", "add_on")
		a.Decision, a.Kin = "d", c.kin
		w.Revise(breakers.Accept{Seq: 9}, a, w.now)
		if got := w.counts("regret", kit); got != c.want {
			t.Errorf("%s: the breaker has seen %s, want %s", c.name, got, c.want)
		}
	}
}

// What a rule does not reach is no evidence for it, though it be of everything:
// visits at other placements, and other offers that were shown.
func TestEverythingWithinReach(t *testing.T) {
	w := newWorld(t, `  - {name: protect, type: conversion_drop, by: all, placements: [drawer], window: 1h}
  - {name: lively, type: acceptance_floor, by: all, offers: [kit], min: 5%, window: 1h}
`)
	for _, placement := range []string{"drawer", "thanks"} {
		w.visit(placement, .8, true, 0)
	}
	for offer, kind := range map[string]string{"kit": "add_on", "set": "bundle"} {
		w.found[breakers.Pending{Decision: offer, Offer: offer}] = breakers.Finding{Counted: true}
		w.Show(offer, offer, kind, "drawer", w.now)
	}
	w.pass(time.Hour)
	w.wantsCounts("protect", "all", "1/1 0/0 +0")
	w.wantsCounts("lively", "all", "1/1 +0")
	w.say("protect", "all", breakers.HalfOpen)
	if control, probes := w.enter("thanks", 0); control != .2 || probes != "" {
		t.Errorf("a visit elsewhere takes part in %q, with %v in the control", probes, control)
	}
}

// A rule by offer has no breaker for an offer that cannot appear within its reach.
func TestScopesAreWhereOffersAppear(t *testing.T) {
	w := newWorld(t, "  - {name: x, type: refund_rate, max: 5%, placements: [drawer]}\n", "{id: kit,", "{id: kit, placements: [thanks],")
	if list := w.List(); len(list) != 1 || list[0].Scope != set {
		t.Errorf("it watches %+v, want the set alone", list)
	}
}

// A floor counts on the day on which a window ends, and counts what was shown
// and nothing else: an accept is no second offer.
func TestFloorCountsOnce(t *testing.T) {
	w := newWorld(t, watched)
	w.now = noon.Add(11*time.Hour + 30*time.Minute)
	w.accept(-1)
	w.wantsCounts("lively", kit, "0/0 +0")
	w.Show(w.id(), "kit", "add_on", "drawer", w.now)
	w.pass(time.Hour)
	w.wantsCounts("lively", kit, "0/1 +0")
	for _, s := range w.Save() {
		if s.Rule != "lively" || s.Scope != kit {
			continue
		}
		tomorrow := int(noon.Unix()/(24*60*60)) + 1
		if rows := s.Accepts.Cohort.Rows; len(rows) != 1 || rows[0].Day != tomorrow {
			t.Errorf("it counts %+v, want day %d", rows, tomorrow)
		}
	}
}

// The first reason why figures cannot be had stays, and goes when a person lets
// the evidence begin afresh.
func TestTheFirstFaultStays(t *testing.T) {
	w := newWorld(t, watched)
	for _, rho := range []float64{2, 3} {
		w.visit("drawer", .8, true, 0)
		w.found[breakers.Pending{Decision: w.id()}] = breakers.Finding{Rho: rho, Treated: true}
	}
	w.pass(30 * time.Minute)
	const want = "the figures cannot be had: eprocess: probability of treatment 2: must be between 0 and 1"
	w.wants("protect", drawer, breakers.Open, "fault")
	if got := w.standing("protect", drawer).Breaker.Detail; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	w.say("protect", drawer, breakers.Closed)
	w.pass(day)
	w.wants("protect", drawer, breakers.Closed, "person")
}

// Before the first accept of a try was looked at nothing speaks for closing; what
// does afterwards is saved with the rest.
func TestNoEvidenceBeforeTheFirstAccept(t *testing.T) {
	w := newWorld(t, "  - {name: regret, type: refund_rate, max: 8%, window: 10d}\n")
	w.say("regret", kit, breakers.HalfOpen)
	w.accept(-1)
	w.pass(10*day - 1)
	if e := w.standing("regret", kit).Figures.LogNoHarm; e != nil {
		t.Errorf("ln E is %v before anything was looked at", *e)
	}
	w.pass(1)
	if e := w.standing("regret", kit).Figures.LogNoHarm; e == nil || !(*e > 0) {
		t.Errorf("ln E is %v after an accept that was kept, want more than 0", e)
	}
	again := breakers.Load(decode(t, w.saved()), w.rules, w.catalogue, w.now, w.seq)
	if diff := cmp.Diff(w.List(), again.List()); diff != "" {
		t.Errorf("loaded (-want +got):\n%s", diff)
	}
}
