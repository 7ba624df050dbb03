package httpapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"
)

// watched is a shop in which every kind of breaker watches a placement of its
// own, and a budget another.
const watched = `version: 1
currency: USD
triggers: {paid: {moment: post_purchase}}
placements:
  a: {channel: onsite, strategy: rules}
  b: {channel: onsite, strategy: rules}
  c: {channel: onsite, strategy: rules}
  d: {channel: onsite, strategy: rules}
  e: {channel: onsite, strategy: rules}
  f: {channel: onsite, strategy: rules}
offers:
  - {id: kit, kind: upsell, triggers: [paid], price: 9.00, margin: 4.00}
guardrails:
  - {name: drop,    type: conversion_drop,  placement: a}
  - {name: refunds, type: refund_rate,      placements: [b], by: placement, max: 8%}
  - {name: leaving, type: churn_rate,       placements: [c], by: placement, max: 8%}
  - {name: tickets, type: ticket_rate,      placements: [d], by: placement, max: 8%}
  - {name: lively,  type: acceptance_floor, placements: [e], by: placement, min: 5%}
  - {name: few,     type: budget,           placements: [f], max: 2}
groups: {control: 0.01%}
`

// What is open withholds with the code of its kind, and the figures say what is
// open and what is spent. What only warns cannot be opened.
func TestBreakersSayWhy(t *testing.T) {
	w := newWorld(t, nil)
	w.ok("PUT", "/v1/catalogue", watched, nil, "Content-Type", "application/yaml")
	for _, c := range []struct{ placement, rule, kind string }{
		{"a", "drop", "conversion_drop"}, {"b", "refunds", "refund_rate"}, {"c", "leaving", "churn_rate"}, {"d", "tickets", "ticket_rate"},
	} {
		w.wants(c.placement, "")
		w.ok("PUT", "/v1/breakers/"+c.rule+"/placement:"+c.placement, `{"state":"open","reason":"to see what it says"}`, nil)
		w.wants(c.placement, c.kind+" of "+c.rule)
	}
	w.refused(422, "invalid", "PUT", "/v1/breakers/lively/placement:e", `{"state":"open","reason":"it only warns"}`)
	w.wants("e", "")
	w.wants("f", "")
	want := `
# HELP proffer_breaker State of a breaker: 0 closed, 1 suspect, 2 half open, 3 open.
# TYPE proffer_breaker gauge
proffer_breaker{guardrail="drop",scope="placement:a"} 2
proffer_breaker{guardrail="leaving",scope="placement:c"} 3
proffer_breaker{guardrail="lively",scope="placement:e"} 0
proffer_breaker{guardrail="refunds",scope="placement:b"} 0
proffer_breaker{guardrail="tickets",scope="placement:d"} 3
# HELP proffer_budget_spent_ratio Share of a budget that was taken, held for an answer or accepted.
# TYPE proffer_budget_spent_ratio gauge
proffer_budget_spent_ratio{guardrail="few",pot=""} 0.5
`
	w.ok("PUT", "/v1/breakers/drop/placement:a", `{"state":"half_open","reason":"to see the figure"}`, nil)
	w.ok("PUT", "/v1/breakers/refunds/placement:b", `{"state":"closed","reason":"to see the figure"}`, nil)
	if err := testutil.GatherAndCompare(w.registry, strings.NewReader(want), "proffer_breaker", "proffer_budget_spent_ratio"); err != nil {
		t.Error(err)
	}
	w.wants("f", "")
	w.wants("f", "budget of few")
}

// wants the kit to be shown at a placement, or to be withheld for a reason.
func (w *world) wants(placement, reason string) {
	w.Helper()
	var got struct {
		Offers   []any
		Excluded []struct{ Stage, Reason, Rule string }
	}
	w.ok("POST", "/v1/rank", fmt.Sprintf(`{"trigger":"paid","placement":%q,"explain":true}`, placement), &got)
	said := ""
	for _, e := range got.Excluded {
		said = e.Reason + " of " + e.Rule
	}
	if said != reason || (len(got.Offers) == 1) != (reason == "") {
		w.Errorf("at %s %d offers are shown, and the kit is withheld by %q, want %q", placement, len(got.Offers), said, reason)
	}
}
