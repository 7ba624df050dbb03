package breakers_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"proffer/guardrails/breakers"
)

// Breakers that can stop one offer at one placement share a false alarm in equal
// parts, whatever their scopes are; one that stands alone keeps all of its own, and
// one that only warns takes nothing.
func TestAlphaIsShared(t *testing.T) {
	w := newWorld(t, `  - {name: refunds, type: refund_rate, max: 5%, alpha: 0.06, types: [bundle]}
  - {name: tickets, type: ticket_rate, max: 5%, alpha: 0.03, by: all, placements: [drawer]}
  - {name: leaving, type: churn_rate, max: 5%, alpha: 0.12, by: placement, offers: [set]}
  - {name: lively, type: acceptance_floor, min: 1%, alpha: 0.04}
  - {name: protect, type: conversion_drop, placements: [drawer]}
  - {name: alone, type: refund_rate, max: 5%, offers: [kit], placements: [thanks]}
`, "{id: set,", "{id: set, placements: [drawer],")
	for _, c := range []struct {
		rule, scope string
		alpha       float64
	}{
		{"refunds", set, .015}, {"tickets", "all", .0075}, {"leaving", drawer, .03}, {"leaving", thanks, .03},
		{"protect", drawer, .0025}, {"lively", kit, .04}, {"alone", kit, .05},
	} {
		s := w.standing(c.rule, c.scope)
		if math.Abs(s.Alpha-c.alpha) > 1e-15 {
			t.Errorf("%s on %s may spend %v, want %v", c.rule, c.scope, s.Alpha, c.alpha)
		}
		if want := math.Log(365 / c.alpha); math.Abs(s.Figures.LogThreshold-want) > 1e-12 {
			t.Errorf("%s on %s opens at %v, want %v", c.rule, c.scope, s.Figures.LogThreshold, want)
		}
	}
}

// Whatever the rules reach: what all that can stop one offer at one placement may
// spend, each as a part of its alpha, adds up to one at most; and there is an offer
// for each rule with as many as it shares with.
func TestSharesAddUpToOne(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var rules string
		for i := range rapid.IntRange(1, 6).Draw(rt, "rules") {
			rules += fmt.Sprintf("  - {name: r%d, type: %s, max: 5%%, by: %s, alpha: 0.1%s%s%s}\n", i,
				rapid.SampledFrom([]string{"refund_rate", "churn_rate", "ticket_rate"}).Draw(rt, "type"),
				rapid.SampledFrom([]string{"all", "placement", "offer"}).Draw(rt, "by"),
				rapid.SampledFrom([]string{"", ", placements: [drawer]", ", placements: [thanks]"}).Draw(rt, "placements"),
				rapid.SampledFrom([]string{"", ", offers: [kit]", ", offers: [set]"}).Draw(rt, "offers"),
				rapid.SampledFrom([]string{"", ", types: [add_on]", ", types: [bundle]"}).Draw(rt, "types"))
		}
		w := newWorld(t, rules)
		parts := map[string]float64{}
		for _, s := range w.List() {
			parts[s.Rule] = s.Alpha / .1
			w.say(s.Rule, s.Scope, breakers.Open)
		}
		full := map[string]bool{}
		for offer, kind := range map[string]string{"kit": "add_on", "set": "bundle"} {
			for _, placement := range []string{"drawer", "thanks"} {
				var stop []string
				sum := 0.
				for _, r := range w.rules {
					if reason, _ := w.Refuse(r, placement, offer, kind, nil); reason != "" {
						stop, sum = append(stop, r.Name), sum+parts[r.Name]
					}
				}
				if sum > 1+1e-12 {
					rt.Fatalf("%s at %s: %v may spend %v of their alphas together\n%s", offer, placement, stop, sum, rules)
				}
				for _, name := range stop {
					full[name] = full[name] || math.Abs(parts[name]*float64(len(stop))-1) < 1e-12
				}
			}
		}
		for name, part := range parts {
			if !full[name] && part < 1 {
				rt.Fatalf("%s may spend %v of its alpha, and shares with fewer wherever it is\n%s", name, part, rules)
			}
		}
	})
}
