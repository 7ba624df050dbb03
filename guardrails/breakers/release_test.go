package breakers_test

import (
	"testing"

	"proffer/guardrails/breakers"
)

// A catalogue releases what it lets through and a breaker stopped before: whatever
// becomes of the breaker, and nothing that it does not have or stops as before.
func TestReleased(t *testing.T) {
	const away = "  - {id: kit,"
	for _, c := range []struct {
		name, rule, next string
		scope            string
		changes          []string
		want             bool
	}{
		{"the same", "type: refund_rate, max: 8%", "name: x, type: refund_rate, max: 8%", kit, nil, false},
		{"another limit", "type: refund_rate, max: 8%", "name: x, type: refund_rate, max: 20%", kit, nil, false},
		{"wider", "type: refund_rate, max: 8%, offers: [kit]", "name: x, type: refund_rate, max: 8%", kit, nil, false},
		{"narrowed around it", "type: refund_rate, max: 8%", "name: x, type: refund_rate, max: 8%, offers: [kit]", kit, nil, false},
		{"another name", "type: refund_rate, max: 8%", "name: y, type: refund_rate, max: 8%", kit, nil, true},
		{"another name, and the offer is away", "type: refund_rate, max: 8%", "name: y, type: refund_rate, max: 8%", kit, []string{away, "  - {id: bag,"}, false},
		{"to another offer", "type: refund_rate, max: 8%", "name: x, type: refund_rate, max: 8%, offers: [set]", kit, nil, true},
		{"an offer to one placement", "type: refund_rate, max: 8%", "name: x, type: refund_rate, max: 8%, placements: [thanks]", kit, nil, true},
		{"all to one offer", "type: refund_rate, max: 8%, by: all", "name: x, type: refund_rate, max: 8%, by: all, offers: [set]", "all", nil, true},
		{"a placement to one type", "type: refund_rate, max: 8%, by: placement", "name: x, type: refund_rate, max: 8%, by: placement, types: [bundle]", drawer, nil, true},
		{"all visits to one placement", "type: conversion_drop, by: all", "name: x, type: conversion_drop, by: all, placements: [thanks]", "all", nil, true},
		{"only warns", "type: refund_rate, max: 8%", "name: x, type: acceptance_floor, min: 8%", kit, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "  - {name: x, "+c.rule+"}\n")
			w.say("x", c.scope, breakers.Open)
			before := w.Stops()
			w.adopt("  - {"+c.next+"}\n", c.changes...)
			released := w.Released(before, w.catalogue)
			if got := len(released) == 1; got != c.want || len(before) != 1 {
				t.Errorf("of %d stops %d are released, want it to be: %v", len(before), len(released), c.want)
			}
		})
	}
}

// Where an offer is not sold there is nothing to let through: a breaker that comes
// to leave such a placement alone releases nothing.
func TestReleasedIsWhatIsSold(t *testing.T) {
	const rule, sold = "  - {name: x, type: refund_rate, max: 8%", "{id: kit, placements: [drawer],"
	for next, want := range map[string]int{"drawer": 0, "thanks": 1} {
		w := newWorld(t, rule+"}\n", "{id: kit,", sold)
		w.say("x", kit, breakers.Open)
		before := w.Stops()
		w.adopt(rule+", placements: ["+next+"]}\n", "{id: kit,", sold)
		if got := w.Released(before, w.catalogue); len(got) != want {
			t.Errorf("narrowed to %s, %+v are released, want %d", next, got, want)
		}
	}
}
