package rehearsal

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/offline/export"
	"proffer/offline/ope"
)

// A request that the catalogue cannot answer is counted by its reason and by
// nothing else, and the rest of the log is rehearsed.
func TestRefusedRequests(t *testing.T) {
	log := lived(t, life{example: "skincare", seed: 8, visits: 200})
	source := catalogueOf(t, "skincare")
	whole := rehearsed(t, log, source, Own)
	for _, c := range []struct{ what, source, reason string }{
		{"a trigger is gone", strings.ReplaceAll(source, "refill_due", "refill_overdue"), `trigger "refill_due" is not in the catalogue`},
		{"a signal is another type", strings.Replace(source, "traffic:               {type: category, values: [search, social, email, direct]}", "traffic: {type: number}", 1), "signals.traffic must be"},
	} {
		r := rehearsed(t, log, c.source, Own)
		if r.Refused == 0 || r.Refused+r.Decisions != whole.Decisions || r.Earnings.Rows != r.Decisions {
			t.Errorf("%s: %d refused and %d rehearsed of %d, %d rows", c.what, r.Refused, r.Decisions, whole.Decisions, r.Earnings.Rows)
		}
		if len(r.Refusals) != 1 || !strings.HasPrefix(r.Refusals[0].Reason, c.reason) || r.Refusals[0].Decisions != r.Refused {
			t.Errorf("%s: got %+v, want all for the reason %q", c.what, r.Refusals, c.reason)
		}
	}
}

// However many values apps have sent, the reasons are a few.
func TestReasonsAreBounded(t *testing.T) {
	var r refusals
	for i := range 3 * mostReasons {
		r.add(&engine.Request{Trigger: fmt.Sprint("t", i)}, &engine.Invalid{Fields: []engine.FieldError{{Field: "trigger", Problem: "is not in the catalogue"}}})
	}
	all := r.sorted()
	if got := all[0]; len(all) != mostReasons+1 || got.Reason != otherReasons || got.Decisions != 2*mostReasons {
		t.Errorf("got %d reasons, the commonest %+v, want %d and the rest as one", len(all), got, mostReasons+1)
	}
}

// Figures in two units are not compared: neither two currencies nor two targets.
func TestUnitsMustBeTheSame(t *testing.T) {
	log := lived(t, life{example: "skincare", seed: 9, visits: 20})
	source := catalogueOf(t, "skincare")
	past, err := engine.Restore(context.Background(), log, log)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"currency: USD", "currency: EUR", "the log counts money in USD and the catalogue in EUR"},
		{"\nlearning:\n", "\nlearning:\n  target: reward\n", "was made to raise the net_value, and the catalogue is to raise the reward"},
	} {
		changed := strings.Replace(source, c.from, c.to, 1)
		r := Rehearsal{Log: log, Policy: compiled(t, changed), Worth: &Worth{Past: past, Interval: ope.Normal, Alpha: .05}}
		if _, err := r.Run(context.Background()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q in it", err, c.want)
		}
	}
}

// Decisions outside of the window are history: they are not counted, and caps
// know of those before it.
func TestWindow(t *testing.T) {
	log := lived(t, life{example: "skincare", seed: 10, visits: 200})
	whole := rehearsed(t, log, catalogueOf(t, "skincare"), Own)
	from, err := export.ParseMoment(whole.Days[3].Day)
	if err != nil {
		t.Fatal(err)
	}
	r := Rehearsal{Log: log, Policy: compiled(t, catalogueOf(t, "skincare")), Window: export.Window{From: from, To: from.Add(2 * day)}}
	found, err := r.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole.Days[3:5], found.Days, closely); diff != "" {
		t.Errorf("two days of the whole (-whole +window):\n%s", diff)
	}
}

// Of no decisions there are no figures, also when they are insisted on.
func TestNothingToWeigh(t *testing.T) {
	log := lived(t, life{example: "skincare", seed: 10, visits: 5})
	past, err := engine.Restore(context.Background(), log, log)
	if err != nil {
		t.Fatal(err)
	}
	r := Rehearsal{
		Log: log, Policy: compiled(t, catalogueOf(t, "skincare")), Window: export.Window{From: past.At().Add(day)},
		Worth: &Worth{Past: past, Interval: ope.Normal, Alpha: .05, Force: true},
	}
	found, err := r.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if e := found.Earnings; found.Decisions != 0 || e.Rows != 0 || len(e.Measures) != 0 || !strings.HasPrefix(e.Refused, "No decision") {
		t.Errorf("got %d decisions and %+v, want none and no figures", found.Decisions, e)
	}
}

// Settings that make no sense are refused, all of them at once.
func TestValidate(t *testing.T) {
	r := Rehearsal{History: "made-up", Examples: -1, Worth: &Worth{Estimators: []string{"replay"}, Interval: "guess", Alpha: 1}}
	err := r.Validate()
	if err == nil {
		t.Fatal("nothing was refused")
	}
	for _, want := range []string{`history "made-up"`, "-1 examples", "replay asks", `"guess"`, "alpha 1"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %q, want %q in it", err, want)
		}
	}
}
