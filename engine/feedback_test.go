package engine_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/engine"
)

// show ranks until the drawer shows an offer, for a customer of its own.
func (w *world) show(customer, offer string) engine.Answer {
	w.Helper()
	for i := range 500 {
		if a := w.rank(only(customer, fmt.Sprintf("s-%d", i), offer)); offers(a) == offer {
			return a
		}
	}
	w.Fatalf("%s was never shown", offer)
	return engine.Answer{}
}

// only is a request that one offer fits.
func only(customer, session, offer string) engine.Request {
	r := drawer(customer)
	r.SessionID = session
	for _, id := range []string{"bundle", "warranty", "kit"} {
		if id != offer {
			r.Exclude = append(r.Exclude, id)
		}
	}
	return r
}

func dollars(cents int64) *engine.Money { return &engine.Money{Amount: cents, Currency: "USD"} }

const day = 24 * time.Hour

// What becomes of each kind of report, and of the offer that it is about.
func TestFeedback(t *testing.T) {
	type step struct {
		after  time.Duration
		report engine.Report
		want   engine.Status
	}
	accept := engine.Report{Type: engine.Accept, DecisionID: "d", OfferID: "bundle", OrderID: "o-1"}
	refund := func(cents int64) engine.Report {
		r := engine.Report{Type: engine.Refund, OrderID: "o-1"}
		if cents > 0 {
			r.Value = dollars(cents)
		}
		return r
	}
	for _, c := range []struct {
		name  string
		steps []step
		want  engine.Fate // times left out
	}{
		{"an accept", []step{{0, accept, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1"}},
		{"an accept of another value", []step{{0, func() engine.Report { r := accept; r.Value = dollars(990); return r }(), engine.Recorded}}, engine.Fate{Value: 990, Order: "o-1"}},
		{"a refund of the accept", []step{{0, accept, engine.Recorded}, {day, refund(0), engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Refunded: 1200, Returned: 1}},
		{"two partial refunds", []step{{0, accept, engine.Recorded}, {day, refund(300), engine.Recorded}, {day, refund(300), engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Refunded: 600, Returned: 0.5}},
		{"refunds of more than there was", []step{{0, accept, engine.Recorded}, {day, refund(1000), engine.Recorded}, {day, refund(1000), engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Refunded: 1200, Returned: 1}},
		{"a refund before its accept, by order", []step{{0, refund(0), engine.Unmatched}, {0, accept, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Refunded: 1200, Returned: 1}},
		{"a refund before its accept, by decision", []step{{0, engine.Report{Type: engine.Refund, DecisionID: "d", OfferID: "bundle", Value: dollars(400)}, engine.Recorded}, {0, accept, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Refunded: 400, Returned: 1. / 3}},
		{"a second accept", []step{{0, accept, engine.Recorded}, {0, accept, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1"}},
		{"an accept a year late", []step{{365 * day, accept, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Late: true}},
		{"a refund a year late", []step{{0, accept, engine.Recorded}, {365 * day, refund(0), engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1"}},
		{"a refund a year late, by customer", []step{{0, accept, engine.Recorded}, {365 * day, engine.Report{Type: engine.Refund, CustomerID: "c-1"}, engine.Unmatched}}, engine.Fate{Value: 1200, Order: "o-1"}},
		{"a refund by customer", []step{{0, accept, engine.Recorded}, {day, engine.Report{Type: engine.Refund, CustomerID: "c-1"}, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Refunded: 1200, Returned: 1}},
		{"two tickets", []step{{0, accept, engine.Recorded}, {0, engine.Report{Type: engine.SupportTicket, OrderID: "o-1"}, engine.Recorded}, {0, engine.Report{Type: engine.SupportTicket, CustomerID: "c-1"}, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Tickets: 2}},
		{"a ticket before its accept, by order", []step{{0, engine.Report{Type: engine.SupportTicket, OrderID: "o-1"}, engine.Unmatched}, {0, accept, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Tickets: 1}},
		{"a ticket before its accept, by decision", []step{{0, engine.Report{Type: engine.SupportTicket, DecisionID: "d"}, engine.Recorded}, {0, accept, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Tickets: 1}},
		{"a refund before its accept, by customer", []step{{0, engine.Report{Type: engine.Refund, CustomerID: "c-1"}, engine.Unmatched}, {0, accept, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1", Refunded: 1200, Returned: 1}},
		{"a ticket of before the accept", []step{{0, engine.Report{Type: engine.SupportTicket, CustomerID: "c-1"}, engine.Unmatched}, {day, accept, engine.Recorded}}, engine.Fate{Value: 1200, Order: "o-1"}},
		{"a ticket without an accept", []step{{0, engine.Report{Type: engine.SupportTicket, CustomerID: "c-1"}, engine.Unmatched}}, engine.Fate{}},
		{"churn of somebody else", []step{{0, accept, engine.Recorded}, {0, engine.Report{Type: engine.Churn, CustomerID: "c-2"}, engine.Unmatched}}, engine.Fate{Value: 1200, Order: "o-1"}},
		{"an accept of what was not shown", []step{{0, engine.Report{Type: engine.Accept, DecisionID: "d", OfferID: "kit"}, engine.Unmatched}}, engine.Fate{}},
		{"an accept of the only offer shown", []step{{0, engine.Report{Type: engine.Accept, DecisionID: "d"}, engine.Recorded}}, engine.Fate{Value: 1200}},
		{"an accept of no decision", []step{{0, engine.Report{Type: engine.Accept, DecisionID: "d-x", OfferID: "bundle"}, engine.Unmatched}}, engine.Fate{}},
		{"an accept in another currency", []step{{0, engine.Report{Type: engine.Accept, DecisionID: "d", Value: &engine.Money{Amount: 1, Currency: "EUR"}}, engine.Rejected}}, engine.Fate{}},
		{"an unknown type", []step{{0, engine.Report{Type: "click", DecisionID: "d"}, engine.Rejected}}, engine.Fate{}},
		{"from the future", []step{{0, engine.Report{Type: engine.Accept, DecisionID: "d", Time: began.Add(90 * day)}, engine.Rejected}}, engine.Fate{}},
		{"about nothing", []step{{0, engine.Report{Type: engine.Refund}, engine.Rejected}}, engine.Fate{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, shop)
			shown := w.show("c-1", "bundle")
			for i, s := range c.steps {
				w.now = w.now.Add(s.after)
				s.report.EventID = fmt.Sprintf("e-%d", i)
				if s.report.DecisionID == "d" {
					s.report.DecisionID = shown.ID
				}
				got := w.tell(s.report)[0]
				if got.Status != s.want {
					t.Errorf("report %d is %s (%s), want %s", i, got.Status, got.Detail, s.want)
				}
				if got.Status != engine.Recorded && got.Detail == "" {
					t.Errorf("report %d is %s without a word why", i, got.Status)
				}
				last := w.memory.Last()
				if again := w.tell(s.report)[0].Status; got.Status != engine.Rejected && again != engine.Duplicate {
					t.Errorf("report %d sent again is %s, want a duplicate", i, again)
				}
				if w.memory.Last() != last {
					t.Errorf("report %d sent again was logged again", i)
				}
			}
			c.want.Offer, c.want.Type, c.want.Price, c.want.Propensity = "bundle", "bundle", 1200, 1
			if diff := cmp.Diff(c.want, timeless(w.fate(shown.ID))); diff != "" {
				t.Errorf("fate (-want +got):\n%s", diff)
			}
			w.verify()
			w.restart(shop)
			if diff := cmp.Diff(c.want, timeless(w.fate(shown.ID))); diff != "" {
				t.Errorf("fate after a restart (-want +got):\n%s", diff)
			}
		})
	}
}

// A report that is sent again is told what became of the first, unless that was
// recorded and all was said: a correction under the same id is not taken, and must
// not look as if it were. A restart changes nothing of it.
func TestDuplicatesSayWhatTheFirstWas(t *testing.T) {
	w := newWorld(t, shop)
	id := w.show("c-1", "bundle").ID
	for _, c := range []struct {
		report engine.Report
		want   string
	}{
		{engine.Report{Type: engine.View, DecisionID: id}, ""},
		{engine.Report{Type: engine.Accept, DecisionID: "d-x"}, "was unmatched: no decision has this id; send a correction under a new event_id"},
		{engine.Report{Type: engine.Churn, DecisionID: "d-x"}, "was unmatched: no decision has this id; send a correction under a new event_id"},
		{engine.Report{Type: engine.Refund, DecisionID: id}, "was recorded: kept until the accept arrives"},
		{engine.Report{Type: engine.Refund, OrderID: "o-1"}, "was unmatched: no accepted offer has this order_id yet; kept until one arrives"},
	} {
		c.report.EventID = fmt.Sprint("behind ", w.memory.Last())
		first := w.tell(c.report)[0]
		c.report.DecisionID = id // what it should have said
		for _, when := range []string{"at once", "after a restart"} {
			want := engine.Result{EventID: c.report.EventID, Status: engine.Duplicate, Detail: c.want}
			if diff := cmp.Diff(want, w.tell(c.report)[0]); diff != "" {
				t.Errorf("%s, behind %+v (-want +got):\n%s", when, first, diff)
			}
			w.restart(shop)
		}
	}
}

// A refund of more than is open counts as all of it, and the answer says so, and
// what becomes of the rest.
func TestRefundOfTooMuch(t *testing.T) {
	const waits = ", and the rest waits for accepts that are still to arrive"
	w := newWorld(t, shop)
	id := w.show("c-1", "bundle").ID
	w.tell(engine.Report{EventID: "a", Type: engine.Accept, DecisionID: id, OrderID: "o-1", Value: dollars(1200)})
	for i, c := range []struct {
		refund   engine.Report
		detail   string
		refunded int64
	}{
		{engine.Report{DecisionID: id, Value: dollars(200)}, "", 200},
		{engine.Report{DecisionID: id, Value: dollars(1001)}, "more than was paid and is not refunded yet: counts as all of that", 1200},
		{engine.Report{DecisionID: id, Value: dollars(1)}, "nothing is left to refund: no amount changes", 1200},
		{engine.Report{OrderID: "o-1", Value: dollars(1)}, "nothing is left to refund: no amount changes" + waits, 1200},
		{engine.Report{OrderID: "o-1"}, "", 1200},
	} {
		c.refund.EventID, c.refund.Type = fmt.Sprint("r", i), engine.Refund
		got := w.tell(c.refund)[0]
		if got.Status != engine.Recorded || got.Detail != c.detail || w.fate(id).Refunded != c.refunded {
			t.Errorf("refund %d: got %+v and %d refunded, want %q and %d", i, got, w.fate(id).Refunded, c.detail, c.refunded)
		}
	}
}

// A refund of 0.00 is none: nobody regrets, whether it is told before or after
// the accept, and a later one of an amount counts as the first.
func TestRefundOfNothing(t *testing.T) {
	accept := engine.Report{EventID: "a", Type: engine.Accept, OrderID: "o-1"}
	nothing := engine.Report{EventID: "n", Type: engine.Refund, OrderID: "o-1", Value: dollars(0)}
	for _, order := range [][]engine.Report{{accept, nothing}, {nothing, accept}} {
		w := newWorld(t, shop)
		id := w.show("c-1", "bundle").ID
		for _, r := range order {
			if r.Type == engine.Accept {
				r.DecisionID = id
			}
			w.tell(r)
		}
		if f := w.fate(id); f.Returned != 0 || !f.Regretted.IsZero() || !f.RefundedAt.IsZero() {
			t.Errorf("%s first: after a refund of nothing the fate is %+v", order[0].Type, f)
		}
		w.now = w.now.Add(day)
		w.tell(engine.Report{EventID: "r", Type: engine.Refund, OrderID: "o-1", Value: dollars(300)})
		when := w.now
		for i, told := range []time.Time{when, when.Add(-time.Hour), when.Add(time.Hour)} {
			w.now = told
			w.tell(engine.Report{EventID: fmt.Sprint("n", i), Type: engine.Refund, OrderID: "o-1", Value: dollars(0), Time: told})
			if f := w.fate(id); f.Returned != .25 || !f.Regretted.Equal(when) || !f.RefundedAt.Equal(when) {
				t.Errorf("%s first: after a refund of a quarter, and %d of nothing, the fate is %+v", order[0].Type, i+1, f)
			}
		}
	}
}

func (w *world) fate(decision string) engine.Fate {
	w.Helper()
	story, err := w.Story(decision)
	if err != nil {
		w.Fatal(err)
	}
	return story.Outcome.Slots[0]
}

func timeless(f engine.Fate) engine.Fate {
	for _, t := range []*time.Time{&f.Viewed, &f.Accepted, &f.Declined, &f.RefundedAt, &f.Regretted, &f.Churned, &f.Ticketed} {
		*t = time.Time{}
	}
	f.Waiting = nil
	return f
}

// A refund of an order with several accepted offers is shared in proportion to
// what each was worth, to the last cent.
func TestRefundIsShared(t *testing.T) {
	w := newWorld(t, shop)
	a, b := w.show("c-1", "bundle"), w.show("c-2", "kit")
	w.tell(
		engine.Report{EventID: "1", Type: engine.Accept, DecisionID: a.ID, OrderID: "o"},
		engine.Report{EventID: "2", Type: engine.Accept, DecisionID: b.ID, OrderID: "o"},
		engine.Report{EventID: "3", Type: engine.Refund, OrderID: "o", Value: dollars(1000)},
	)
	x, y := w.fate(a.ID).Refunded, w.fate(b.ID).Refunded
	if x != 571 || y != 429 {
		t.Errorf("1000 of 1200 and 900 was shared as %d and %d, want 571 and 429", x, y)
	}
	a, b = w.show("c-3", "bundle"), w.show("c-4", "kit")
	w.tell(
		engine.Report{EventID: "4", Type: engine.Accept, DecisionID: a.ID, OrderID: "p"},
		engine.Report{EventID: "5", Type: engine.Accept, DecisionID: b.ID, OrderID: "p"},
		engine.Report{EventID: "6", Type: engine.Refund, OrderID: "p", Value: dollars(1)},
	)
	if x, y := w.fate(a.ID), w.fate(b.ID); x.Refunded != 0 || !x.Regretted.IsZero() || y.Refunded != 1 || y.Regretted.IsZero() {
		t.Errorf("a cent was shared as %+v and %+v, want it to be all of one, and the other not refunded", x, y)
	}
}

// A conversion is of every visit of the session inside the window, and of no other.
func TestConversion(t *testing.T) {
	w := newWorld(t, shop)
	cart := w.rank(drawer("c-1"))
	thanks := drawer("c-1")
	thanks.Trigger, thanks.Placement = "order_placed", "thanks"
	after := w.rank(thanks)
	other := drawer("c-1")
	other.SessionID = "s-2"
	apart := w.rank(other)
	got := w.tell(
		engine.Report{EventID: "1", Type: engine.Conversion, CustomerID: "c-1", SessionID: "s-1", OrderID: "o-9", Value: dollars(4350)},
		engine.Report{EventID: "2", Type: engine.Conversion, CustomerID: "c-1", SessionID: "s-9"},
	)
	if got[0].Status != engine.Recorded || got[1].Status != engine.Unmatched {
		t.Errorf("got %v, want recorded and unmatched", got)
	}
	for _, c := range []struct {
		a    engine.Answer
		want int64
	}{{cart, 4350}, {after, 4350}, {apart, 0}} {
		story, err := w.Story(c.a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got := story.Outcome.Revenue; got != c.want || story.Outcome.Converted.IsZero() != (c.want == 0) {
			t.Errorf("revenue of %s is %d, converted %v; want %d", c.a.ID, got, story.Outcome.Converted, c.want)
		}
	}
	w.now = w.now.Add(2 * day)
	late := w.tell(engine.Report{EventID: "3", Type: engine.Conversion, DecisionID: apart.ID})[0]
	if late.Status != engine.Recorded || late.Detail == "" {
		t.Errorf("a conversion after the window is %s (%q), want recorded, saying that it is late", late.Status, late.Detail)
	}
	w.verify()
}

// What was bought before a visit began is not its doing: told before or after the
// visit, it counts for those alone that had begun.
func TestConversionFromBefore(t *testing.T) {
	w := newWorld(t, shop)
	cart := w.rank(drawer("c-1"))
	paid := w.now
	w.now = w.now.Add(300 * time.Millisecond)
	thanks := drawer("c-1")
	thanks.Trigger, thanks.Placement = "order_placed", "thanks"
	after := w.rank(thanks)
	order := engine.Report{EventID: "1", Type: engine.Conversion, CustomerID: "c-1", SessionID: "s-1", OrderID: "o-9", Time: paid}
	old := engine.Report{EventID: "2", Type: engine.Conversion, DecisionID: cart.ID, Time: paid.Add(-time.Nanosecond)}
	got := w.tell(order, old)
	if got[0].Status != engine.Recorded || got[0].Detail != "" {
		t.Errorf("an order inside the first visit is %s (%q), want recorded", got[0].Status, got[0].Detail)
	}
	if want := "from before the visit: kept, and counted for none"; got[1].Status != engine.Recorded || got[1].Detail != want {
		t.Errorf("an order from before is %s (%q), want recorded, and %q", got[1].Status, got[1].Detail, want)
	}
	for _, c := range []struct {
		a    engine.Answer
		want time.Time
	}{{cart, paid}, {after, time.Time{}}} {
		story, err := w.Story(c.a.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got := story.Outcome.Converted; !got.Equal(c.want) {
			t.Errorf("%s converted at %v, want %v", c.a.Request.Placement, got, c.want)
		}
	}
	w.verify()
}

// Where a placement reports views, an offer that was not seen is not learned from.
func TestUnseenDoesNotCount(t *testing.T) {
	w := newWorld(t, shop)
	r := drawer("c-1")
	r.Trigger, r.Placement = "order_placed", "thanks"
	a := w.rank(r)
	shown := a.Shown()[0].Offer
	before := w.entry(shown).Total.Accept.Mean
	if got := w.entry(shown).Total.Shown; got != 1 {
		t.Errorf("shown %d times, want 1", got)
	}
	w.tell(engine.Report{EventID: "v", Type: engine.View, DecisionID: a.ID, OfferID: shown})
	after := w.entry(shown).Total.Accept.Mean
	if !(after < before) {
		t.Errorf("after a view without an accept %v is believed, want less than %v", after, before)
	}
	w.tell(engine.Report{EventID: "a", Type: engine.Accept, DecisionID: a.ID, OfferID: shown})
	if got := w.entry(shown).Total.Accept.Mean; !(got > before) {
		t.Errorf("after an accept %v is believed, want more than %v", got, before)
	}
}

func (w *world) entry(offer string) engine.Entry {
	w.Helper()
	e, err := w.Entry(offer)
	if err != nil {
		w.Fatal(err)
	}
	return e
}

// The same reports, in whatever order they arrive, leave the same outcomes: of
// two offers on one order, of refunds in parts, of tickets and of churn, by
// order and by customer.
func TestOrderOfArrivalDoesNotMatter(t *testing.T) {
	at := func(hours int) time.Time { return began.Add(time.Duration(hours) * time.Hour) }
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, shop)
		a, b := w.show("c-1", "bundle"), w.show("c-1", "kit")
		reports := []engine.Report{
			{EventID: "1", Type: engine.Accept, DecisionID: a.ID, OrderID: "o-1", Time: at(1)},
			{EventID: "2", Type: engine.Accept, DecisionID: b.ID, OrderID: "o-2", Time: at(1)},
			{EventID: "3", Type: engine.Refund, OrderID: "o-1", Value: dollars(300), Time: at(2)},
			{EventID: "4", Type: engine.Refund, OrderID: "o-1", Value: dollars(200), Time: at(3)},
			{EventID: "5", Type: engine.SupportTicket, CustomerID: "c-1", Time: at(3)},
			{EventID: "6", Type: engine.SupportTicket, OrderID: "o-2", Time: at(4)},
			{EventID: "7", Type: engine.Churn, CustomerID: "c-1", Time: at(5)},
			{EventID: "8", Type: engine.Refund, OrderID: "o-2", Time: at(6)},
		}
		w.now = at(24)
		for _, r := range rapid.Permutation(reports).Draw(rt, "arrival") {
			w.tell(r)
		}
		wantA := engine.Fate{Offer: "bundle", Type: "bundle", Price: 1200, Propensity: 1, Value: 1200, Order: "o-1", Refunded: 500, Returned: 500. / 1200, Tickets: 1, Accepted: at(1), RefundedAt: at(3), Regretted: at(2), Churned: at(5), Ticketed: at(3)}
		wantB := engine.Fate{Offer: "kit", Type: "kit", Price: 900, Propensity: 1, Value: 900, Order: "o-2", Refunded: 900, Returned: 1, Tickets: 2, Accepted: at(1), RefundedAt: at(6), Regretted: at(6), Churned: at(5), Ticketed: at(3)}
		for id, want := range map[string]engine.Fate{a.ID: wantA, b.ID: wantB} {
			if diff := cmp.Diff(want, w.fate(id)); diff != "" {
				rt.Fatalf("fate (-want +got):\n%s", diff)
			}
		}
	})
}

// A request or a report that is checked alone has the faults that it is refused
// with, and none when it is not.
func TestChecksAgree(t *testing.T) {
	w := newWorld(t, shop)
	p := w.Catalogue()
	for _, r := range []engine.Request{drawer("c-1"), {Trigger: "cart_item_add", Placement: "cart_drawr", Limit: -1}, {}} {
		_, refused := w.Rank(t.Context(), r)
		if diff := cmp.Diff(fmt.Sprint(refused), fmt.Sprint(p.Check(r))); diff != "" {
			t.Errorf("%+v (-refused +checked):\n%s", r, diff)
		}
	}
	for _, r := range []engine.Report{
		{EventID: "e-1", Type: engine.Accept, DecisionID: "d"}, {Type: engine.Accept}, {EventID: "e-2", Type: engine.Refund, Time: w.now.Add(day)},
	} {
		err := p.CheckReport(r, w.now)
		if rejected := w.tell(r)[0].Status == engine.Rejected; rejected != (err != nil) {
			t.Errorf("%+v: rejected is %v, and the check says %v", r, rejected, err)
		}
	}
}
