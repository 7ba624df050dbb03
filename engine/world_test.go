package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/engine"
	"proffer/store"
)

// shop is a small catalogue with one of everything that the engine reads.
const shop = `
version: 1
currency: USD
signals:
  cart_value:  {type: number, scale: log}
  orders:      {type: count}
  consent:     {type: boolean}
  device:      {type: category, values: [mobile, desktop]}
interactions: ['segment × cart_value']
segments:
  - {name: first_time_buyer, when: 'orders == 0'}
  - {name: repeat_buyer,     when: 'orders > 0'}
triggers:
  item_added: {moment: cart}
  order_placed: {moment: post_purchase}
placements:
  drawer: {channel: onsite, slots: 1, strategy: thompson, none: off}
  thanks: {channel: onsite, slots: 2, strategy: uniform, reports_views: true}
  newsletter: {channel: email, strategy: rules}
offers:
  - {id: bundle,   kind: cross_sell, type: bundle,   friction: one_click, motivation: save_money, triggers: [item_added], price: 12.00, margin: 5.00, costs: {refund: 4.00, ticket: 6.00}, prior: {accept: 10%, refund: 2%, strength: 20}, priority: 2}
  - {id: warranty, kind: cross_sell, type: warranty, friction: confirm, motivation: reduce_risk,   price: 30.00, margin: 20.00, when: 'cart_value > 20', priority: 1}
  - {id: kit,      kind: cross_sell, type: kit,      friction: one_click, motivation: save_money, placements: [thanks, drawer], price: 9.00, margin: 4.00}
guardrails:
  - {name: gentle, type: first_time_buyer, max_price: 15.00}
  - {name: two-a-day, type: frequency, max: 2, per: 24h, by: placement, placements: [drawer]}
  - {name: respect-a-no, type: cooldown, after: decline, wait: 168h}
  - {name: once, type: owned}
  - {name: opt-in, type: consent, channels: [email], signal: consent}
`

// A world is a service with a clock that only the test moves.
type world struct {
	testing.TB
	*engine.Service
	memory *store.Memory
	now    time.Time
	ids    int
	seed   uint64
	draws  uint64 // of chance
	every  uint64
}

var began = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newWorld(t testing.TB, catalogue string) *world {
	w := &world{TB: t, memory: store.NewMemory(), now: began, seed: 1}
	w.open(catalogue)
	return w
}

// open starts a service on what the log and the archive hold.
func (w *world) open(catalogue string) {
	w.Helper()
	w.openOn(w.memory, catalogue)
}

// openOn does so with a log of its own.
func (w *world) openOn(log engine.Log, catalogue string) {
	w.Helper()
	s, err := engine.Open(context.Background(), engine.Config{
		Log: log, Archive: w.memory, Every: w.every,
		Clock: func() time.Time { return w.now },
		Chance: func() (string, uint64) {
			w.ids++
			w.seed = w.seed*6364136223846793005 + 1442695040888963407
			return fmt.Sprintf("d-%d", w.ids), w.seed
		},
		Trouble: func(err error) { w.Errorf("the service stopped: %v", err) },
	}, []byte(catalogue))
	if err != nil {
		w.Fatal(err)
	}
	w.Service = s
}

// restart closes the service and starts it again.
func (w *world) restart(catalogue string) {
	w.Helper()
	if err := w.Close(); err != nil {
		w.Fatal(err)
	}
	w.open(catalogue)
}

func (w *world) rank(r engine.Request) engine.Answer {
	w.Helper()
	a, err := w.Rank(context.Background(), r)
	if err != nil {
		w.Fatal(err)
	}
	return a
}

func (w *world) tell(reports ...engine.Report) []engine.Result {
	w.Helper()
	results, err := w.Feedback(context.Background(), reports)
	if err != nil {
		w.Fatal(err)
	}
	return results
}

// offers are what an answer shows, joined.
func offers(a engine.Answer) string {
	var ids []string
	for _, slot := range a.Shown() {
		ids = append(ids, slot.Offer)
	}
	return strings.Join(ids, " ")
}

// verify refolds the log and fails on any difference.
func (w *world) verify() {
	w.Helper()
	v, err := engine.Verify(context.Background(), w.memory, w.memory, nil)
	if err != nil {
		w.Fatal(err)
	}
	if v.Differing > 0 {
		w.Errorf("%d differences between the log and the state: %s", v.Differing, strings.Join(v.Differences, "; "))
	}
}

// drawer is a request that every offer of the shop fits.
func drawer(customer string) engine.Request {
	return engine.Request{
		CustomerID: customer, SessionID: "s-1", Trigger: "item_added", Placement: "drawer",
		Signals: map[string]any{"cart_value": 50.0, "orders": 3.0, "device": "mobile"},
	}
}
