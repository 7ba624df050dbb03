package engine_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"proffer/engine"
)

// catalogues are changes of each kind that can happen while serving: copy and
// price, a guardrail, an offer that leaves, a new signal, other segments, other
// forgetting, another target.
var catalogues = []string{
	shop,
	strings.Replace(shop, "price: 12.00", "price: 13.50", 1),
	strings.Replace(shop, "max: 2, per: 24h", "max: 1, per: 48h", 1),
	without(shop, "  - {id: kit"),
	strings.Replace(shop, "  orders:      {type: count}", "  orders:      {type: count}\n  visits:      {type: number}", 1),
	strings.Replace(shop, "when: 'orders == 0'}", "when: 'orders < 2'}", 1),
	without(shop, "interactions:"),
	shop + "learning: {half_life: 10d}\n",
	shop + "learning: {target: reward}\n",
	strings.ReplaceAll(shop, "type: kit,", "type: kit, discount: 10%,") + `  - {name: rare, type: discount_share, max: 50%, per: 30d}
  - {name: apart, type: slate, distinct_types: true, max_discounts: 1}
  - {name: fits, type: friction, min_accept: 1%, max_refund: 30%}
  - {name: night, type: quiet_hours, from: '21:00', until: '08:00'}
`,
	shop + "groups: {holdout: 20%, control: 30%, baseline: 10%}\n",
	nervous,
	strings.Replace(nervous, "max: 3, per: 3d", "max: 2, per: 5d", 1),
	strings.Replace(nervous, "margin: 1%", "margin: 2%", 1),
}

// nervous is a shop whose breakers move for little, and whose budgets are small.
const nervous = shop + `  - {name: protect, type: conversion_drop, margin: 1%, window: 2h, alpha: 50%, dwell: 6h, trial: 3d, by: all}
  - {name: regret, type: refund_rate, max: 5%, window: 10d, alpha: 50%, dwell: 6h, trial: 16d}
  - {name: leaving, type: churn_rate, max: 5%, alpha: 50%, dwell: 6h, by: placement}
  - {name: lively, type: acceptance_floor, min: 30%, alpha: 50%, by: all}
  - {name: few, type: budget, max: 3, per: 3d, hold: 1d, by: offer}
  - {name: little, type: budget, amount: 60.00, of: price, hold: 2d, placements: [thanks]}
groups: {control: 30%}
`

// without drops the lines that begin with prefix.
func without(text, prefix string) string {
	var kept []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, prefix) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// A walk is one random history of a shop, and a model of what must hold.
type walk struct {
	*rapid.T
	*world
	file      string // the catalogue of the command line
	catalogue string // in force
	decisions []engine.Answer
	sent      []engine.Report
}

func (k *walk) Rank(t *rapid.T) {
	r := drawer(rapid.SampledFrom([]string{"", "c-1", "c-2", "c-3"}).Draw(t, "customer"))
	r.SessionID = rapid.SampledFrom([]string{"", "s-1", "s-2"}).Draw(t, "session")
	r.Placement = rapid.SampledFrom([]string{"drawer", "thanks", "newsletter"}).Draw(t, "placement")
	if r.Placement == "thanks" {
		r.Trigger = "order_placed"
	}
	r.Signals["orders"] = float64(rapid.IntRange(0, 3).Draw(t, "orders"))
	r.Signals["cart_value"] = rapid.Float64Range(0, 200).Draw(t, "cart")
	if rapid.Bool().Draw(t, "consent") {
		r.Signals["consent"] = true
	}
	a := k.rank(r)
	k.check(a)
	k.decisions = append(k.decisions, a)
}

// check is what holds of every answer, whatever came before.
func (k *walk) check(a engine.Answer) {
	for _, slot := range a.Slots {
		sum := 0.0
		for _, p := range slot.P {
			if !(p >= 0 && p <= 1) {
				k.T.Fatalf("a probability is %v", p)
			}
			sum += p
		}
		if !(math.Abs(sum-1) <= 1e-9) {
			k.T.Fatalf("probabilities sum to %v", sum)
		}
		if slot.Offer == "" {
			continue
		}
		if c := a.Candidate(slot.Offer); c == nil || c.Stage != "" {
			k.T.Fatalf("%s is shown, and was removed: %+v", slot.Offer, c)
		}
	}
	if a.Group == engine.Holdout || a.Group == engine.Control {
		if len(a.Shown()) > 0 {
			k.T.Fatalf("the %s sees %s", a.Group, offers(a))
		}
	}
}

func (k *walk) Report(t *rapid.T) {
	if len(k.decisions) == 0 {
		t.Skip("nothing decided yet")
	}
	a := rapid.SampledFrom(k.decisions).Draw(t, "decision")
	r := engine.Report{
		EventID:    fmt.Sprintf("e-%d", rapid.IntRange(0, 200).Draw(t, "event")),
		Type:       rapid.SampledFrom([]engine.ReportType{engine.View, engine.Accept, engine.Accept, engine.Decline, engine.Refund, engine.Churn, engine.SupportTicket, engine.Conversion}).Draw(t, "type"),
		CustomerID: a.Request.CustomerID, SessionID: a.Request.SessionID,
		OrderID: rapid.SampledFrom([]string{"", "o-1", "o-2"}).Draw(t, "order"),
	}
	if rapid.Bool().Draw(t, "by decision") {
		r.DecisionID = a.ID
		if shown := a.Shown(); len(shown) > 0 {
			r.OfferID = rapid.SampledFrom(shown).Draw(t, "offer").Offer
		}
	}
	if rapid.Bool().Draw(t, "with value") {
		r.Value = dollars(rapid.Int64Range(0, 2000).Draw(t, "value"))
	}
	if r.Type == engine.Accept && rapid.Bool().Draw(t, "with reward") {
		reward := rapid.Float64Range(-10, 10).Draw(t, "reward")
		r.Reward = &reward
	}
	if rapid.Bool().Draw(t, "earlier") {
		r.Time = k.now.Add(-time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour)
	}
	k.tell(r)
	k.sent = append(k.sent, r)
}

func (k *walk) Resend(t *rapid.T) {
	if len(k.sent) == 0 {
		t.Skip("nothing sent yet")
	}
	last := k.memory.Last()
	got := k.tell(rapid.SampledFrom(k.sent).Draw(t, "report"))[0]
	if got.Status == engine.Recorded || k.memory.Last() != last && got.Status != engine.Unmatched {
		t.Fatalf("a report sent again is %s", got.Status)
	}
}

func (k *walk) Wait(t *rapid.T) {
	k.now = k.now.Add(time.Duration(rapid.IntRange(-48, 24*40).Draw(t, "hours")) * time.Hour)
}

func (k *walk) Switch(t *rapid.T) {
	scope := rapid.SampledFrom([]string{"all", "trigger:item_added", "placement:thanks", "offer:bundle", "segment:repeat_buyer"}).Draw(t, "scope")
	state := rapid.SampledFrom([]string{engine.On, engine.On, engine.Off}).Draw(t, "state")
	if _, err := k.SetSwitch(engine.SwitchEvent{Scope: scope, State: state, Reason: "a trial"}); err != nil {
		t.Fatal(err)
	}
}

func (k *walk) Override(t *rapid.T) {
	all := k.Guardrails().Breakers
	if len(all) == 0 {
		t.Skip("no breakers")
	}
	b := rapid.SampledFrom(all).Draw(t, "breaker")
	to := rapid.SampledFrom([]string{"open", "half_open", "closed"}).Draw(t, "state")
	_, err := k.SetBreaker(engine.Override{Guardrail: b.Rule, Scope: b.Scope, State: to, Reason: "a trial", By: "a test"})
	if err != nil && !b.Advisory {
		t.Fatal(err)
	}
}

func (k *walk) Tick(t *rapid.T) { k.tick() }

func (k *walk) ChangeCatalogue(t *rapid.T) {
	k.catalogue = rapid.SampledFrom(catalogues).Draw(t, "catalogue")
	if _, err := k.SetCatalogue(context.Background(), []byte(k.catalogue), "a test"); err != nil {
		t.Fatal(err)
	}
}

func (k *walk) Restart(t *rapid.T) {
	k.restart(k.file)
	if got := string(k.Catalogue().Source); got != k.catalogue {
		t.Fatalf("after a restart another catalogue is in force than before")
	}
}

// Whatever happens, in whatever order, the state rebuilt from the log is the
// state that was live, and every logged decision can be made again. Snapshots
// are taken every few events, so they are cut at every kind of moment.
func TestReplay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := &walk{T: rt, file: rapid.SampledFrom([]string{shop, nervous}).Draw(rt, "file")}
		k.world, k.catalogue = newWorld(t, k.file), k.file
		k.every = uint64(rapid.IntRange(2, 30).Draw(rt, "snapshot every"))
		k.restart(k.file)
		rt.Repeat(map[string]func(*rapid.T){
			"rank": k.Rank, "rank more": k.Rank, "report": k.Report, "report more": k.Report, "resend": k.Resend,
			"wait": k.Wait, "switch": k.Switch, "tick": k.Tick, "override": k.Override, "change catalogue": k.ChangeCatalogue, "restart": k.Restart,
		})
		if err := k.Close(); err != nil {
			rt.Fatal(err)
		}
		v, err := engine.Verify(context.Background(), k.memory, k.memory, nil)
		if err != nil {
			rt.Fatal(err)
		}
		if v.Differing > 0 {
			rt.Fatalf("%d differences: %s", v.Differing, strings.Join(v.Differences, "; "))
		}
	})
}

// Knowing an outcome late is knowing it: beliefs do not depend on the order in
// which decisions and reports arrived, nor on what was believed in between.
func TestOrderOfReportsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		reports := func(w *world) []engine.Report {
			var all []engine.Report
			for i := range 12 {
				a := w.show(fmt.Sprintf("c-%d", i), "bundle")
				id := func(k string) string { return fmt.Sprintf("%s-%d", k, i) }
				if i%2 == 0 {
					all = append(all, engine.Report{EventID: id("a"), Type: engine.Accept, DecisionID: a.ID, OfferID: "bundle", OrderID: id("o"), Time: began.Add(time.Hour)})
				}
				if i%4 == 0 {
					all = append(all, engine.Report{EventID: id("r"), Type: engine.Refund, OrderID: id("o"), Time: began.Add(2 * time.Hour)})
				}
			}
			return all
		}
		w, u := newWorld(t, shop), newWorld(t, shop)
		inOrder, shuffled := reports(w), rapid.Permutation(reports(u)).Draw(rt, "order")
		w.now, u.now = began.Add(day), began.Add(day)
		w.tell(inOrder...)
		u.tell(shuffled...)
		a, b := w.entry("bundle").Total, u.entry("bundle").Total
		for _, pair := range [][2]float64{{a.Accept.Mean, b.Accept.Mean}, {a.Accept.Upper, b.Accept.Upper}, {a.NetValue.Mean, b.NetValue.Mean}, {a.NetValue.Upper, b.NetValue.Upper}, {a.Refunded, b.Refunded}} {
			if math.Abs(pair[0]-pair[1]) > 1e-9 {
				rt.Fatalf("in order %+v, shuffled %+v", a, b)
			}
		}
	})
}
