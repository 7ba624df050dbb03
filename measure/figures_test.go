package measure_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/measure"
)

// counts are the counts and the money of a row, to be compared at a glance.
func counts(r *measure.Row) map[string]int64 {
	all := map[string]int64{
		"decisions": int64(r.Decisions), "shown": int64(r.Shown), "seen": int64(r.Seen),
		"accepted": int64(r.Accepted), "declined": int64(r.Declined), "viewed": int64(r.View.Count), "viewable": int64(r.View.Of),
		"gross": r.Gross.Amount, "refunded": r.Refunded.Amount, "net": r.Net.Amount, "value": r.Value.Amount,
		"refunds": int64(r.Refund.Count), "churns": int64(r.Churn.Count), "tickets": int64(r.Ticket.Count),
		"refunds pending": int64(r.Refund.Pending), "churns pending": int64(r.Churn.Pending), "tickets pending": int64(r.Ticket.Pending),
	}
	if r.Visits != nil {
		all["visits"], all["closed"] = int64(r.Visits.Count), int64(r.Visits.Closed)
	}
	for name, n := range all {
		if n == 0 {
			delete(all, name)
		}
	}
	return all
}

// A history told by hand has the figures that were counted by hand. Four
// visitors of the drawer: one accepts and keeps, one accepts, refunds half and
// asks for help, one accepts and leaves, one declines. Three of the page that
// thanks: one looks, one accepts without a reported view, one never looks. The
// second decision of a visit is no visit.
func TestFigures(t *testing.T) {
	w := newWorld(t, shop)
	kept, helped, gone, refused := w.visit("a", "1", "drawer"), w.visit("b", "2", "drawer"), w.visit("c", "3", "drawer"), w.visit("d", "4", "drawer")
	w.visit("d", "4", "drawer")
	for _, a := range []engine.Answer{kept, helped, gone} {
		w.tell(about(a, engine.Accept))
	}
	w.tell(about(refused, engine.Decline))
	half := about(helped, engine.Refund)
	half.Value = dollars(600)
	w.tell(half, about(helped, engine.SupportTicket), about(gone, engine.Churn))
	looked, took := w.visit("a", "1", "thanks"), w.visit("b", "2", "thanks")
	w.visit("c", "3", "thanks")
	w.tell(about(looked, engine.View), about(took, engine.Accept))
	w.now = w.now.Add(20 * 24 * time.Hour) // past the window of tickets, not of refunds
	w.visit("e", "5", "drawer")

	got := w.report(measure.Question{By: []measure.Dimension{measure.ByPlacement}})
	want := map[string]map[string]int64{
		"": {
			"decisions": 9, "visits": 8, "closed": 7, "shown": 9, "seen": 8, "accepted": 4, "declined": 1, "viewed": 2, "viewable": 3,
			"gross": 3*1200 + 900, "refunded": 600, "net": 3*1200 + 900 - 600,
			// kept 5; helped 5 − ½·(5+4) − 6; gone 5 − 20; the kit 4
			"value":   500 + (500 - 450 - 600) + (500 - 2000) + 400,
			"refunds": 1, "churns": 1, "tickets": 1, "refunds pending": 3, "churns pending": 3,
		},
		"drawer": {
			"decisions": 6, "visits": 5, "closed": 4, "shown": 6, "seen": 6, "accepted": 3, "declined": 1,
			"gross": 3600, "refunded": 600, "net": 3000, "value": 500 - 550 - 1500,
			"refunds": 1, "churns": 1, "tickets": 1, "refunds pending": 2, "churns pending": 2,
		},
		"thanks": {
			"decisions": 3, "visits": 3, "closed": 3, "shown": 3, "seen": 2, "accepted": 1, "viewed": 2, "viewable": 3,
			"gross": 900, "net": 900, "value": 400, "refunds pending": 1, "churns pending": 1,
		},
	}
	all := map[string]map[string]int64{"": counts(&got.Total)}
	for i := range got.Rows {
		all[got.Rows[i].Key[measure.ByPlacement]] = counts(&got.Rows[i])
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := *got.Total.Acceptance.Share; got != 0.5 {
		t.Errorf("acceptance: got %v of what was seen, want 0.5", got)
	}
}

// The rows of any table add up to the total, in every count and every amount,
// whatever they are by.
func TestRowsAddUp(t *testing.T) {
	w := newWorld(t, shop)
	lively(w, 60)
	for _, by := range [][]measure.Dimension{
		{measure.ByOffer}, {measure.ByPlacement}, {measure.BySegment}, {measure.ByTrigger}, {measure.ByDay},
		{measure.ByDay, measure.ByPlacement}, {measure.ByOffer, measure.BySegment},
	} {
		got := w.report(measure.Question{By: by})
		want, sum := counts(&got.Total), map[string]int64{}
		for i := range got.Rows {
			for name, n := range counts(&got.Rows[i]) {
				sum[name] += n
			}
		}
		if by[0] == measure.ByOffer { // a visit belongs to none
			delete(want, "visits")
			delete(want, "closed")
		}
		if diff := cmp.Diff(want, sum); diff != "" {
			t.Errorf("by %v (-total +rows):\n%s", by, diff)
		}
	}
}

// lively lets so many sessions pass, with everything that can happen.
func lively(w *world, sessions int) {
	for i := range sessions {
		customer, session := fmt.Sprint("c-", i%7), fmt.Sprint("s-", i)
		a, b := w.visit(customer, session, "drawer"), w.visit(customer, session, "thanks")
		w.now = w.now.Add(2 * time.Hour)
		for k, kind := range []engine.ReportType{engine.View, engine.Accept, engine.Decline, engine.Refund, engine.Churn, engine.SupportTicket} {
			if len(a.Shown()) > 0 && (i+k)%3 == 0 {
				w.tell(about(a, kind))
			}
			if len(b.Shown()) > 0 && (i+k)%4 == 0 {
				w.tell(about(b, kind))
			}
		}
		if i%2 == 0 {
			w.tell(engine.Report{Type: engine.Conversion, CustomerID: customer, SessionID: session, OrderID: session, Value: dollars(4000)})
		}
	}
}

// What may be regretted weeks later lowers the figures of the day it was sold
// on, and nothing else: neither what was seen nor what was accepted.
func TestLateRefund(t *testing.T) {
	w := newWorld(t, shop)
	a := w.visit("a", "1", "drawer")
	w.tell(about(a, engine.Accept))
	w.now = w.now.Add(20 * 24 * time.Hour)
	w.visit("b", "2", "drawer")
	day := measure.Question{From: began.Truncate(24 * time.Hour), To: began.Add(24 * time.Hour)}
	before := counts(&w.report(day).Total)
	w.tell(about(a, engine.Refund))
	after := counts(&w.report(day).Total)

	want := map[string]int64{}
	for name, n := range before {
		want[name] = n
	}
	want["refunded"], want["refunds"], want["value"] = 1200, 1, -400
	delete(want, "net")
	delete(want, "refunds pending")
	if diff := cmp.Diff(want, after); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A period without a decision has zeros, and null where there is nothing to
// divide by; so has an empty log.
func TestEmpty(t *testing.T) {
	w := newWorld(t, shop)
	empty := w.report(measure.Question{})
	w.visit("a", "1", "drawer")
	later := w.report(measure.Question{From: began.AddDate(1, 0, 0), By: []measure.Dimension{measure.ByOffer}})
	for name, r := range map[string]*measure.Report{"an empty log": empty, "an empty period": later} {
		if got := counts(&r.Total); len(got) > 0 || len(r.Rows) > 0 || len(r.Findings) > 0 {
			t.Errorf("%s: got %v, %d rows and %v", name, got, len(r.Rows), r.Findings)
		}
		text, err := json.Marshal(r)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range []string{`"acceptance_rate":{"count":0,"of":0,"share":null,"low":null,"high":null}`, `"difference":null`, `"net_value_per_accept":null`} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s: got %s, want %s in it", name, text, want)
			}
		}
	}
}

// An accept that came after its window is owned, and is not the offer's doing.
func TestLateAccept(t *testing.T) {
	w := newWorld(t, shop)
	a := w.visit("a", "1", "drawer")
	w.now = w.now.Add(8 * 24 * time.Hour)
	w.tell(about(a, engine.Accept))
	if got := w.report(measure.Question{}).Total; got.Accepted != 0 || got.Gross.Amount != 0 {
		t.Errorf("got %d accepts for %d, want none", got.Accepted, got.Gross.Amount)
	}
}

// Figures are by the catalogue that each offer was shown under, also after it has
// changed and the offer has left.
func TestCatalogueChanges(t *testing.T) {
	w := newWorld(t, shop)
	w.tell(about(w.visit("a", "1", "drawer"), engine.Accept))
	change := func(old, now string) {
		source := strings.Replace(string(w.Catalogue().Source), old, now, 1)
		if _, err := w.SetCatalogue(context.Background(), []byte(source), "test"); err != nil {
			t.Fatal(err)
		}
	}
	change("price: 12.00, margin: 5.00", "price: 14.00, margin: 7.00")
	w.tell(about(w.visit("b", "2", "drawer"), engine.Accept))
	change("id: bundle", "id: package")
	w.visit("c", "3", "drawer")

	got := map[string]map[string]int64{}
	for _, row := range w.report(measure.Question{By: []measure.Dimension{measure.ByOffer}}).Rows {
		got[row.Key[measure.ByOffer]] = map[string]int64{"gross": row.Gross.Amount, "value": row.Value.Amount, "shown": int64(row.Shown)}
	}
	want := map[string]map[string]int64{
		"bundle":  {"gross": 2600, "value": 1200, "shown": 2},
		"package": {"gross": 0, "value": 0, "shown": 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
