package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/engine"
	"proffer/guardrails"
)

// thanks is a request at the page that thanks.
func thanks(customer string) engine.Request {
	r := drawer(customer)
	r.Trigger, r.Placement = "order_placed", "thanks"
	return r
}

func (w *world) outcome(a engine.Answer) *engine.Outcome {
	w.Helper()
	story, err := w.Story(a.ID)
	if err != nil {
		w.Fatal(err)
	}
	return story.Outcome
}

// A purchase is of its visit to the very end of the window, and an accept is of
// its offer to the end of its own; neither is from before what it answers.
func TestAnswersCountToTheEndOfTheirWindow(t *testing.T) {
	for after, want := range map[time.Duration]bool{24 * time.Hour: true, 24*time.Hour + 1: false} {
		w := newWorld(t, shop)
		a := w.rank(drawer("c-1"))
		w.now = w.now.Add(after)
		w.tell(engine.Report{EventID: "1", Type: engine.Conversion, CustomerID: "c-1", SessionID: "s-1"})
		if got := !w.outcome(a).Converted.IsZero(); got != want {
			t.Errorf("bought %v after the visit began: it converted: %v, want %v", after, got, want)
		}
	}
	for after, late := range map[time.Duration]bool{30 * day: false, 30*day + 1: true} {
		w := newWorld(t, shop)
		a := w.show("c-1", "bundle")
		w.now = w.now.Add(after)
		w.tell(engine.Report{EventID: "1", Type: engine.Accept, DecisionID: a.ID})
		if f := w.fate(a.ID); f.Late != late {
			t.Errorf("accepted %v after the decision: it is late: %v, want %v", after, f.Late, late)
		}
	}
	w := newWorld(t, shop)
	a := w.show("c-1", "bundle")
	w.tell(engine.Report{EventID: "1", Type: engine.Accept, DecisionID: a.ID, Time: a.At.Add(-time.Hour)})
	if f := w.fate(a.ID); !f.Accepted.Equal(a.At) {
		t.Errorf("an accept from before its decision is of %v, want %v", f.Accepted, a.At)
	}
}

// However a purchase finds its visit, by the decision, by who bought or by both,
// it counts once for it.
func TestAPurchaseCountsOnce(t *testing.T) {
	for _, session := range []string{"", "s-1"} {
		for _, named := range []bool{false, true} {
			w := newWorld(t, guardedShop)
			r := drawer("c-1")
			r.SessionID = session
			a := w.rank(r)
			buy := engine.Report{EventID: "1", Type: engine.Conversion, CustomerID: "c-1", SessionID: session, Value: dollars(4000)}
			if named {
				buy.DecisionID = a.ID
			}
			w.tell(buy)
			if got := w.outcome(a).Revenue; got != 4000 {
				t.Errorf("in session %q, named %v: revenue of %d, want 4000", session, named, got)
			}
			w.verify()
		}
	}
}

// A purchase that names a decision from before somebody said who they are, and says
// who it was, is also of what they visited afterwards.
func TestAPurchaseSaysWhoItWas(t *testing.T) {
	w := newWorld(t, shop)
	nobodys, theirs := w.rank(drawer("")), w.rank(thanks("c-1"))
	w.tell(engine.Report{EventID: "1", Type: engine.Conversion, DecisionID: nobodys.ID, CustomerID: "c-1"})
	for _, a := range []engine.Answer{nobodys, theirs} {
		if w.outcome(a).Converted.IsZero() {
			t.Errorf("the visit at %s did not convert", a.Request.Placement)
		}
	}
}

// Who turns out to be of the holdout begins a visit of their own, and what they
// buy is of that one, at each placement.
func TestAPurchaseOfTheHoldout(t *testing.T) {
	w := newWorld(t, shop+"groups: {holdout: 50%}\n")
	customer := ""
	for i := 0; !guardrails.InHoldout(w.Catalogue().Groups, customer); i++ {
		customer = fmt.Sprint("c-", i)
	}
	nobodys, held := w.rank(drawer("")), w.rank(drawer(customer))
	w.tell(engine.Report{EventID: "1", Type: engine.Conversion, CustomerID: customer, SessionID: "s-1"})
	if !w.outcome(nobodys).Converted.IsZero() || w.outcome(held).Converted.IsZero() {
		t.Errorf("nobody's visit converted at %v and that of the holdout at %v, want the latter alone", w.outcome(nobodys).Converted, w.outcome(held).Converted)
	}
}

// A visit is compared from its first decision that could show an offer, and its
// window begins with that; it keeps the group of its very first.
func TestAVisitIsComparedFromWhatCouldBeShown(t *testing.T) {
	w := newWorld(t, guardedShop)
	waits := func(when string, waiting, seen int) {
		t.Helper()
		w.tick()
		f := w.breaker("protect", "placement:drawer").Figures
		if got := f.Treated.Visits + f.Control.Visits; f.Waiting != waiting || got != seen {
			t.Errorf("%s %d visits wait and %d are counted, want %d and %d", when, f.Waiting, got, waiting, seen)
		}
	}
	r := drawer("c-1")
	r.Exclude = []string{"bundle", "warranty", "kit"}
	first := w.rank(r)
	waits("after a decision that could show nothing", 0, 0)
	w.now = w.now.Add(20 * time.Minute)
	w.rank(drawer("c-1"))
	waits("after one that could", 1, 0)
	w.now = w.now.Add(30*time.Minute - 1)
	waits("before the end of its window", 1, 0)
	w.now = w.now.Add(1)
	waits("at the end of its window", 0, 1)
	if o := w.outcome(first); o.Compared.IsZero() {
		t.Error("the visit is not compared in the report")
	}
	w.verify()
}

// Without a session a request that could show nothing does not stand in the way of
// the next: the visit is compared from the first that could.
func TestNothingToShowWithoutASession(t *testing.T) {
	w := newWorld(t, guardedShop)
	r := drawer("c-1")
	r.SessionID = ""
	nothing := r
	nothing.Exclude = []string{"bundle", "warranty", "kit"}
	for i, c := range []struct {
		request engine.Request
		want    int
	}{{nothing, 0}, {r, 1}, {r, 1}} {
		w.now = w.now.Add(time.Minute)
		w.rank(c.request)
		if f := w.breaker("protect", "placement:drawer").Figures; f.Waiting != c.want {
			t.Errorf("after request %d of a customer %d visits wait, want %d", i+1, f.Waiting, c.want)
		}
	}
}

// Visits of the holdout are no evidence, and no fault: all others are counted.
func TestTheHoldoutIsNoEvidence(t *testing.T) {
	w := newWorld(t, strings.Replace(guardedShop, "control: 20%", "control: 20%, holdout: 50%", 1))
	others := 0
	for i := range 60 {
		if w.rank(drawer(fmt.Sprint("c-", i))).Group != engine.Holdout {
			others++
		}
	}
	w.now = w.now.Add(time.Hour)
	w.tick()
	b := w.breaker("protect", "placement:drawer")
	if got := b.Figures.Treated.Visits + b.Figures.Control.Visits; got != others || others == 60 || b.Breaker.Reason == "fault" {
		t.Errorf("%d of 60 visits are counted, want %d; the breaker is %+v", got, others, b.Breaker)
	}
}

// While a conversion breaker tries, visits are drawn, and logged, with half of them
// in the control; afterwards as planned.
func TestTheLoggedChanceIsTheOneDrawnWith(t *testing.T) {
	w := newWorld(t, guardedShop)
	for i, c := range []struct {
		state string
		want  float64
	}{{"half_open", .5}, {"closed", .8}, {"open", .8}} {
		if _, err := w.SetBreaker(engine.Override{Guardrail: "protect", Scope: "placement:drawer", State: c.state, Reason: "a test"}); err != nil {
			t.Fatal(err)
		}
		if a := w.rank(drawer(fmt.Sprint("c-", i))); a.Treated != c.want {
			t.Errorf("%s: a visit is treated with a probability of %v, want %v", c.state, a.Treated, c.want)
		}
		if a := w.rank(thanks(fmt.Sprint("c-", i))); a.Treated != .8 {
			t.Errorf("%s: a visit elsewhere is treated with a probability of %v, want .8", c.state, a.Treated)
		}
	}
}

// A visit that takes part in a try does so to its end, and one that does not never
// begins to: asking again changes nothing, and a restart in between neither, with a
// session and without.
func TestAVisitKeepsItsTry(t *testing.T) {
	for _, session := range []string{"s-1", ""} {
		t.Run("session "+session, func(t *testing.T) { keepsItsTry(t, session) })
	}
}

func keepsItsTry(t *testing.T, session string) {
	w := newWorld(t, guardedShop)
	if _, err := w.SetBreaker(engine.Override{Guardrail: "regret", Scope: "offer:bundle", State: "half_open", Reason: "a test"}); err != nil {
		t.Fatal(err)
	}
	tries := 0
	ask := func(visit int) string { return offers(w.rank(only(fmt.Sprint("c-", visit), session, "bundle"))) }
	var first []string
	for i := range 200 {
		first = append(first, ask(i))
		tries += len(first[i])
	}
	for _, when := range []string{"asking again", "a restart"} {
		for i, want := range first {
			if got := ask(i); got != want {
				t.Fatalf("visit %d is shown %q, and after %s %q", i, want, when, got)
			}
		}
		w.restart(guardedShop)
	}
	tries /= len("bundle")
	if !(tries > 3 && tries < 40) { // a tenth of the treated four fifths is 16
		t.Errorf("%d of 200 visits try", tries)
	}
	w.verify()
}
