package httpapi_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/measure"
)

// compared is a shop with all comparison groups, in which what the rules take
// first is the dearer of two offers.
const compared = `version: 1
currency: USD
triggers: {added: {moment: cart}}
placements:
  drawer: {channel: onsite, strategy: thompson, none: off}
offers:
  - {id: cheap, kind: upsell, price: 9.00, margin: 4.00}
  - {id: dear,  kind: upsell, price: 12.00, margin: 4.00, priority: 1}
guardrails:
  - {name: protect, type: conversion_drop, placement: drawer, window: 1h}
groups: {holdout: 10%, control: 20%, baseline: 30%}
learning: {floor: 10%}
`

// A told is what the tests look at of GET /v1/decisions/{decision_id}.
type told struct {
	DecisionID string        `json:"decision_id"`
	Group      engine.Group  `json:"group"`
	Treated    float64       `json:"treated"`
	Reason     engine.Reason `json:"reason"`
	Strategy   string        `json:"strategy"`
	OPE        string        `json:"ope"`
	Slots      []struct {
		OfferID    string  `json:"offer_id"`
		Propensity float64 `json:"propensity"`
	} `json:"slots"`
	Replay struct{ Identical bool } `json:"replay"`
}

// Visits of the baseline get what the rules take first, with certainty, and say
// so; those of the treatment get what was drawn. Both were shown offers, so both
// are held against the control: by the breaker, by the report and by the logged
// probability of treatment. A visit stays in its group, and all of it can be
// decided again.
func TestBaseline(t *testing.T) {
	const visits = 150
	w := newWorld(t, nil)
	w.ok("PUT", "/v1/catalogue", compared, nil, "Content-Type", "application/yaml")
	groups, cheap := map[engine.Group]int{}, map[engine.Group]int{}
	for i := range visits {
		d := w.visit(i)
		groups[d.Group]++
		for _, s := range d.Slots {
			if s.OfferID == "cheap" {
				cheap[d.Group]++
			}
		}
	}
	for group, share := range map[engine.Group]float64{"holdout": .1, "control": .9 * .2, "baseline": .9 * .3, "treatment": .9 * .5} {
		if n := float64(groups[group]); !(n > visits*share/2 && n < visits*share*3/2) {
			t.Errorf("%v of %d visits are of the %s, want about %v", n, visits, group, visits*share)
		}
	}
	if cheap[engine.Baseline] != 0 || cheap[engine.Treatment] == 0 {
		t.Errorf("the cheap offer is shown to %v, want to the treatment and not to the baseline", cheap)
	}
	w.now = w.now.Add(25 * time.Hour)
	w.compares(groups)
}

// visit is one of a customer, who is held to the group that it says it is of.
func (w *world) visit(i int) (d told) {
	w.Helper()
	var a decided
	w.ok("POST", "/v1/rank", fmt.Sprintf(`{"customer_id":"c-%d","session_id":"s-%d","trigger":"added","placement":"drawer"}`, i, i), &a)
	w.ok("GET", "/v1/decisions/"+a.DecisionID+"?replay=true", "", &d)
	treated, offered := .8, len(d.Slots) == 1
	want := map[engine.Group]told{
		engine.Treatment: {Reason: engine.Split, Strategy: "thompson", OPE: "exact"},
		engine.Baseline:  {Reason: engine.Based, Strategy: "rules", OPE: "none"},
		engine.Control:   {Reason: engine.Controlled, Strategy: "thompson"},
		engine.Holdout:   {Reason: engine.HeldOut, Strategy: "thompson"},
	}[d.Group]
	if d.Group == engine.Holdout {
		treated = 0
	}
	if d.Reason != want.Reason || a.Reason != string(d.Reason) || d.Strategy != want.Strategy || d.OPE != want.OPE || d.Treated != treated {
		w.Errorf("a decision of the %s says %+v", d.Group, d)
	}
	if sees := d.Group == engine.Treatment || d.Group == engine.Baseline; offered != sees || (len(a.Offers) == 1) != sees {
		w.Errorf("a decision of the %s shows %d offers", d.Group, len(d.Slots))
	}
	if d.Group == engine.Baseline && (d.Slots[0].OfferID != "dear" || d.Slots[0].Propensity != 1) {
		w.Errorf("the baseline is shown %+v, want the dear offer with certainty", d.Slots)
	}
	if !d.Replay.Identical {
		w.Errorf("decision %s comes out otherwise when it is made again", d.DecisionID)
	}
	again, err := w.service.Rank(w.Context(), engine.Request{
		CustomerID: fmt.Sprintf("c-%d", i), SessionID: fmt.Sprintf("s-%d", i), Trigger: "added", Placement: "drawer",
	})
	if err != nil || again.Group != d.Group || again.FirstOfVisit {
		w.Errorf("visit %d was of the %s and is of the %s: %v", i, d.Group, again.Group, err)
	}
	return d
}

// compares holds the breaker, the report and the log to the visits of each group.
func (w *world) compares(groups map[engine.Group]int) {
	w.Helper()
	if err := w.service.Tick(); err != nil {
		w.Fatal(err)
	}
	offered, control := groups[engine.Treatment]+groups[engine.Baseline], groups[engine.Control]
	b, err := w.service.Breaker("protect", "placement:drawer")
	if err != nil || b.Figures.Treated.Visits != offered || b.Figures.Control.Visits != control {
		w.Errorf("the breaker counts %+v and %+v, want %d and %d: %v", b.Figures.Treated, b.Figures.Control, offered, control, err)
	}
	var r measure.Report
	w.ok("GET", "/v1/report", "", &r)
	if diff := cmp.Diff(groups, r.Total.Visits.Groups); diff != "" {
		w.Errorf("the report has visits of other groups (-want +got):\n%s", diff)
	}
	if c := r.Total.Conversion; c == nil || c.Offered.Visits != offered || c.Control.Visits != control {
		w.Errorf("the report compares %+v, want %d visits with the control's %d", c, offered, control)
	}
	v, err := engine.Verify(w.Context(), w.memory, w.memory, nil)
	if err != nil || v.Differing > 0 {
		w.Errorf("verified: %+v, %v", v, err)
	}
}
