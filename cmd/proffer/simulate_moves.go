package main

import (
	"fmt"
	"io"
	"time"

	"proffer/engine"
	"proffer/guardrails/breakers"
	"proffer/internal/simulate"
)

// A simulated is what came of a simulation: the report, and what its breakers did.
type simulated struct {
	simulate.Report
	Moves []move `json:"moves"` // of breakers, in their order
}

// A move is one of a breaker, with the figures that it was moved by.
type move struct {
	Time      time.Time        `json:"time"`
	Guardrail string           `json:"guardrail"`
	Type      string           `json:"type"`
	Scope     string           `json:"scope"`
	From      breakers.State   `json:"from"`
	To        breakers.State   `json:"to"`
	Reason    string           `json:"reason"`
	Detail    string           `json:"detail"`
	Figures   breakers.Figures `json:"figures"`
}

// moveOf is a change under a policy that has its guardrail.
func moveOf(c breakers.Change, p *engine.Policy) move {
	m := move{
		Time: c.Breaker.Since, Guardrail: c.Rule, Scope: c.Scope, From: c.From, To: c.Breaker.State,
		Reason: string(c.Breaker.Reason), Detail: c.Breaker.Detail, Figures: c.Figures,
	}
	for _, g := range p.Guardrails() {
		if g.Name == c.Rule {
			m.Type = g.Type
		}
	}
	return m
}

// printMoves prints a line for each move: when, of which breaker, what it did, why,
// and what was counted by then.
func printMoves(w io.Writer, moves []move) {
	if len(moves) == 0 {
		printFilled(w, "No breaker moved.")
		return
	}
	fmt.Fprintf(w, "\nMoves of breakers\n")
	for _, m := range moves {
		fmt.Fprintf(w, "  %s  %s %s, %s to %s: %s", m.Time.Format(time.RFC3339), m.Guardrail, m.Scope, m.From, m.To, m.Detail)
		if counts := m.counts(); counts != "" {
			fmt.Fprintf(w, "; %s", counts)
		}
		fmt.Fprintln(w)
	}
}

// badly are what the bad ones are of each kind of rate, and of what.
var badly = map[string]struct{ bad, of string }{
	"refund_rate": {"refunded", "accepts"}, "churn_rate": {"churned", "accepts"}, "ticket_rate": {"with a ticket", "accepts"},
	"acceptance_floor": {"not accepted", "offers shown"},
}

// counts say what the evidence was counted from, where that is counted.
func (m move) counts() string {
	f := m.Figures
	switch {
	case f.Treated != nil && f.Control != nil:
		return fmt.Sprintf("%d of %d treated and %d of %d control visits converted",
			f.Treated.Converted, f.Treated.Visits, f.Control.Converted, f.Control.Visits)
	case f.Accepts != nil && f.Bad != nil:
		return fmt.Sprintf("%d of %d %s %s", *f.Bad, *f.Accepts, badly[m.Type].of, badly[m.Type].bad)
	}
	return ""
}
