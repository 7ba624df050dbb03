package engine_test

import (
	"testing"

	"proffer/engine"
)

// An event may carry as much money as a catalogue may name, and not a cent more;
// who reports more is told which field, and what the limit is.
func TestAmountsAreBounded(t *testing.T) {
	const most = 100_000_000_000_000 // cents: the 10^12 dollars of a catalogue
	w := newWorld(t, shop)
	for i, kind := range []engine.ReportType{engine.Accept, engine.Refund, engine.Conversion} {
		a := w.show("c-"+string(kind), []string{"bundle", "kit", "warranty"}[i])
		for amount, want := range map[int64]string{
			most:     "",
			most + 1: "value.amount must be at most 100000000000000 minor units, which are 1000000000000.00 USD",
			-1:       "value.amount must not be negative",
		} {
			r := engine.Report{EventID: string(kind), Type: kind, DecisionID: a.ID, Value: &engine.Money{Amount: amount, Currency: "USD"}}
			got := w.tell(r)[0]
			if rejected := got.Status == engine.Rejected; rejected != (want != "") || rejected && got.Detail != want {
				t.Errorf("a %s of %d is %s: %q, want %q", kind, amount, got.Status, got.Detail, want)
			}
		}
	}
}
