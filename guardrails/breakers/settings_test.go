package breakers_test

import (
	"fmt"
	"strings"
	"testing"

	"proffer/guardrails/breakers"
)

// A setting that makes no sense is a fault at the line of the catalogue where it
// stands, and says what it clashes with, once.
func TestSettingsFaults(t *testing.T) {
	for _, c := range []struct{ rule, want string }{
		{"type: conversion_drop, placement: drawer, placements: [thanks]", "placement: says the same as placements"},
		{"type: conversion_drop, margin: 20%, closing_margin: 10%", "closing_margin: is below margin"},
		{"type: conversion_drop, closing_margin: 0%", "closing_margin"},
		{"type: conversion_drop, margin: 91%", "margin"},
		{"type: conversion_drop, window: 25h", "window: is longer than learning.windows.conversion"},
		{"type: conversion_drop, alpha: 0%", "alpha"},
		{"type: conversion_drop, alpha: 51%", "alpha"},
		{"type: conversion_drop, dwell: 0s", "dwell"},
		{"type: conversion_drop, by: offer", "by"},
		{"type: conversion_drop, offers: [kit]", "unknown field"},
		{"type: refund_rate", "max: is missing"},
		{"type: refund_rate, max: 0%", "max"},
		{"type: refund_rate, max: 80%", "max"},
		{"type: acceptance_floor, min: 0%", "min"},
		{"type: acceptance_floor, min: 95%", "min"},
		{"type: refund_rate, max: 5%, window: 31d", "window: is longer than learning.windows.refund"},
		{"type: churn_rate, max: 5%, window: 91d", "window: is longer than learning.windows.churn"},
		{"type: ticket_rate, max: 5%, window: 15d", "window: is longer than learning.windows.ticket"},
		{"type: ticket_rate, max: 5%, trial: 0s", "trial"},
		{"type: ticket_rate, max: 5%, trial: 14d", "trial"},
		{"type: conversion_drop, window: 20h, trial: 20h", "trial"},
		{"type: acceptance_floor", "min: is missing"},
		{"type: acceptance_floor, min: 1%, window: 8d", "window: is longer than learning.windows.accept"},
		{"type: acceptance_floor, min: 1%, dwell: 1d", "unknown field"},
		{"type: refund_rate, max: 5%, offers: [yacht]", "yacht"},
	} {
		_, _, faults := read(t, "  - {name: x, "+c.rule+"}\n")
		if len(faults) != 1 || !strings.Contains(faults.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.rule, faults, c.want)
			continue
		}
		if line := 1 + strings.Count(shop, "\n"); faults[0].Line != line {
			t.Errorf("%s: the fault is on line %d, want %d", c.rule, faults[0].Line, line)
		}
	}
}

// What a catalogue leaves out goes with what it says, and each setting may be at the
// very edge of what another allows.
func TestSettingsThatGoTogether(t *testing.T) {
	for _, c := range []struct {
		rule    string
		changes []string
	}{
		{"type: conversion_drop, margin: 20%", nil},
		{"type: conversion_drop, margin: 20%, closing_margin: 20%", nil},
		{"type: conversion_drop, window: 24h", nil},
		{"type: conversion_drop, dwell: 60d", nil},
		{"type: refund_rate, max: 79%, window: 30d", nil},
		{"type: ticket_rate, max: 5%, trial: 337h", nil}, // the window is 336 hours
		{"type: acceptance_floor, min: 1%", []string{"accept: 7d", "accept: 12h"}},
		{"type: acceptance_floor, min: 90%, window: 7d", nil},
	} {
		if _, _, faults := read(t, "  - {name: x, "+c.rule+"}\n", c.changes...); len(faults) > 0 {
			t.Errorf("%s: got %v, want no fault", c.rule, faults)
		}
	}
}

// A conversion_drop without a control to compare with is a fault that says what
// to write.
func TestNoControlIsAFault(t *testing.T) {
	_, _, faults := read(t, "  - {name: x, type: conversion_drop}\n", "control: 20%", "control: 0%")
	if len(faults) != 1 || !strings.Contains(faults.Error(), "there are none, give groups a control share") {
		t.Errorf("got %v", faults)
	}
}

// A breaker watches what its kind is usually about: a placement for conversion,
// an offer for regret, and whatever by says instead.
func TestScopes(t *testing.T) {
	for _, c := range []struct{ rule, want string }{
		{"type: conversion_drop", "[placement:drawer placement:thanks]"},
		{"type: conversion_drop, placement: thanks", "[placement:thanks]"},
		{"type: conversion_drop, by: all", "[all]"},
		{"type: refund_rate, max: 5%", "[offer:kit offer:set]"},
		{"type: refund_rate, max: 5%, types: [bundle]", "[offer:set]"},
		{"type: churn_rate, max: 5%, by: placement, placements: [drawer]", "[placement:drawer]"},
		{"type: ticket_rate, max: 5%, by: all", "[all]"},
		{"type: acceptance_floor, min: 1%, offers: [kit]", "[offer:kit]"},
	} {
		var scopes []string
		for _, s := range newWorld(t, "  - {name: x, "+c.rule+"}\n").List() {
			scopes = append(scopes, s.Scope)
		}
		if got := fmt.Sprint(scopes); got != c.want {
			t.Errorf("%s watches %s, want %s", c.rule, got, c.want)
		}
	}
}

// What the catalogue does not have cannot be moved, found or undone.
func TestUnknown(t *testing.T) {
	w := newWorld(t, "  - {name: refunds, type: refund_rate, max: 5%}\n")
	_, err := w.Find("refunds", drawer)
	if err != breakers.ErrUnknown {
		t.Errorf("finding another scope: %v", err)
	}
	if _, err := w.Override("refund", kit, breakers.Open, noon, "dana", "a test"); err != breakers.ErrUnknown {
		t.Errorf("moving another rule: %v", err)
	}
	if err := w.Move(breakers.Change{Rule: "refunds", Scope: "offer:yacht"}, w.next()); err == nil {
		t.Error("a logged move of no breaker was taken")
	}
}
