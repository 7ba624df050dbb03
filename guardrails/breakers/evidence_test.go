package breakers_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"proffer/guardrails/breakers"
)

// counts are what a breaker has seen: of treated and of control visits, those
// that converted and all of them, and how many still wait.
func (w *world) counts(rule, scope string) string {
	w.Helper()
	f := w.standing(rule, scope).Figures
	if f.Treated != nil {
		return fmt.Sprintf("%d/%d %d/%d +%d", f.Treated.Converted, f.Treated.Visits, f.Control.Converted, f.Control.Visits, f.Waiting)
	}
	return fmt.Sprintf("%d/%d +%d", *f.Bad, *f.Accepts, f.Waiting)
}

func (w *world) wantsCounts(rule, scope, want string) {
	w.Helper()
	if got := w.counts(rule, scope); got != want {
		w.Errorf("%s on %s has seen %s, want %s", rule, scope, got, want)
	}
}

// A visit is counted once, when its window is over and not before, and converted
// up to the very end of it. Converters wait as long as the others.
func TestVisitsCountWhenTheirWindowIsOver(t *testing.T) {
	w := newWorld(t, watched)
	w.visit("drawer", .8, true, 0)
	w.visit("drawer", .8, true, 30*time.Minute)
	w.visit("drawer", .8, true, 30*time.Minute+1)
	w.visit("drawer", .8, false, -1)
	w.pass(30*time.Minute - 1)
	w.wantsCounts("protect", drawer, "0/0 0/0 +4")
	if w.Due(w.now) || !w.Due(w.now.Add(1)) {
		t.Error("the end of the window is not when something is due")
	}
	w.pass(1)
	w.wantsCounts("protect", drawer, "2/3 0/1 +0")
	w.pass(day)
	w.wantsCounts("protect", drawer, "2/3 0/1 +0")
	if e := w.standing("protect", drawer).Figures.LogNoHarm; e != nil {
		t.Errorf("ln E of a try is %v, and nothing is tried", *e)
	}
}

// What cannot be compared is no evidence: a visit elsewhere, and one that could
// only have been in one group.
func TestVisitsThatAreNoEvidence(t *testing.T) {
	for _, c := range []struct {
		name  string
		visit func(*world)
		want  string
	}{
		{"elsewhere", func(w *world) { w.visit("thanks", .8, true, 0) }, "0/0 0/0 +0"},
		{"never in the control", func(w *world) { w.visit("drawer", 1, true, 0) }, "0/0 0/0 +0"},
		{"never treated", func(w *world) { w.visit("drawer", 0, false, 0) }, "0/0 0/0 +0"},
		{"treated", func(w *world) { w.visit("drawer", .8, true, 0) }, "1/1 0/0 +0"},
		{"of the control", func(w *world) { w.visit("drawer", .8, false, 0) }, "0/0 1/1 +0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, watched)
			c.visit(w)
			w.pass(30 * time.Minute)
			w.wantsCounts("protect", drawer, c.want)
			if b := w.standing("protect", drawer).Breaker; b.Reason == "fault" {
				t.Errorf("it is a fault: %s", b.Detail)
			}
		})
	}
}

// An accept counts on its own day at once, and turns bad when it goes wrong
// within the window of the rule, counted from the accept; what comes later is
// none of its business. Each kind counts its own wrong.
func TestAcceptsTurnBadWithinTheWindow(t *testing.T) {
	w := newWorld(t, `  - {name: refunds, type: refund_rate, max: 8%}
  - {name: leaving, type: churn_rate, max: 8%, window: 60d}
  - {name: tickets, type: ticket_rate, max: 8%, by: placement}
  - {name: others, type: refund_rate, max: 8%, offers: [set]}
`)
	w.accept(-1)
	w.accept(14 * day)
	w.accept(14*day + 1)
	w.accept(30 * day)
	w.accept(60 * day)
	w.accept(60*day + 1)
	w.wantsCounts("refunds", kit, "3/6 +0")
	w.wantsCounts("leaving", kit, "4/6 +0")
	w.wantsCounts("tickets", drawer, "1/6 +0")
	w.wantsCounts("tickets", thanks, "0/0 +0")
	w.wantsCounts("others", set, "0/0 +0")
}

// An edit that says nothing new changes nothing, and one that takes a refund
// back takes it out of the table.
func TestRevisions(t *testing.T) {
	w := newWorld(t, watched)
	a := breakers.Accept{Seq: w.next(), Decision: "d", Offer: "kit", Type: "add_on", Placement: "drawer", Accepted: w.now, Refunded: w.now}
	b := a
	b.Churned = w.now
	w.Revise(breakers.Accept{}, a, w.now)
	w.Revise(a, b, w.now)
	w.wantsCounts("regret", kit, "1/1 +0")
	b.Refunded = time.Time{}
	w.Revise(a, b, w.now)
	w.wantsCounts("regret", kit, "0/1 +0")
}

// A floor looks at an offer once, at the end of its window: one that was not
// seen where views are reported does not count, and a late accept is a no.
func TestFloorCountsWhatWasSeen(t *testing.T) {
	w := newWorld(t, watched)
	show := func(decision string, counted bool, accepts time.Duration) {
		f := breakers.Finding{Counted: counted}
		if accepts >= 0 {
			f.Accept.Accepted = w.now.Add(accepts)
		}
		w.found[breakers.Pending{Decision: decision, Offer: "kit"}] = f
		w.Show(decision, "kit", "add_on", "drawer", w.now)
	}
	show("unseen", false, -1)
	show("refused", true, -1)
	show("accepted", true, time.Hour)
	show("too late", true, time.Hour+1)
	w.pass(time.Hour - 1)
	w.wantsCounts("lively", kit, "0/0 +4")
	w.pass(1)
	w.wantsCounts("lively", kit, "2/3 +0")
	w.wantsCounts("lively", set, "0/0 +0")
}

// What was decided before the evidence began, though it be at the same moment, is
// no part of it: an accept from
// before a person closed the breaker may be refunded for weeks, and says nothing
// about what is shown since. What was learned of the conversion rate is kept.
func TestEvidenceBeginsAfresh(t *testing.T) {
	w := newWorld(t, watched)
	w.accept(0)
	w.visit("drawer", .8, true, 0)
	w.pass(time.Hour)
	rate := w.Save()[0].Visits.Conversion.Pooled.Rate
	w.visit("drawer", .8, true, 0)
	old := breakers.Accept{Seq: w.next(), Decision: "old", Offer: "kit", Type: "add_on", Placement: "drawer"}
	for _, at := range [][2]string{{"regret", kit}, {"protect", drawer}} {
		before := w.standing(at[0], at[1]).Breaker.Epoch
		w.say(at[0], at[1], breakers.Closed)
		if after := w.standing(at[0], at[1]).Breaker.Epoch; after != before+1 {
			t.Errorf("%s closed by a person goes from epoch %d to %d", at[0], before, after)
		}
	}
	is := old
	is.Accepted, is.Refunded = w.now, w.now
	w.Revise(old, is, w.now)
	w.pass(time.Hour)
	w.wantsCounts("regret", kit, "0/0 +0")
	w.wantsCounts("protect", drawer, "0/0 0/0 +0")
	if got := w.Save()[0].Visits.Conversion.Pooled.Rate; got != rate {
		t.Errorf("the conversion rate is %v afterwards, want %v as before", got, rate)
	}
	w.accept(0)
	w.wantsCounts("regret", kit, "1/1 +0")
}

// Accepts are forgotten when the promise of a year and the window are over.
func TestOldDaysAreForgotten(t *testing.T) {
	w := newWorld(t, "  - {name: regret, type: refund_rate, max: 8%}\n")
	w.accept(0)
	w.pass(395 * day) // a year and 30 days
	w.accept(-1)
	w.wantsCounts("regret", kit, "1/2 +0")
	w.pass(day)
	w.accept(-1)
	w.wantsCounts("regret", kit, "0/2 +0")
}

// What is told of an accept whose day was forgotten, however soon after the accept
// it happened, does not bring the day back.
func TestLateWordOfAForgottenDay(t *testing.T) {
	w := newWorld(t, "  - {name: regret, type: refund_rate, max: 8%}\n")
	w.seq++
	was := breakers.Accept{Seq: w.seq, Decision: "old", Offer: "kit", Type: "add_on", Placement: "drawer", Accepted: w.now}
	w.Revise(breakers.Accept{Seq: was.Seq}, was, w.now)
	w.pass(396 * day) // a year, the window and a day
	w.accept(-1)
	w.wantsCounts("regret", kit, "0/1 +0")
	is := was
	is.Refunded = was.Accepted.Add(day)
	w.Revise(was, is, w.now)
	w.wantsCounts("regret", kit, "0/1 +0")
}

// Where nobody can say what became of a visit, the fold stops rather than guess.
func TestFindingNothing(t *testing.T) {
	w := newWorld(t, watched)
	w.visit("drawer", .8, true, 0)
	lost := errors.New("lost")
	err := w.Advance(w.now.Add(time.Hour), func(breakers.Pending) (breakers.Finding, error) { return breakers.Finding{}, lost })
	if err != lost {
		t.Errorf("got %v, want %v", err, lost)
	}
}
