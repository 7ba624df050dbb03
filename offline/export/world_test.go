package export_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"proffer/engine"
	"proffer/offline/export"
	"proffer/store"
)

// A world is a service with a clock that only the test moves.
type world struct {
	testing.TB
	*engine.Service
	memory *store.Memory
	now    time.Time
	ids    int
}

var began = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newWorld(t testing.TB) *world {
	t.Helper()
	source, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, memory: store.NewMemory(), now: began}
	w.Service, err = engine.Open(context.Background(), engine.Config{
		Log: w.memory, Archive: w.memory, Clock: func() time.Time { return w.now }, Chance: w.chance,
	}, source)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// chance gives ids in order, and seeds far apart (the constants are Knuth's, of MMIX).
func (w *world) chance() (string, uint64) {
	w.ids++
	return fmt.Sprintf("d-%d", w.ids), uint64(w.ids)*6364136223846793005 + 1442695040888963407
}

// visit lets a customer come to a placement in a session of their own.
func (w *world) visit(customer, placement string) engine.Answer {
	w.Helper()
	w.now = w.now.Add(time.Minute)
	a, err := w.Rank(context.Background(), engine.Request{
		CustomerID: customer, SessionID: fmt.Sprintf("s-%d", w.ids), Trigger: "item_added", Placement: placement,
		Signals: map[string]any{"cart_value": 50.0, "orders": 3.0, "device": "mobile"},
	})
	if err != nil {
		w.Fatal(err)
	}
	return a
}

// tell reports what became of an offer, and wants it recorded.
func (w *world) tell(decision, offer string, what engine.ReportType, value *engine.Money) {
	w.Helper()
	w.now = w.now.Add(time.Hour)
	results, err := w.Feedback(context.Background(), []engine.Report{{
		EventID: fmt.Sprintf("e-%s-%s-%s", decision, offer, what), Type: what, DecisionID: decision, OfferID: offer, Value: value,
	}})
	if err != nil || results[0].Status != engine.Recorded {
		w.Fatalf("%s of %s: %v %v", what, offer, results, err)
	}
}

// dollars are an amount of a report.
func dollars(cents int64) *engine.Money { return &engine.Money{Amount: cents, Currency: "USD"} }

// eventful is a world in which everything has happened that a row can tell:
// customers of every group came, some saw nothing, and of the first five
// visits that saw offers one was refunded in part, one ended in a churn and a
// ticket, one was declined, one was accepted too late, and one made an order.
func eventful(t testing.TB) *world {
	t.Helper()
	w := newWorld(t)
	var shown []engine.Answer
	for i, placement := range []string{"drawer", "thanks", "banner"} {
		for k := range 6 {
			a := w.visit(fmt.Sprintf("c-%d", 6*i+k), placement)
			if len(a.Shown()) > 0 {
				shown = append(shown, a)
			}
		}
	}
	w.visit("", "drawer")
	if len(shown) < 5 {
		t.Fatalf("got %d decisions that showed something, want 5", len(shown))
	}
	offer := func(i int) (string, string) { return shown[i].ID, shown[i].Shown()[0].Offer }
	for i, reports := range [][]engine.ReportType{
		{engine.View, engine.Accept, engine.Refund}, {engine.Accept, engine.SupportTicket, engine.Churn}, {engine.Decline},
	} {
		for _, what := range reports {
			var value *engine.Money
			if what == engine.Refund {
				value = dollars(300)
			}
			id, name := offer(i)
			w.tell(id, name, what, value)
		}
	}
	id, _ := offer(4)
	w.tell(id, "", engine.Conversion, dollars(6250))
	w.now = w.now.Add(72 * time.Hour)
	id, name := offer(3)
	w.tell(id, name, engine.Accept, nil)
	return w
}

// exported is a world's log in one format.
func (w *world) exported(f export.Format, window export.Window) []byte {
	w.Helper()
	var out bytes.Buffer
	if _, err := export.Write(context.Background(), &out, f, w.Service, window); err != nil {
		w.Fatal(err)
	}
	return out.Bytes()
}
