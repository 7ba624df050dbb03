package measure_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"proffer/engine"
	"proffer/measure"
	"proffer/store"
)

// shop shows the same offer whenever it may, so that what is reported of it is
// all that varies.
const shop = `
version: 1
currency: USD
signals:
  orders: {type: count}
segments:
  - {name: first_time_buyer, when: 'orders == 0'}
  - {name: repeat_buyer,     when: 'orders > 0'}
triggers:
  item_added: {moment: cart}
  order_placed: {moment: post_purchase}
placements:
  drawer: {channel: onsite, strategy: rules}
  thanks: {channel: onsite, strategy: rules, reports_views: true}
offers:
  - {id: bundle, kind: cross_sell, type: bundle, friction: one_click, motivation: save_money, placements: [drawer], price: 12.00, margin: 5.00, costs: {refund: 4.00, churn: 20.00, ticket: 6.00}}
  - {id: kit,    kind: cross_sell, type: kit,    friction: one_click, motivation: save_money, placements: [thanks], price: 9.00, margin: 4.00}
learning: {windows: {accept: 7d, refund: 30d, churn: 60d, ticket: 14d, conversion: 24h}}
`

var began = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// A world is a service with a clock that only the test moves.
type world struct {
	testing.TB
	*engine.Service
	memory *store.Memory
	now    time.Time
	ids    int
	events int
}

func newWorld(t testing.TB, catalogue string) *world {
	t.Helper()
	w := &world{TB: t, memory: store.NewMemory(), now: began}
	s, err := engine.Open(context.Background(), engine.Config{
		Log: w.memory, Archive: w.memory, Clock: func() time.Time { return w.now }, Chance: w.chance,
	}, []byte(catalogue))
	if err != nil {
		t.Fatal(err)
	}
	w.Service = s
	return w
}

// chance gives ids in order, and seeds far apart (the constants are Knuth's, of MMIX).
func (w *world) chance() (string, uint64) {
	w.ids++
	return fmt.Sprintf("d-%d", w.ids), uint64(w.ids)*6364136223846793005 + 1442695040888963407
}

// visit lets a customer come to a placement in a session.
func (w *world) visit(customer, session, placement string) engine.Answer {
	w.Helper()
	trigger := "item_added"
	if placement == "thanks" {
		trigger = "order_placed"
	}
	w.now = w.now.Add(time.Minute)
	a, err := w.Rank(context.Background(), engine.Request{
		CustomerID: customer, SessionID: session, Trigger: trigger, Placement: placement, Signals: map[string]any{"orders": 1.0},
	})
	if err != nil {
		w.Fatal(err)
	}
	return a
}

// about is a report of what a decision showed.
func about(a engine.Answer, t engine.ReportType) engine.Report {
	return engine.Report{Type: t, DecisionID: a.ID}
}

// tell reports, each with an id of its own, at the present unless it says otherwise.
func (w *world) tell(reports ...engine.Report) {
	w.Helper()
	for i := range reports {
		w.events++
		reports[i].EventID = fmt.Sprintf("e-%d", w.events)
	}
	results, err := w.Feedback(context.Background(), reports)
	if err != nil {
		w.Fatal(err)
	}
	for i, r := range results {
		if r.Status == engine.Rejected {
			w.Fatalf("%+v was rejected: %s", reports[i], r.Detail)
		}
	}
}

func dollars(cents int64) *engine.Money { return &engine.Money{Amount: cents, Currency: "USD"} }

// report measures all that has happened, or the period asked for.
func (w *world) report(q measure.Question) *measure.Report {
	w.Helper()
	return report(w, w.Service, q, w.Catalogue())
}

func report(t testing.TB, past measure.Past, q measure.Question, p *engine.Policy) *measure.Report {
	t.Helper()
	q.Currency = p.Currency
	r, err := measure.Measure(context.Background(), past, q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
