package measure_test

import (
	"fmt"
	"testing"
	"time"

	"proffer/engine"
	"proffer/measure"
)

// An accept is pending in each respect until the window of that is over: those of
// tickets, refunds and churn end one after the other.
func TestEachRegretHasItsWindow(t *testing.T) {
	w := newWorld(t, shop)
	a := w.visit("a", "1", "drawer")
	w.tell(about(a, engine.Accept))
	const day = 24 * time.Hour
	for _, c := range []struct {
		after                    time.Duration
		tickets, refunds, churns int
	}{
		{14*day - 1, 1, 1, 1}, {14 * day, 0, 1, 1}, {30*day - 1, 0, 1, 1}, {30 * day, 0, 0, 1}, {60*day - 1, 0, 0, 1}, {60 * day, 0, 0, 0},
	} {
		w.now = a.At.Add(c.after - time.Minute)
		w.visit("", "", "thanks")
		got := w.report(measure.Question{}).Total
		if got.Ticket.Pending != c.tickets || got.Refund.Pending != c.refunds || got.Churn.Pending != c.churns {
			t.Errorf("%v after: tickets %d, refunds %d and churn %d are pending, want %d, %d and %d",
				c.after, got.Ticket.Pending, got.Refund.Pending, got.Churn.Pending, c.tickets, c.refunds, c.churns)
		}
	}
}

// closes holds the only visit to being closed a day after it could first be shown
// an offer, and not before. To visit moves the clock on by a minute.
func closes(t *testing.T, w *world, begun time.Time) {
	t.Helper()
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{24*time.Hour - 1, 0}, {24 * time.Hour, 1}} {
		w.now = begun.Add(c.after - time.Minute)
		w.visit("", "", "thanks")
		if got := w.report(measure.Question{}).Total.Visits.Closed; got != c.want {
			t.Errorf("%v after it could be shown an offer %d visits are closed, want %d", c.after, got, c.want)
		}
	}
}

// A visit is closed when its window is over, and not before.
func TestVisitsClose(t *testing.T) {
	w := newWorld(t, shop)
	a := w.visit("a", "1", "drawer")
	closes(t, w, a.At)
}

// Who declined and accepted after all has accepted.
func TestAcceptedAfterAll(t *testing.T) {
	w := newWorld(t, shop)
	a := w.visit("a", "1", "drawer")
	w.tell(about(a, engine.Decline), about(a, engine.Accept))
	if got := w.report(measure.Question{}).Total; got.Accepted != 1 || got.Declined != 0 {
		t.Errorf("%d accepted and %d declined, want 1 and none", got.Accepted, got.Declined)
	}
}

// A visit is drawn once, however often it asks.
func TestRatioCountsVisits(t *testing.T) {
	w := newWorld(t, shop+"groups: {control: 50%}\n")
	for range 5 {
		w.visit("a", "1", "drawer")
	}
	if got := w.report(measure.Question{}).SampleRatio.Control; got.Offered+got.Compared != 1 {
		t.Errorf("%d and %d visits are compared, want one", got.Offered, got.Compared)
	}
}

// What was bought before an offer could be shown is no conversion that offers are
// held to, in either group.
func TestBoughtBeforeWhatCouldBeShown(t *testing.T) {
	w := newWorld(t, shop+"groups: {control: 50%}\n")
	for i, bought := range []bool{false, true, true} { // by the third also afterwards
		customer := fmt.Sprint("c-", i)
		nothing := engine.Request{CustomerID: customer, SessionID: "1", Trigger: "item_added", Placement: "drawer", Exclude: []string{"bundle"}}
		first, err := w.Rank(t.Context(), nothing)
		if err != nil {
			t.Fatal(err)
		}
		if bought {
			w.tell(about(first, engine.Conversion))
		}
		w.now = w.now.Add(time.Hour)
		a := w.visit(customer, "1", "drawer")
		if i == 2 {
			w.tell(about(a, engine.Conversion))
		}
	}
	w.now = w.now.Add(48 * time.Hour)
	w.visit("", "", "thanks")
	c := w.report(measure.Question{}).Total.Conversion
	if visits, converted := c.Offered.Visits+c.Control.Visits, c.Offered.Converted+c.Control.Converted; visits != 3 || converted != 1 {
		t.Errorf("%d of %d visits converted, want 1 of 3", converted, visits)
	}
}

// A visit that could be shown nothing at first is open as long as the breakers wait
// for its purchases: for a window from the first decision that could show an offer.
func TestVisitsCloseAfterWhatCouldBeShown(t *testing.T) {
	w := newWorld(t, shop)
	nothing := engine.Request{CustomerID: "a", SessionID: "1", Trigger: "item_added", Placement: "drawer", Exclude: []string{"bundle"}}
	if _, err := w.Rank(t.Context(), nothing); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(time.Hour)
	a := w.visit("a", "1", "drawer")
	closes(t, w, a.At)
}
