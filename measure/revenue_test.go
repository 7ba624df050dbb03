package measure_test

import (
	"fmt"
	"iter"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proffer/engine"
	"proffer/guardrails"
	"proffer/guardrails/eprocess"
	"proffer/measure"
)

// halved has a customer in two in the holdout, and no control.
const halved = shop + "groups: {holdout: 50%}\n"

// offered finds customers who are not in the holdout, and held those who are.
func offered(w *world, n int) []string { return named(w, n, false) }
func held(w *world, n int) []string    { return named(w, n, true) }

// named are the first n names in a group, found without a trace in the log.
func named(w *world, n int, inHoldout bool) []string {
	var names []string
	for i := 0; len(names) < n; i++ {
		name := fmt.Sprintf("c-%d", i)
		if guardrails.InHoldout(w.Catalogue().Groups, name) == inHoldout {
			names = append(names, name)
		}
	}
	return names
}

// brought is the mean revenue that a report says a group's customers brought.
func brought(m measure.Mean) float64 {
	if m.Revenue == nil {
		return math.NaN()
	}
	return *m.Revenue
}

// What a customer paid counts once, however many placements their session met
// and whether an accept's price is in its order's or comes on top of it.
func TestMoneyCountsOnce(t *testing.T) {
	const cart = 3000
	for _, c := range []struct {
		name string
		tell func(w *world, drawer, thanks engine.Answer, buy engine.Report)
		want float64
	}{
		{"an order at two placements", func(w *world, _, _ engine.Answer, buy engine.Report) { w.tell(buy) }, 30},
		{"the same order told twice", func(w *world, _, _ engine.Answer, buy engine.Report) { w.tell(buy, buy) }, 30},
		{"two orders", func(w *world, _, _ engine.Answer, buy engine.Report) {
			second := buy
			second.OrderID = "o-2"
			w.tell(buy, second)
		}, 60},
		{"an accept in the order", func(w *world, drawer, _ engine.Answer, buy engine.Report) {
			yes := about(drawer, engine.Accept)
			yes.OrderID = buy.OrderID
			w.tell(yes, buy)
		}, 30},
		{"the same, and its refund", func(w *world, drawer, _ engine.Answer, buy engine.Report) {
			yes := about(drawer, engine.Accept)
			yes.OrderID = buy.OrderID
			w.tell(yes, buy, about(drawer, engine.Refund))
		}, 18},
		{"an accept after the order was paid", func(w *world, _, thanks engine.Answer, buy engine.Report) {
			yes := about(thanks, engine.Accept)
			yes.OrderID, yes.Time = buy.OrderID, w.now.Add(time.Minute)
			w.tell(buy, yes)
		}, 39},
		{"an accept of which no order is known", func(w *world, drawer, _ engine.Answer, buy engine.Report) {
			w.tell(buy, about(drawer, engine.Accept))
		}, 42},
		{"an accept of an order that was never paid", func(w *world, drawer, _ engine.Answer, _ engine.Report) {
			yes := about(drawer, engine.Accept)
			yes.OrderID = "o-9"
			w.tell(yes)
		}, 12},
		{"an accept and its refund alone", func(w *world, drawer, _ engine.Answer, _ engine.Report) {
			w.tell(about(drawer, engine.Accept), about(drawer, engine.Refund))
		}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, halved)
			customer := offered(w, 1)[0]
			drawer, thanks := w.visit(customer, "1", "drawer"), w.visit(customer, "1", "thanks")
			c.tell(w, drawer, thanks, engine.Report{Type: engine.Conversion, CustomerID: customer, SessionID: "1", OrderID: "o-1", Value: dollars(cart)})
			if got := brought(w.report(measure.Question{}).Incremental.PerCustomer.Offered); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// Without a session every visit is its own, and what was paid at each adds up; a
// purchase that ended visits at several placements still counts once, known by
// its order or by its time.
func TestMoneyWithoutSessions(t *testing.T) {
	const apart = 48 * time.Hour // longer than a conversion waits for
	for _, c := range []struct {
		name string
		live func(w *world, visit func(placement string), buy func(order string, cents int64))
		want float64
	}{
		{"two placements on two days", func(w *world, visit func(string), buy func(string, int64)) {
			visit("drawer")
			buy("o-1", 10000)
			w.now = w.now.Add(apart)
			visit("thanks")
			buy("o-2", 5000)
		}, 150},
		{"the same without orders", func(w *world, visit func(string), buy func(string, int64)) {
			visit("drawer")
			buy("", 10000)
			w.now = w.now.Add(apart)
			visit("thanks")
			buy("", 5000)
		}, 150},
		{"one order at two placements", func(_ *world, visit func(string), buy func(string, int64)) {
			visit("drawer")
			visit("thanks")
			buy("o-1", 10000)
		}, 100},
		{"the same without an order", func(_ *world, visit func(string), buy func(string, int64)) {
			visit("drawer")
			visit("thanks")
			buy("", 10000)
		}, 100},
		{"the second order ends both", func(_ *world, visit func(string), buy func(string, int64)) {
			visit("drawer")
			buy("o-1", 10000)
			visit("thanks")
			buy("o-2", 5000)
		}, 150},
		{"a chain of orders", func(_ *world, visit func(string), buy func(string, int64)) {
			visit("drawer")
			buy("o-1", 10000)
			visit("thanks")
			buy("o-2", 5000)
			visit("drawer")
			buy("o-3", 2000)
		}, 170},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, halved)
			customer := offered(w, 1)[0]
			visit := func(placement string) { w.visit(customer, "", placement) }
			buy := func(order string, cents int64) {
				w.now = w.now.Add(time.Second)
				w.tell(engine.Report{Type: engine.Conversion, CustomerID: customer, OrderID: order, Value: dollars(cents)})
			}
			c.live(w, visit, buy)
			if got := brought(w.report(measure.Question{}).Incremental.PerCustomer.Offered); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// Customers who were seen before the period are compared with nobody, because
// what they saw then may be why they came back; nor are those without a name.
func TestReturningCustomersAreNotCompared(t *testing.T) {
	w := newWorld(t, halved)
	names := append(offered(w, 3), held(w, 2)...)
	w.visit(names[0], "1", "drawer")
	w.visit(names[3], "2", "drawer")
	w.now = w.now.Add(24 * time.Hour)
	from := w.now
	for i, name := range names {
		w.visit(name, fmt.Sprint(10+i), "drawer")
	}
	w.visit("", "nobody", "drawer")
	got := w.report(measure.Question{From: from}).Incremental
	if o, h := got.PerCustomer.Offered.Customers, got.PerCustomer.Holdout.Customers; o != 2 || h != 1 || got.Returning != 2 || got.Nameless != 1 {
		t.Errorf("got %d offered, %d held out, %d returning and %d nameless; want 2, 1, 2 and 1", o, h, got.Returning, got.Nameless)
	}
}

// The interval of revenue is that of the theory: for groups of one size and
// constant probabilities, the difference of the means, and half of its width is
// the confidence sequence's at the standard error of that difference.
func TestIntervalOfRevenue(t *testing.T) {
	w := newWorld(t, halved)
	const n = 40
	for i, name := range append(offered(w, n), held(w, n)...) {
		w.visit(name, name, "drawer")
		w.tell(engine.Report{Type: engine.Conversion, CustomerID: name, SessionID: name, Value: dollars(int64(1000 + i%2*1000 + i/n*100))})
	}
	got := w.report(measure.Question{Planned: 2 * n}).Incremental.PerCustomer
	se := math.Sqrt(2 * 25.0 / n) // each group: half 10, half 20, so a variance of 25
	half, err := eprocess.ConfidenceSequence{Alpha: 0.05, Planned: 2 * n}.HalfWidth(2*n, se)
	if err != nil {
		t.Fatal(err)
	}
	want := &measure.Interval{Estimate: -1, Low: -1 - half, High: -1 + half}
	if diff := cmp.Diff(want, got.Difference, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Lost feedback of a group shows in its size: half of the holdout's customers
// missing is found, the sentence says how many there are, and the uplift is not
// to be trusted.
func TestMismatchIsFound(t *testing.T) {
	w := newWorld(t, halved)
	for i := range 400 {
		name := fmt.Sprintf("c-%d", i)
		w.visit(name, name, "drawer")
	}
	q := measure.Question{}
	if got := w.report(q); !got.Incremental.Trusted || !got.SampleRatio.Holdout.OK || !got.SampleRatio.Control.OK {
		t.Errorf("with everybody there: got %+v", got.SampleRatio)
	}
	got := report(t, losing{w.Service}, q, w.Catalogue())
	if got.Incremental.Trusted || got.SampleRatio.Holdout.OK || len(got.Findings) != 1 || got.Findings[0].Code != measure.Mismatch {
		t.Errorf("with half of the holdout lost: got %+v and %+v", got.SampleRatio, got.Findings)
	}
	if want := fmt.Sprintf("The holdout has %d of", got.SampleRatio.Holdout.Compared); !strings.HasPrefix(got.Incremental.Doubt, want) {
		t.Errorf("got %q, want it to begin with %q", got.Incremental.Doubt, want)
	}
}

// A losing past has lost every other decision of the holdout.
type losing struct{ measure.Past }

func (p losing) Stories(from, to time.Time) iter.Seq2[engine.Story, error] {
	return func(yield func(engine.Story, error) bool) {
		seen := 0
		for s, err := range p.Past.Stories(from, to) {
			if err == nil && s.Decision.Group == engine.Holdout {
				if seen++; seen%2 == 0 {
					continue
				}
			}
			if !yield(s, err) {
				return
			}
		}
	}
}
