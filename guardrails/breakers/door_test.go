package breakers_test

import (
	"strings"
	"testing"

	"proffer/guardrails/breakers"
)

const watched = `  - {name: protect, type: conversion_drop, placement: drawer, margin: 0%, window: 30m}
  - {name: regret, type: refund_rate, max: 8%}
  - {name: lively, type: acceptance_floor, min: 5%, window: 1h}
`

// enter is the control and the tries of a visit whose ticket is always u.
func (w *world) enter(placement string, u float64) (float64, string) {
	control, probes := w.Enter(placement, .2, u)
	return control, strings.Join(probes, " ")
}

// The state of a conversion breaker sets the control's share of its placement,
// and of no other; a breaker of an offer leaves it alone.
func TestControlShares(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*world)
		want   float64
	}{
		{"closed", func(*world) {}, .2},
		{"suspect", (*world).suspect, .5},
		{"open", func(w *world) { w.say("protect", drawer, breakers.Open) }, .2}, // nobody is shown anything anyway
		{"half open", func(w *world) { w.say("protect", drawer, breakers.HalfOpen) }, .5},
		{"an offer half open", func(w *world) { w.say("regret", kit, breakers.HalfOpen) }, .2},
	} {
		w := newWorld(t, watched)
		c.change(w)
		if got, _ := w.enter("drawer", .9); got != c.want {
			t.Errorf("%s: the drawer's control is %v, want %v", c.name, got, c.want)
		}
		if got, _ := w.enter("thanks", .9); got != .2 {
			t.Errorf("%s: the other placement's control is %v, want .2", c.name, got)
		}
	}
}

// suspect makes the drawer's breaker suspicious: no treated visit converts and
// every visit of the control does.
func (w *world) suspect() {
	for i := 0; w.standing("protect", drawer).Breaker.State == breakers.Closed && i < 100; i++ {
		w.visit("drawer", .5, true, -1)
		w.visit("drawer", .5, false, 0)
		w.pass(day)
	}
	w.wants("protect", drawer, breakers.Suspect, "suspicion")
}

// A tenth of the visits takes part in a try, by a ticket of their own that all
// tries share: who sees an offer that two of them stop has to be of both.
func TestTries(t *testing.T) {
	w := newWorld(t, watched)
	if _, probes := w.enter("drawer", 0); probes != "" {
		t.Errorf("a visit takes part in %q while nothing is tried", probes)
	}
	w.say("protect", drawer, breakers.HalfOpen)
	w.say("regret", set, breakers.HalfOpen)
	if _, probes := w.enter("drawer", .0999); probes != "protect/placement:drawer#1 regret/offer:set#1" {
		t.Errorf("a visit with a low ticket takes part in %q", probes)
	}
	if _, probes := w.enter("drawer", .1); probes != "" {
		t.Errorf("a visit with a ticket of a tenth takes part in %q", probes)
	}
	if _, probes := w.enter("thanks", 0); probes != "regret/offer:set#1" {
		t.Errorf("a visit elsewhere takes part in %q", probes)
	}
	w.say("regret", set, breakers.HalfOpen)
	if _, probes := w.enter("thanks", 0); probes != "regret/offer:set#2" {
		t.Errorf("the next try is joined as %q", probes)
	}
}

// A breaker keeps its own scope from being shown, says since when and why, and
// lets through who takes part in its try, and in no other.
func TestRefuse(t *testing.T) {
	protect, regret := "protect/placement:drawer#1", "regret/offer:kit#1"
	for _, c := range []struct {
		name             string
		rule, scope      string
		state            breakers.State
		placement, offer string
		probes           []string
		want, says       string
	}{
		{"open, its placement", "protect", drawer, breakers.Open, "drawer", "kit", nil, "conversion_drop", "placement:drawer is off since 2026-05-04T12:00:00Z: dana says: a test"},
		{"open, another placement", "protect", drawer, breakers.Open, "thanks", "kit", nil, "", ""},
		{"half open, who does not try", "protect", drawer, breakers.HalfOpen, "drawer", "kit", []string{regret}, "conversion_drop", "not one of the few that try"},
		{"half open, who tries", "protect", drawer, breakers.HalfOpen, "drawer", "kit", []string{protect}, "", ""},
		{"half open, who tried before", "protect", drawer, breakers.HalfOpen, "drawer", "kit", []string{"protect/placement:drawer#0"}, "conversion_drop", ""},
		{"open, who would have tried", "protect", drawer, breakers.Open, "drawer", "kit", []string{protect}, "conversion_drop", ""},
		{"closed by a person", "protect", drawer, breakers.Closed, "drawer", "kit", nil, "", ""},
		{"open, its offer anywhere", "regret", kit, breakers.Open, "thanks", "kit", nil, "refund_rate", "offer:kit is off"},
		{"open, another offer", "regret", kit, breakers.Open, "drawer", "set", nil, "", ""},
		{"half open, who tries the offer", "regret", kit, breakers.HalfOpen, "drawer", "kit", []string{regret}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, watched)
			w.say(c.rule, c.scope, c.state)
			reason, says := w.refuse(c.placement, c.offer, c.probes)
			if reason != c.want || !strings.Contains(says, c.says) {
				t.Errorf("refused with %q, %q, want %q, %q", reason, says, c.want, c.says)
			}
		})
	}
}

// refuse asks every rule in turn.
func (w *world) refuse(placement, offer string, probes []string) (reason, says string) {
	for _, r := range w.rules {
		kind := map[string]string{"kit": "add_on", "set": "bundle"}[offer]
		if reason, says = w.Refuse(r, placement, offer, kind, probes); reason != "" {
			return reason, says
		}
	}
	return "", ""
}
