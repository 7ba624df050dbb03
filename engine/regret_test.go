package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/bandit"
	"proffer/engine"
)

// on is a report by order, told now, of what happened at a time.
func (w *world) on(order string, t engine.ReportType, at time.Time, value *engine.Money) engine.Status {
	w.Helper()
	return w.tell(engine.Report{EventID: fmt.Sprint("behind ", w.memory.Last()), Type: t, OrderID: order, Time: at, Value: value})[0].Status
}

// pays is an accept in an order, told now, of what happened at a time.
func (w *world) pays(a engine.Answer, order string, at time.Time, value *engine.Money) {
	w.Helper()
	w.tell(engine.Report{EventID: "pays " + a.ID, Type: engine.Accept, DecisionID: a.ID, OrderID: order, Time: at, Value: value})
}

// What follows an accept counts to the very end of its window, each kind to that
// of its own, whether it is told before the accept or after it. Of an order it also
// counts when a clock that is behind says that it came first.
func TestRegretsCountToTheEndOfTheirWindow(t *testing.T) {
	for kind, window := range map[engine.ReportType]time.Duration{engine.Refund: 60 * day, engine.Churn: 90 * day, engine.SupportTicket: 30 * day} {
		for _, first := range []engine.ReportType{engine.Accept, kind} {
			for after, want := range map[time.Duration]bool{-time.Hour: true, window: true, window + 1: false} {
				w := newWorld(t, shop)
				a := w.show("c-1", "bundle")
				accepted := w.now
				if first == engine.Accept {
					w.pays(a, "o-1", accepted, nil)
				}
				w.now = accepted.Add(after)
				w.on("o-1", kind, w.now, nil)
				if first != engine.Accept {
					w.pays(a, "o-1", accepted, nil)
				}
				f := w.fate(a.ID)
				if got := f.Returned == 1 || !f.Churned.IsZero() || f.Tickets == 1; got != want || f.Late {
					t.Errorf("%s after %v, %s told first: it counts: %v, want %v (%+v)", kind, after, first, got, want, f)
				}
			}
		}
	}
}

// A refund of an order is shared among what is still open of it, to the last minor
// unit, and what is given back is never more than what was paid, nor less than
// nothing: whatever was refunded before, and in whatever order it is told.
func TestRefundsOfAnOrder(t *testing.T) {
	const most = 100_000_000_000_000 // cents: what an event may carry
	refund := func(cents int64) func(*world, engine.Answer) {
		return func(w *world, _ engine.Answer) { w.on("o", engine.Refund, w.now, dollars(cents)) }
	}
	named := func(w *world, a engine.Answer) {
		w.tell(engine.Report{EventID: "named", Type: engine.Refund, DecisionID: a.ID, OrderID: "o", CustomerID: "c-1", Value: dollars(300)})
	}
	whole := func(w *world, a engine.Answer) {
		w.tell(engine.Report{EventID: "whole", Type: engine.Refund, DecisionID: a.ID})
	}
	for _, c := range []struct {
		name          string
		paid          [2]int64
		before, after []func(*world, engine.Answer) // the accepts
		want          [2]int64
	}{
		{"one of two was refunded before", [2]int64{1200, 900}, nil, []func(*world, engine.Answer){whole, refund(600)}, [2]int64{1200, 600}},
		{"all was refunded before", [2]int64{1200, 900}, nil, []func(*world, engine.Answer){refund(2100), refund(500)}, [2]int64{1200, 900}},
		{"nothing, when all was refunded before", [2]int64{1200, 900}, nil, []func(*world, engine.Answer){refund(2100), refund(0)}, [2]int64{1200, 900}},
		{"of what was free", [2]int64{0, 0}, nil, []func(*world, engine.Answer){refund(0), refund(500)}, [2]int64{}},
		{"told before, less than the first", [2]int64{1200, 900}, []func(*world, engine.Answer){refund(300)}, nil, [2]int64{300, 0}},
		{"told before, by the decision too", [2]int64{1200, 900}, []func(*world, engine.Answer){named}, nil, [2]int64{300, 0}},
		{"told before, more than the first", [2]int64{1200, 900}, []func(*world, engine.Answer){refund(1300)}, nil, [2]int64{1200, 100}},
		{"as much as can be", [2]int64{most, most}, nil, []func(*world, engine.Answer){refund(most), refund(most - 1)}, [2]int64{most - 1, most}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, shop)
			both := [2]engine.Answer{w.show("c-1", "bundle"), w.show("c-2", "kit")}
			for _, tell := range c.before {
				tell(w, both[0])
			}
			for i, a := range both {
				w.pays(a, "o", w.now, dollars(c.paid[i]))
			}
			for _, tell := range c.after {
				tell(w, both[0])
			}
			if got := [2]int64{w.fate(both[0].ID).Refunded, w.fate(both[1].ID).Refunded}; got != c.want {
				t.Errorf("%v is given back of %v, want %v", got, c.paid, c.want)
			}
			w.verify()
		})
	}
}

// A place in a budget is given back once: an accept that was refunded as a whole
// has none any more, and a refund of it that comes again takes nobody else's.
func TestAPlaceIsGivenBackOnce(t *testing.T) {
	w := newWorld(t, shop+"  - {name: few, type: budget, max: 9}\n")
	for i := range 3 {
		w.pays(w.show(fmt.Sprint("c-", i), "bundle"), fmt.Sprint("o-", i), w.now, nil)
	}
	w.now = w.now.Add(2 * day) // no hold is left
	w.pays(w.show("c-9", "bundle"), "o-9", w.now, nil)
	for i, want := range []int64{3, 3, 3, 3} {
		value := dollars(1200)
		if i%2 == 1 {
			value = nil
		}
		w.on("o-0", engine.Refund, w.now, value)
		if got := w.Guardrails().Budgets[0].Spent; got != want {
			t.Errorf("after %d refunds of one of four accepts %d are spent, want %d", i+1, got, want)
		}
	}
}

// Silence after a refund begins when the refund was made, also when it was told
// before the accept that it is about.
func TestSilenceAfterARefundToldFirst(t *testing.T) {
	plain := without(without(shop, "  - {name: once"), "  - {name: two-a-day")
	for _, first := range []engine.ReportType{engine.Accept, engine.Refund} {
		w := newWorld(t, plain+"  - {name: regretted, type: cooldown, after: refund, wait: 7d}\n")
		a := w.show("c-1", "bundle")
		accepted := w.now
		w.now = accepted.Add(5 * day)
		if first == engine.Accept {
			w.pays(a, "o-1", accepted, nil)
		}
		w.on("o-1", engine.Refund, w.now, nil)
		if first == engine.Refund {
			w.pays(a, "o-1", accepted, nil)
		}
		for after, want := range []string{"regretted", ""} {
			w.now = accepted.Add(12*day - 1 + time.Duration(after))
			a := w.rank(only("c-1", fmt.Sprint("later ", after), "bundle"))
			if got := a.Candidate("bundle").Rule; got != want {
				t.Errorf("%s told first, %v after the accept: withheld by %q, want %q", first, w.now.Sub(accepted), got, want)
			}
		}
	}
}

// What a segment gives back is held against the easy ways to accept in that
// segment, and in no other.
func TestFrictionIsOfTheSegment(t *testing.T) {
	w := newWorld(t, shop)
	ask := func(customer string, orders float64) engine.Request {
		r := only(customer, "s-1", "bundle")
		r.Signals["orders"] = orders
		return r
	}
	for i := range 80 {
		a := w.rank(ask(fmt.Sprint("c-", i), float64(i%2)))
		w.pays(a, a.ID, w.now, nil)
		if i%2 == 1 {
			w.on(a.ID, engine.Refund, w.now, nil)
		}
	}
	w.now = w.now.Add(59 * day) // what would come back has come
	if _, err := w.SetCatalogue(context.Background(), []byte(shop+"  - {name: fits, type: friction, max_refund: 40%}\n"), "a test"); err != nil {
		t.Fatal(err)
	}
	for orders, want := range map[float64]string{0: "", 1: "fits"} {
		a := w.rank(ask(fmt.Sprint("after ", orders), orders))
		if got := a.Candidate("bundle").Rule; got != want {
			t.Errorf("after %v orders the bundle is withheld by %q, want %q: %s", orders, got, want, a.Candidate("bundle").Detail)
		}
	}
}

// The bound that an offer is held against is one-sided: before anything was
// accepted it is that quantile of the prior, a Beta(0.4, 19.6).
func TestFrictionIsOneSided(t *testing.T) {
	w := newWorld(t, shop+"  - {name: fits, type: friction, max_refund: 1%, level: 90%}\n")
	_, most := bandit.Beta{A: .02 * 20, B: .98 * 20}.Interval(.8)
	a := w.rank(only("c-1", "s-1", "bundle"))
	if got, want := a.Candidate("bundle").Detail, fmt.Sprintf("up to %.1f%% give it back", 100*most); !strings.HasPrefix(got, want) {
		t.Errorf("it says %q, want %q", got, want)
	}
}

// A decline says that the offer was seen, also where no view was reported: it is
// learned from.
func TestADeclineWasSeen(t *testing.T) {
	w := newWorld(t, shop)
	a := w.rank(thanks("c-1"))
	offer := a.Shown()[0].Offer
	before := w.entry(offer).Total.Accept.Mean
	w.tell(engine.Report{EventID: "d", Type: engine.Decline, DecisionID: a.ID, OfferID: offer})
	if after := w.entry(offer).Total.Accept.Mean; !(after < before) {
		t.Errorf("after a decline %v is believed, want less than %v", after, before)
	}
}
