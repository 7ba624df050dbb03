package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/engine"
)

// One purchase is of one person: where two customers share a session, it ends the
// visits of the one for whom the decision that it names was decided, as it was known
// then, also when that one had logged out.
func TestAPurchaseIsOfOnePerson(t *testing.T) {
	for named, want := range [][]bool{{true, false}, {true, false}, {false, true}, {false, true}} {
		w := newWorld(t, unbounded)
		var asked []engine.Answer
		for _, customer := range []string{"c-1", "", "c-2", ""} {
			asked = append(asked, w.rank(drawer(customer)))
			w.now = w.now.Add(time.Minute)
		}
		w.tell(engine.Report{EventID: "1", Type: engine.Conversion, DecisionID: asked[named].ID})
		for i, a := range []engine.Answer{asked[0], asked[2]} {
			if got := !w.outcome(a).Converted.IsZero(); got != want[i] {
				t.Errorf("a purchase that names decision %d ends the visit of customer %d: %v, want %v", named+1, i+1, got, want[i])
			}
		}
		w.verify()
	}
}

// A purchase that names a decision whose visit is over is of the one that followed
// there, and of one visit only while both windows are open.
func TestAPurchaseEndsOneVisitAtAPlacement(t *testing.T) {
	w := newWorld(t, unbounded)
	over := w.rank(nameless("c-1"))
	w.now = w.now.Add(3 * day)
	next := w.rank(nameless("c-1"))
	w.tell(engine.Report{EventID: "1", Type: engine.Conversion, DecisionID: over.ID})
	if !w.outcome(over).Converted.IsZero() || w.outcome(next).Converted.IsZero() {
		t.Errorf("the visit that is over converted at %v and the next at %v, want the latter alone", w.outcome(over).Converted, w.outcome(next).Converted)
	}
}

// Who logs out stays one customer: of what they accept within a window the first
// counts for a rate, logged in or not.
func TestLoggingOutIsNoOtherCustomer(t *testing.T) {
	for _, second := range []string{"c-1", ""} {
		w := newWorld(t, unbounded+"  - {name: refunds, type: refund_rate, by: all, max: 10%}\n")
		for i, r := range []engine.Request{only("c-1", "s-1", "bundle"), only(second, "s-1", "kit")} {
			a := w.rank(r)
			w.now = w.now.Add(time.Minute)
			for _, what := range []engine.ReportType{engine.Accept, engine.Refund} {
				w.tell(engine.Report{EventID: fmt.Sprint(what, i), Type: what, DecisionID: a.ID})
			}
		}
		if f := w.breaker("refunds", "all").Figures; *f.Accepts != 1 || *f.Bad != 1 {
			t.Errorf("the second accept as %q: %d of %d accepts were refunded, want 1 of 1", second, *f.Bad, *f.Accepts)
		}
		w.verify()
	}
}

// What is shown to who has logged out, and accepted, is theirs in every session, and
// not that of the next customer who is known in this one.
func TestWhatIsShownLoggedOutIsTheirs(t *testing.T) {
	w := newWorld(t, strings.Replace(shop, "two-a-day, type: frequency, max: 2", "single, type: frequency, max: 1", 1))
	w.rank(only("c-1", "s-1", "")) // nothing is left to show
	a := w.rank(only("", "s-1", "bundle"))
	w.tell(engine.Report{EventID: "1", Type: engine.Accept, DecisionID: a.ID})
	for customer, want := range map[string]string{"c-1": "", "c-2": "kit"} {
		session := map[string]string{"c-1": "s-2", "c-2": "s-1"}[customer]
		if got := offers(w.rank(only(customer, session, "kit"))); got != want {
			t.Errorf("%s is shown %q in session %s, want %q", customer, got, session, want)
		}
	}
	w.tell(engine.Report{EventID: "2", Type: engine.Churn, CustomerID: "c-1"})
	if w.fate(a.ID).Churned.IsZero() {
		t.Error("the customer left, and what they accepted when logged out is not said to have gone wrong")
	}
	w.verify()
}
