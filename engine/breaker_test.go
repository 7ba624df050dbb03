package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/engine"
	"proffer/guardrails/breakers"
)

// guarded is a shop with a breaker of each kind; its list of guardrails is open
// at the end.
const guarded = shop + `  - {name: protect, type: conversion_drop, placement: drawer, margin: 0%, window: 30m}
  - {name: regret, type: refund_rate, max: 8%, offers: [bundle]}
  - {name: lively, type: acceptance_floor, min: 5%, window: 1h, offers: [bundle]}
`

var guardedShop = strings.Replace(guarded, "  - {name: two-a-day, type: frequency, max: 2, per: 24h, by: placement, placements: [drawer]}\n", "", 1) +
	"groups: {control: 20%}\n"

func (w *world) breaker(rule, scope string) breakers.Standing {
	w.Helper()
	b, err := w.Breaker(rule, scope)
	if err != nil {
		w.Fatal(err)
	}
	return b
}

// visits lets so many customers come, a minute apart, of whom those who are
// offered something convert with one rate and the others with another.
func (w *world) visits(n int, treated, control float64) (offered int) {
	w.Helper()
	for range n {
		w.now = w.now.Add(time.Minute)
		a := w.rank(drawer(fmt.Sprintf("c-%d", w.ids)))
		rate := control
		if len(a.Shown()) > 0 {
			rate = treated
			offered++
		}
		if w.chance() < rate {
			w.tell(engine.Report{EventID: "conversion of " + a.ID, Type: engine.Conversion, DecisionID: a.ID})
		}
	}
	return offered
}

// chance is a seeded uniform number.
func (w *world) chance() float64 {
	w.draws++
	x := w.draws * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11) / (1 << 53)
}

// Offers that cost the checkout half of its conversions are stopped, through
// suspicion, which shows offers to half of the visits only. Every move is an
// event with its figures, and a restart knows them all.
func TestHarmOpensTheBreaker(t *testing.T) {
	w := newWorld(t, guardedShop)
	for range 40 {
		w.visits(100, .3, .6)
		if w.breaker("protect", "placement:drawer").Breaker.State == breakers.Open {
			break
		}
	}
	b := w.breaker("protect", "placement:drawer")
	if b.Breaker.State != breakers.Open || b.Breaker.By != "" || !strings.Contains(b.Breaker.Detail, "harm is proven") {
		t.Fatalf("the breaker is %+v, want open for harm", b.Breaker)
	}
	if got := w.visits(100, .3, .6); got != 0 {
		t.Errorf("%d visits are offered something while the breaker is open", got)
	}
	a := w.rank(drawer("c-x"))
	if a.Group == engine.Treatment && (a.Reason != engine.Withheld || a.Candidates[0].Rule != "protect" || a.Candidates[0].Reason != "conversion_drop") {
		t.Errorf("the answer is %s for %+v, want withheld by protect", a.Reason, a.Candidates[0])
	}
	var moves []string
	for e, err := range w.memory.Events(1) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Breaker != nil {
			moves = append(moves, fmt.Sprintf("%s→%s", e.Breaker.From, e.Breaker.Breaker.State))
		}
	}
	if got := strings.Join(moves, " "); !strings.HasPrefix(got, "closed→suspect") || !strings.HasSuffix(got, "suspect→open") {
		t.Errorf("the log moves it %s, want through suspect to open", got)
	}
	w.verify()
	w.restart(guardedShop)
	if got := w.breaker("protect", "placement:drawer"); got.Breaker != b.Breaker {
		t.Errorf("after a restart the breaker is %+v, want %+v", got.Breaker, b.Breaker)
	}
}

// Harm is found as well in customers who ask again and again without a session:
// who is in the control sees nothing however often they ask.
func TestHarmWithoutASession(t *testing.T) {
	w := newWorld(t, guardedShop)
	for i := range 1500 {
		w.now = w.now.Add(time.Minute)
		r, rate := drawer(fmt.Sprint("c-", i)), .6
		r.SessionID = ""
		for range 4 {
			if len(w.rank(r).Shown()) > 0 {
				rate = .3
			}
		}
		if w.chance() < rate {
			w.tell(engine.Report{EventID: r.CustomerID, Type: engine.Conversion, CustomerID: r.CustomerID})
		}
		if w.breaker("protect", "placement:drawer").Breaker.State == breakers.Open {
			return
		}
	}
	t.Errorf("the breaker is %+v", w.breaker("protect", "placement:drawer"))
}

// Offers that change nothing stop nothing.
func TestNoHarmKeepsTheBreakerClosed(t *testing.T) {
	w := newWorld(t, guardedShop)
	w.visits(3000, .6, .6)
	if b := w.breaker("protect", "placement:drawer"); b.Breaker.State == breakers.Open {
		t.Errorf("the breaker is %+v", b.Breaker)
	}
}

// A visit is looked at once, when its window is over, whether or not it
// converted: what converts after that was too late for everybody.
func TestVisitsAreLookedAtWhenTheirWindowEnds(t *testing.T) {
	w := newWorld(t, guardedShop)
	a := w.rank(drawer("c-1"))
	w.tell(engine.Report{EventID: "1", Type: engine.Conversion, DecisionID: a.ID})
	seen := func() (visits, converted, waiting int) {
		f := w.breaker("protect", "placement:drawer").Figures
		return f.Treated.Visits + f.Control.Visits, f.Treated.Converted + f.Control.Converted, f.Waiting
	}
	if v, _, waiting := seen(); v != 0 || waiting != 1 {
		t.Errorf("at once %d visits are counted and %d wait, want 0 and 1", v, waiting)
	}
	w.now = w.now.Add(30*time.Minute - 1)
	w.tick()
	if v, _, _ := seen(); v != 0 {
		t.Errorf("just before the window ends %d visits are counted, want 0", v)
	}
	w.now = w.now.Add(1)
	w.tick()
	if v, c, waiting := seen(); v != 1 || c != 1 || waiting != 0 {
		t.Errorf("when the window ends %d of %d visits converted and %d wait, want 1, 1 and 0", c, v, waiting)
	}
	last := w.memory.Last()
	w.tick()
	if w.memory.Last() != last {
		t.Errorf("time that changes nothing was logged")
	}
	w.verify()
}

// What could not be shown whatever its group is no evidence: visits that another
// guardrail keeps from every offer do not end a try, however many they are.
func TestWhatCannotBeShownIsNoEvidence(t *testing.T) {
	w := newWorld(t, strings.Replace(guardedShop, "groups:", "  - {name: three, type: budget, max: 3, of: offers, hold: 90d}\ngroups:", 1))
	seen := func() int {
		f := w.breaker("protect", "placement:drawer").Figures
		return f.Treated.Visits + f.Control.Visits
	}
	visits := 0
	for shown := 0; shown < 3; visits++ {
		shown += w.visits(1, .6, .6)
	}
	w.now = w.now.Add(time.Hour)
	w.tick()
	if got := seen(); got != visits || visits == 3 {
		t.Errorf("%d visits are counted, want all %d up to the last of the budget, with those of the control", got, visits)
	}
	try := engine.Override{Guardrail: "protect", Scope: "placement:drawer", State: "half_open", Reason: "a test", By: "key-1"}
	if _, err := w.SetBreaker(try); err != nil {
		t.Fatal(err)
	}
	w.visits(3000, .6, .6)
	if b := w.breaker("protect", "placement:drawer"); b.Breaker.State != breakers.HalfOpen || seen() != 0 {
		t.Errorf("after 3000 visits that were shown nothing the breaker is %+v, with %d counted", b.Breaker, seen())
	}
	w.verify()
}

// Without a session a customer's requests at a placement are one visit until its
// window is over: the first that could show an offer is compared, and an order that
// names a later one is that visit's. Nobody is never followed.
func TestWithoutASession(t *testing.T) {
	w := newWorld(t, guardedShop)
	waiting := func(when string, want int) {
		t.Helper()
		if f := w.breaker("protect", "placement:drawer").Figures; f.Waiting != want {
			t.Errorf("%s %d visits wait to be compared, want %d", when, f.Waiting, want)
		}
	}
	converted := func(a engine.Answer, want bool) {
		t.Helper()
		if at := w.outcome(a).Converted; at.IsZero() == want {
			t.Errorf("the visit of %s converted at %v, want that it did: %v", a.ID, at, want)
		}
	}
	ask := drawer("c-1")
	ask.SessionID = ""
	first := w.rank(ask)
	waiting("after the first request", 1)
	w.now = w.now.Add(time.Minute)
	second := w.rank(ask)
	waiting("after another", 1)
	converted(first, false)
	w.tell(engine.Report{EventID: "1", Type: engine.Conversion, DecisionID: second.ID})
	converted(first, true)
	w.now = first.At.Add(day + 1)
	third := w.rank(ask)
	waiting("after one more, when the window is over", 1)
	w.tell(engine.Report{EventID: "2", Type: engine.Conversion, CustomerID: "c-1"})
	converted(third, true)
	ask.CustomerID = ""
	nobodys := w.rank(ask)
	waiting("after one of nobody", 1)
	w.tell(engine.Report{EventID: "3", Type: engine.Conversion, DecisionID: nobodys.ID})
	converted(nobodys, true)
	w.verify()
}

// A catalogue that lets go of what was stopped says what that is.
func TestReleasedBreakersAreTold(t *testing.T) {
	w := newWorld(t, guardedShop)
	for _, o := range []engine.Override{{Guardrail: "protect", Scope: "placement:drawer"}, {Guardrail: "regret", Scope: "offer:bundle"}} {
		o.State, o.Reason, o.By = "open", "a test", "key-1"
		if _, err := w.SetBreaker(o); err != nil {
			t.Fatal(err)
		}
	}
	renamed := strings.Replace(guardedShop, "name: regret", "name: remorse", 1)
	for _, want := range []string{"[{regret offer:bundle open}]", "[]"} {
		released, err := w.SetCatalogue(context.Background(), []byte(renamed), "key-1")
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, b := range released {
			got = append(got, fmt.Sprintf("{%s %s %s}", b.Rule, b.Scope, b.Breaker.State))
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%v are released, want %s", got, want)
		}
	}
	if a := w.rank(only("c-1", "s-1", "bundle")); a.Group == engine.Treatment && a.Candidates[0].Rule != "protect" {
		t.Errorf("the bundle is %+v, want it stopped by protect still", a.Candidates[0])
	}
}

func (w *world) tick() {
	w.Helper()
	if err := w.Tick(); err != nil {
		w.Fatal(err)
	}
}

// Refunds over the limit mask the offer and no other, by the refund that proves
// it. The half-open breaker lets a tenth of the visits try, and closes when the
// accepts of the try are kept.
func TestRefundsOpenAndKeptAcceptsClose(t *testing.T) {
	w := newWorld(t, guardedShop)
	scope := "offer:bundle"
	for i := range 60 {
		a := w.rank(only(fmt.Sprintf("b-%d", i), "s-1", "bundle"))
		if len(a.Shown()) == 0 {
			continue
		}
		id := fmt.Sprint(i)
		w.tell(engine.Report{EventID: "a" + id, Type: engine.Accept, DecisionID: a.ID, OrderID: "o" + id})
		w.tell(engine.Report{EventID: "r" + id, Type: engine.Refund, OrderID: "o" + id})
		if w.breaker("regret", scope).Breaker.State == breakers.Open {
			break
		}
	}
	if b := w.breaker("regret", scope).Breaker; b.State != breakers.Open {
		t.Fatalf("after refunds only the breaker is %+v", b)
	}
	if a := w.rank(only("c-y", "s-1", "bundle")); len(a.Shown()) > 0 {
		t.Errorf("%s is shown while its breaker is open", offers(a))
	}
	w.now = w.now.Add(25 * time.Hour)
	w.tick()
	b := w.breaker("regret", scope)
	if b.Breaker.State != breakers.HalfOpen {
		t.Fatalf("after the dwell the breaker is %+v, want half open", b.Breaker)
	}
	if *b.Figures.Accepts != 0 {
		t.Errorf("the try begins with %d accepts, want none", *b.Figures.Accepts)
	}
	shown := 0
	for i := range 4000 {
		w.now = w.now.Add(time.Minute)
		if a := w.rank(only(fmt.Sprintf("h-%d", i), "s-1", "bundle")); len(a.Shown()) > 0 {
			shown++
			w.tell(engine.Report{EventID: "k" + a.ID, Type: engine.Accept, DecisionID: a.ID})
		}
	}
	if !(shown > 220 && shown < 420) { // a tenth of the treated four fifths
		t.Errorf("%d of 4000 visits try", shown)
	}
	w.now = w.now.Add(57 * day) // the first of them was asked for less than three days before
	w.tick()
	if b := w.breaker("regret", scope).Breaker; b.State != breakers.HalfOpen {
		t.Errorf("while all accepts of the try may still come back the breaker is %+v, want half open", b)
	}
	w.now = w.now.Add(3 * day)
	w.tick()
	if b := w.breaker("regret", scope).Breaker; b.State != breakers.Closed {
		t.Errorf("after a try without refunds the breaker is %+v, want closed", b)
	}
	w.verify()
}

// What one customer accepts within a window is one piece of evidence, because one
// word is about all of it: the first that is told. Others have a word of their own.
func TestOneCustomerIsOneWitness(t *testing.T) {
	w := newWorld(t, strings.Replace(guardedShop, "groups:", "  - {name: trouble, type: ticket_rate, max: 20%, window: 7d, by: all}\ngroups:", 1))
	accept := func(customer, offer string) {
		shown := w.show(customer, offer)
		w.tell(engine.Report{EventID: "a" + shown.ID, Type: engine.Accept, DecisionID: shown.ID})
	}
	ticket := func(id, customer string) {
		w.tell(engine.Report{EventID: id, Type: engine.SupportTicket, CustomerID: customer})
	}
	seen := func(when string, accepts, bad int) {
		t.Helper()
		if f := w.breaker("trouble", "all").Figures; *f.Accepts != accepts || *f.Bad != bad {
			t.Errorf("%s %d of %d accepts led to a ticket, want %d of %d", when, *f.Bad, *f.Accepts, bad, accepts)
		}
	}
	accept("c-1", "bundle")
	accept("c-1", "kit")
	accept("c-2", "kit")
	accept("c-3", "kit")
	seen("before any ticket", 3, 0)
	w.now = w.now.Add(7 * day)
	ticket("t-1", "c-1")
	seen("after the ticket of one who accepted twice", 3, 1)
	accept("c-2", "bundle")
	seen("after another accept at the end of the window", 3, 1)
	w.now = w.now.Add(time.Second)
	accept("c-3", "bundle")
	seen("after another behind the window", 4, 1)
	ticket("t-2", "c-3")
	seen("after its ticket", 4, 2)
	w.verify()
}

// An accept from after its window is not the offer's doing, nor is what follows it.
func TestLateAcceptsAreNoEvidence(t *testing.T) {
	w := newWorld(t, guardedShop)
	for i, wait := range []time.Duration{time.Hour, 365 * day} {
		shown := w.show(fmt.Sprintf("c-%d", i), "bundle")
		w.now = w.now.Add(wait)
		order := fmt.Sprintf("o-%d", i)
		w.tell(engine.Report{EventID: "a" + order, Type: engine.Accept, DecisionID: shown.ID, OrderID: order})
		w.tell(engine.Report{EventID: "r" + order, Type: engine.Refund, OrderID: order})
		if f := w.breaker("regret", "offer:bundle").Figures; *f.Accepts != 1 || *f.Bad != 1 {
			t.Errorf("after an accept of %v later %d of %d accepts are refunded, want 1 of 1", wait, *f.Bad, *f.Accepts)
		}
	}
}

// A person's word moves a breaker with a name and a reason, outlives a restart,
// and is not undone by time.
func TestOverride(t *testing.T) {
	w := newWorld(t, guardedShop)
	stop := engine.Override{Guardrail: "protect", Scope: "placement:drawer", State: "open", Reason: "the shop is down", By: "key-1"}
	if _, err := w.SetBreaker(stop); err != nil {
		t.Fatal(err)
	}
	if got := w.visits(50, .5, .5); got != 0 {
		t.Errorf("%d visits are offered something that a person has stopped", got)
	}
	w.now = w.now.Add(100 * day)
	w.tick()
	w.restart(guardedShop)
	b := w.breaker("protect", "placement:drawer").Breaker
	if b.State != breakers.Open || b.By != "key-1" || b.Detail != "the shop is down" {
		t.Errorf("after a restart and 100 days the breaker is %+v", b)
	}
	stop.State = "closed"
	if _, err := w.SetBreaker(stop); err != nil {
		t.Fatal(err)
	}
	if got := w.visits(50, .5, .5); got == 0 {
		t.Error("nothing is offered after a person has closed the breaker")
	}
	w.verify()
	for _, bad := range []engine.Override{
		{Guardrail: "protect", Scope: "placement:drawer", State: "open"},
		{Guardrail: "protect", Scope: "placement:drawer", State: "suspect", Reason: "why not"},
		{Guardrail: "protect", Scope: "placement:thanks", State: "open", Reason: "no such scope"},
		{Guardrail: "lively", Scope: "offer:bundle", State: "open", Reason: "it only warns"},
	} {
		if _, err := w.SetBreaker(bad); err == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
}

// An offer that nobody accepts is warned of and still shown.
func TestAcceptanceFloorWarns(t *testing.T) {
	w := newWorld(t, guardedShop)
	for i := range 500 {
		w.now = w.now.Add(time.Minute)
		w.rank(only(fmt.Sprintf("c-%d", i), "s-1", "bundle"))
	}
	w.now = w.now.Add(time.Hour)
	w.tick()
	b := w.breaker("lively", "offer:bundle")
	if b.Breaker.State != breakers.Suspect || !b.Advisory {
		t.Errorf("after %d offers in vain it is %+v, want suspect", *b.Figures.Accepts, b.Breaker)
	}
	if a := w.rank(only("c-z", "s-1", "bundle")); a.Group == engine.Treatment && offers(a) != "bundle" {
		t.Errorf("%q is shown under a warning, want the bundle", offers(a))
	}
	w.verify()
}

// A catalogue that changes what is tested begins the evidence afresh and leaves
// the state; one that drops the breaker drops it.
func TestCatalogueChangesATest(t *testing.T) {
	w := newWorld(t, guardedShop)
	w.visits(200, .5, .5)
	if _, err := w.SetBreaker(engine.Override{Guardrail: "regret", Scope: "offer:bundle", State: "open", Reason: "recall"}); err != nil {
		t.Fatal(err)
	}
	w.restart(strings.NewReplacer("margin: 0%", "margin: 5%", "max: 8%", "max: 9%").Replace(guardedShop))
	if f := w.breaker("protect", "placement:drawer").Figures; f.Treated.Visits != 0 || f.Waiting != 0 {
		t.Errorf("another margin keeps the evidence %+v", f)
	}
	if b := w.breaker("regret", "offer:bundle").Breaker; b.State != breakers.Open {
		t.Errorf("another limit closes what a person has opened: %+v", b)
	}
	w.restart(shop)
	if _, err := w.Breaker("regret", "offer:bundle"); err == nil {
		t.Error("a breaker outlives its guardrail")
	}
	w.verify()
}
