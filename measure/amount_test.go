package measure_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"proffer/engine"
	"proffer/measure"
	"proffer/store"
)

// A log may hold any amount, from before amounts were bounded. It opens, and what
// it earned is too much to count and never a loss.
func TestAnyAmountIsCounted(t *testing.T) {
	w := newWorld(t, shop+"groups: {holdout: 1%}\n")
	for i := range 9 {
		name := fmt.Sprintf("c-%d", i/3)
		a := w.visit(name, fmt.Sprintf("s-%d", i%2), "drawer")
		if len(a.Shown()) == 0 {
			t.Fatalf("nothing is shown to %s", name)
		}
		accept, convert := about(a, engine.Accept), about(a, engine.Conversion)
		accept.Value, convert.Value = dollars(1), dollars(1)
		accept.OrderID, convert.OrderID = fmt.Sprintf("o-%d", i), fmt.Sprintf("p-%d", i)
		w.tell(accept, convert)
		if i%3 == 0 {
			back := engine.Report{Type: engine.Refund, OrderID: accept.OrderID, Value: dollars(1)}
			w.tell(back, back)
		}
	}
	state, err := engine.Restore(context.Background(), inflated(t, w.memory), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []measure.Dimension{measure.ByOffer, measure.ByPlacement} {
		r := report(t, state, measure.Question{By: []measure.Dimension{by}}, w.Catalogue())
		for _, row := range append(r.Rows, r.Total) {
			if row.Gross.Amount != math.MaxInt64 || row.Refunded.Amount != math.MaxInt64 || row.Net.Amount != 0 || row.Value.Amount < 0 {
				t.Errorf("gross %v, refunded %v, net %v, value %v; want all there is, of which all was refunded", row.Gross, row.Refunded, row.Net, row.Value)
			}
		}
		if mean := r.Incremental.PerCustomer.Offered.Revenue; mean == nil || *mean < 0 {
			t.Errorf("a customer brought %v, want a gain", mean)
		}
	}
}

// inflated is the log with every amount that was reported the largest there is.
func inflated(t *testing.T, log engine.Log) engine.Log {
	t.Helper()
	again := store.NewMemory()
	for e, err := range log.Events(1) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Feedback != nil {
			f := *e.Feedback
			f.Report.Value = &engine.Money{Amount: math.MaxInt64, Currency: "USD"}
			f.Targets = append([]engine.Target{}, f.Targets...)
			for i := range f.Targets {
				if f.Targets[i].Amount > 0 {
					f.Targets[i].Amount = math.MaxInt64
				}
			}
			e.Feedback = &f
		}
		if err := again.Append(e)(); err != nil {
			t.Fatal(err)
		}
	}
	return again
}
