package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/engine"
	"proffer/guardrails"
)

// unbounded is a shop in which nothing is withheld from anybody who comes again.
var unbounded = strings.NewReplacer("max: 2, per: 24h", "max: 500, per: 24h").Replace(shop)

// nameless is a request without a session.
func nameless(customer string) engine.Request {
	r := drawer(customer)
	r.SessionID = ""
	return r
}

// Without a session a customer's visit keeps its lot, and ρ with it, until its
// window is over: who is in the control sees nothing in it, however often they ask,
// also after a restart. The next visit draws its own.
func TestVisitWithoutASessionKeepsItsLot(t *testing.T) {
	w := newWorld(t, unbounded+"groups: {control: 50%}\n")
	var firsts []engine.Answer
	for i := range 60 {
		firsts = append(firsts, w.rank(nameless(fmt.Sprint("c-", i))))
	}
	keeps := func(when string) {
		t.Helper()
		for _, first := range firsts {
			again := w.rank(nameless(first.Request.CustomerID))
			if again.Group != first.Group || again.Treated != first.Treated || again.FirstOfVisit {
				t.Errorf("%s the visit of %s was in the %s with ρ %v and is in the %s with %v", when, first.Request.CustomerID, first.Group, first.Treated, again.Group, again.Treated)
			}
		}
	}
	keeps("at once")
	w.restart(string(w.Catalogue().Source))
	w.now = began.Add(day)
	keeps("at the end of the window")
	w.now = began.Add(day + 1)
	drawn := map[engine.Group]int{}
	for _, first := range firsts {
		next := w.rank(nameless(first.Request.CustomerID))
		if !next.FirstOfVisit {
			t.Fatalf("%s goes on with a visit that is over", first.Request.CustomerID)
		}
		if first.Group == engine.Control {
			drawn[next.Group]++
		}
	}
	if drawn[engine.Treatment] == 0 || drawn[engine.Control] == 0 {
		t.Errorf("the next visits of those in the control are drawn %v, want both groups", drawn)
	}
	w.verify()
}

// Each placement is a visit of its own, without a session as with one; so is every
// request of nobody without one.
func TestVisitsWithoutASessionAreApart(t *testing.T) {
	w := newWorld(t, unbounded)
	elsewhere := thanks("c-1")
	elsewhere.SessionID = ""
	for i, c := range []struct {
		request engine.Request
		first   bool
	}{
		{nameless("c-1"), true}, {elsewhere, true}, {nameless("c-2"), true}, {drawer("c-1"), true}, {nameless("c-1"), false},
		{elsewhere, false}, {nameless(""), true}, {nameless(""), true},
	} {
		if got := w.rank(c.request).FirstOfVisit; got != c.first {
			t.Errorf("request %d, of %q: it begins a visit: %v, want %v", i+1, c.request.CustomerID, got, c.first)
		}
	}
}

// A purchase that is told when the customer has another visit is still that of
// the decision it names, and of the visit that this one was made in.
func TestAPurchaseToldLate(t *testing.T) {
	w := newWorld(t, unbounded)
	first := w.rank(nameless("c-1"))
	w.now = w.now.Add(time.Hour)
	named := w.rank(nameless("c-1"))
	w.now = w.now.Add(3 * day)
	next := w.rank(nameless("c-1"))
	w.tell(engine.Report{EventID: "1", Type: engine.Conversion, DecisionID: named.ID, Time: named.At.Add(time.Minute)})
	for a, want := range map[*engine.Answer]bool{&first: true, &named: false, &next: false} {
		if got := !w.outcome(*a).Converted.IsZero(); got != want {
			t.Errorf("the visit of %s converted: %v, want %v", a.ID, got, want)
		}
	}
	w.verify()
}

// A session that a customer has begun stays theirs when they log out: what they
// were shown counts for caps, the visit and its group go on, what is bought is that
// visit's, and back again nothing is forgotten. Of the holdout nobody sees an offer.
func TestLoggingOut(t *testing.T) {
	w := newWorld(t, strings.Replace(shop, "two-a-day, type: frequency, max: 2", "single, type: frequency, max: 1", 1)+"groups: {control: 30%, holdout: 20%}\n")
	seen := map[engine.Group]int{}
	for i := range 60 {
		in, out := drawer(fmt.Sprint("c-", i)), drawer("")
		in.SessionID = fmt.Sprint("s-", i)
		out.SessionID = in.SessionID
		theirs, nobodys, again := w.rank(in), w.rank(out), w.rank(in)
		seen[theirs.Group]++
		if n := len(theirs.Shown()) + len(nobodys.Shown()) + len(again.Shown()); n > 1 {
			t.Errorf("%d offers are shown in one session, want one", n)
		}
		for _, a := range []engine.Answer{nobodys, again} {
			if a.Group != theirs.Group || a.Treated != theirs.Treated || a.FirstOfVisit {
				t.Errorf("the visit was in the %s and is in the %s, first %v", theirs.Group, a.Group, a.FirstOfVisit)
			}
		}
		w.tell(engine.Report{EventID: in.SessionID, Type: engine.Conversion, SessionID: out.SessionID})
		if w.outcome(theirs).Converted.IsZero() {
			t.Errorf("the visit of %s did not convert", theirs.ID)
		}
	}
	if seen[engine.Treatment] == 0 || seen[engine.Control] == 0 || seen[engine.Holdout] == 0 {
		t.Errorf("the groups are %v, want some of each", seen)
	}
	w.verify()
}

// At another placement, too, who has logged out is who they were: of the holdout,
// known for what they were shown, and with a visit that goes on when they are back.
func TestLoggingOutElsewhere(t *testing.T) {
	w := newWorld(t, strings.Replace(shop, "by: placement, placements: [drawer]", "by: all", 1)+"groups: {holdout: 30%}\n")
	for i := range 30 {
		in, out, back := drawer(fmt.Sprint("c-", i)), thanks(""), thanks(fmt.Sprint("c-", i))
		for _, r := range []*engine.Request{&in, &out, &back} {
			r.SessionID = fmt.Sprint("s-", i)
		}
		theirs, nobodys, again := w.rank(in), w.rank(out), w.rank(back)
		held := guardrails.InHoldout(w.Catalogue().Groups, in.CustomerID)
		if got := nobodys.Group == engine.Holdout; got != held {
			t.Errorf("%s is in the holdout: %v, and when logged out: %v", in.CustomerID, held, got)
		}
		if !nobodys.FirstOfVisit || again.FirstOfVisit {
			t.Errorf("%s: the visit begins when logged out: %v, and anew when back: %v", in.CustomerID, nobodys.FirstOfVisit, again.FirstOfVisit)
		}
		if n := len(theirs.Shown()) + len(nobodys.Shown()) + len(again.Shown()); n > 2 {
			t.Errorf("%s is shown %d offers, want two at most", in.CustomerID, n)
		}
	}
	w.verify()
}

// Of two customers who were known in one session the last is who has logged out.
func TestTheLastOneKnownInASession(t *testing.T) {
	w := newWorld(t, unbounded+"groups: {control: 50%}\n")
	groups := map[bool]int{}
	for i := range 40 {
		asks := func(customer string) engine.Answer {
			r := drawer(customer)
			r.SessionID = fmt.Sprint("s-", i)
			return w.rank(r)
		}
		one, other, nobody := asks("c-1"), asks("c-2"), asks("")
		if !other.FirstOfVisit || nobody.FirstOfVisit || nobody.Group != other.Group {
			t.Errorf("one is in the %s, the other in the %s, and who has logged out in the %s", one.Group, other.Group, nobody.Group)
		}
		groups[one.Group == other.Group]++
	}
	if groups[true] == 0 || groups[false] == 0 {
		t.Errorf("the two share the group in %d of 40 sessions, want a lot of each their own", groups[true])
	}
}

// What was bought before any offer could be shown, told before or afterwards, is the
// visit's and is not held against others: neither by breakers nor in the report.
func TestWhatWasBoughtBeforeAnOfferCouldBeShown(t *testing.T) {
	for bought, want := range map[time.Duration]int{time.Minute: 0, 10*time.Minute - 1: 0, 10 * time.Minute: 1, 11 * time.Minute: 1} {
		for _, told := range []time.Duration{bought, 15 * time.Minute} {
			w := newWorld(t, guardedShop)
			first := w.rank(only("c-1", "s-1", "")) // nothing is left to show
			buy := func() {
				w.now = began.Add(told)
				w.tell(engine.Report{EventID: "1", Type: engine.Conversion, DecisionID: first.ID, Time: began.Add(bought)})
			}
			if told < 10*time.Minute {
				buy()
			}
			w.now = began.Add(10 * time.Minute)
			w.rank(drawer("c-1"))
			if told >= 10*time.Minute {
				buy()
			}
			w.now = began.Add(time.Hour)
			w.tick()
			f, o := w.breaker("protect", "placement:drawer").Figures, w.outcome(first)
			if got := f.Treated.Converted + f.Control.Converted; got != want || o.Since.IsZero() != (want == 0) || o.Converted.IsZero() {
				t.Errorf("bought after %v, told after %v: %d visits converted, want %d; the outcome is %+v", bought, told, got, want, o)
			}
			w.verify()
		}
	}
}

// Purchases are a visit's as long as the breakers wait for them: the window begins
// with the first decision that could show an offer.
func TestTheWindowBeginsWithWhatCouldBeShown(t *testing.T) {
	for _, session := range []string{"s-1", ""} {
		w := newWorld(t, guardedShop+"learning: {windows: {conversion: 30m}}\n")
		r := drawer("c-1")
		r.SessionID = session
		nothing := r
		nothing.Exclude = []string{"bundle", "warranty", "kit"}
		first := w.rank(nothing)
		w.now = w.now.Add(25 * time.Minute)
		w.rank(r)
		w.now = w.now.Add(30*time.Minute - 1)
		result := w.tell(engine.Report{EventID: "1", Type: engine.Conversion, CustomerID: "c-1", SessionID: session})[0]
		if result.Detail != "" || w.outcome(first).Converted.IsZero() {
			t.Errorf("in session %q a purchase inside the window is %+v", session, result)
		}
		w.now = w.now.Add(1)
		w.tick()
		if f := w.breaker("protect", "placement:drawer").Figures; f.Treated.Converted+f.Control.Converted != 1 {
			t.Errorf("in session %q the breaker counts %+v and %+v, want one that converted", session, *f.Treated, *f.Control)
		}
		w.now = w.now.Add(1)
		if result := w.tell(engine.Report{EventID: "2", Type: engine.Conversion, CustomerID: "c-1", SessionID: session})[0]; result.Detail == "" {
			t.Errorf("in session %q a purchase after the window is %+v", session, result)
		}
		w.verify()
	}
}
