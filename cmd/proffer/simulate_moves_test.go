package main

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/examples"
	"proffer/guardrails/breakers"
)

// A move is told in one line: when, of which breaker, from what to what, why, and
// what was counted by then, in the words of its guardrail.
func TestMovesAreTold(t *testing.T) {
	source, err := examples.Catalogue("skincare")
	if err != nil {
		t.Fatal(err)
	}
	policy, err := engine.Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	accepts, bad := 39, 22
	visits := breakers.Figures{Treated: &breakers.Converting{Visits: 900, Converted: 400}, Control: &breakers.Converting{Visits: 50, Converted: 30}}
	var moves []move
	for _, c := range []struct {
		rule, scope string
		figures     breakers.Figures
	}{
		{"trouble", "offer:tomorrow-delivery", breakers.Figures{Accepts: &accepts, Bad: &bad}},
		{"regret", "offer:travel-kit", breakers.Figures{Accepts: &accepts, Bad: &bad}},
		{"a-drop", "placement:cart_drawer", visits},
		{"by-hand", "all", breakers.Figures{}},
	} {
		change := breakers.Change{Rule: c.rule, Scope: c.scope, From: breakers.Suspect, Figures: c.figures}
		change.Breaker.State, change.Breaker.Detail = breakers.Open, "harm is proven"
		change.Breaker.Since = time.Date(2026, 1, 11, 3, 7, 48, 0, time.UTC)
		moves = append(moves, moveOf(change, policy))
	}
	var out bytes.Buffer
	printMoves(&out, moves)
	want := `
Moves of breakers
  2026-01-11T03:07:48Z  trouble offer:tomorrow-delivery, suspect to open: harm is proven; 22 of 39 accepts with a ticket
  2026-01-11T03:07:48Z  regret offer:travel-kit, suspect to open: harm is proven; 22 of 39 accepts refunded
  2026-01-11T03:07:48Z  a-drop placement:cart_drawer, suspect to open: harm is proven; 400 of 900 treated and 30 of 50 control visits converted
  2026-01-11T03:07:48Z  by-hand all, suspect to open: harm is proven
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
