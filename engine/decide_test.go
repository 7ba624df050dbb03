package engine_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
)

// A decision names every candidate and, of those that were removed, the step,
// the reason and a sentence.
func TestDecisionExplains(t *testing.T) {
	w := newWorld(t, shop)
	r := drawer("c-1")
	r.Signals = map[string]any{"cart_value": 50.0, "orders": 0.0}
	r.Exclude = []string{"kit"}
	a := w.rank(r)
	type removal struct {
		Offer, Reason, Detail string
		Stage                 engine.Stage
	}
	var got []removal
	for _, c := range a.Candidates {
		got = append(got, removal{c.Offer, c.Reason, c.Detail, c.Stage})
	}
	want := []removal{
		{Offer: "bundle"},
		{"warranty", "first_time_buyer", "30.00 is over the 15.00 that a first order may be offered", engine.StageGuardrail},
		{"kit", "excluded", "the request excludes it", engine.StageExclude},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("candidates (-want +got):\n%s", diff)
	}
	if got, want := offers(a), "bundle"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	if got, want := a.Segment, "first_time_buyer"; got != want {
		t.Errorf("segment %q, want %q", got, want)
	}
	if got, want := a.Reason, engine.Split; got != want {
		t.Errorf("reason %s, want %s", got, want)
	}
}

// Each way in which nothing can be shown has a reason of its own.
func TestReasons(t *testing.T) {
	for _, c := range []struct {
		name, catalogue string
		signals         map[string]any
		placement       string
		want            engine.Reason
	}{
		{"drawn", shop, nil, "drawer", engine.Split},
		{"by the rules, with consent", shop, map[string]any{"cart_value": 50.0, "orders": 2.0, "consent": true}, "newsletter", engine.Rules},
		{"by the rules, without consent", shop, map[string]any{"cart_value": 50.0, "orders": 2.0}, "newsletter", engine.Withheld},
		{"nothing fits", strings.ReplaceAll(shop, "kind: cross_sell", "kind: cross_sell, when: 'cart_value > 1000'") + "", nil, "drawer", engine.NoEligible},
		{"held out", shop + "groups: {holdout: 100%}\n", nil, "drawer", engine.HeldOut},
		{"in the control", shop + "groups: {control: 100%}\n", nil, "drawer", engine.Controlled},
		{"in the baseline", shop + "groups: {baseline: 100%}\n", nil, "drawer", engine.Based},
	} {
		t.Run(c.name, func(t *testing.T) {
			catalogue := strings.ReplaceAll(c.catalogue, ", when: 'cart_value > 1000', when: 'cart_value > 20'", ", when: 'cart_value > 1000'")
			if c.name == "nothing fits" {
				catalogue = strings.Replace(catalogue, "price: 30.00, margin: 20.00, when: 'cart_value > 20'", "price: 30.00, margin: 20.00", 1)
			}
			w := newWorld(t, catalogue)
			r := drawer("c-1")
			r.Placement = c.placement
			if c.signals != nil {
				r.Signals = c.signals
			}
			a := w.rank(r)
			if a.Reason != c.want {
				t.Errorf("reason %s, want %s: %+v", a.Reason, c.want, a.Candidates)
			}
			if shows := a.Reason == engine.Split || a.Reason == engine.Rules || a.Reason == engine.Based; shows != (len(a.Shown()) > 0) {
				t.Errorf("reason %s shows %q", a.Reason, offers(a))
			}
			w.verify()
		})
	}
}

// Every bad field of a request is named, and nothing is logged.
func TestBadRequest(t *testing.T) {
	w := newWorld(t, shop)
	before := w.memory.Last()
	_, err := w.Rank(context.Background(), engine.Request{
		RequestID: strings.Repeat("x", 300), CustomerID: "c\x00", Placement: "drawr", Limit: -1,
		Signals: map[string]any{"orders": "three", "cart_valu": 1.0, "cart_value": math.NaN()},
	})
	var invalid *engine.Invalid
	if !errors.As(err, &invalid) {
		t.Fatalf("got %v, want an Invalid", err)
	}
	var fields []string
	for _, f := range invalid.Fields {
		fields = append(fields, f.Field)
	}
	want := []string{"request_id", "customer_id", "trigger", "placement", "limit", "signals.cart_valu", "signals.cart_value", "signals.orders"}
	if diff := cmp.Diff(want, fields); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if got := w.memory.Last(); got != before {
		t.Errorf("the log is at event %d, was at %d", got, before)
	}
}

// A repeated request gets its first answer, also after a restart and after the
// catalogue has changed; it is logged once.
func TestRepeatedRequest(t *testing.T) {
	w := newWorld(t, shop)
	r := drawer("c-1")
	r.RequestID = "r-1"
	first := w.rank(r)
	last := w.memory.Last()
	again := w.rank(r)
	if !again.Repeated || again.ID != first.ID {
		t.Errorf("the repeated request got %s, want %s", again.ID, first.ID)
	}
	if got := w.memory.Last(); got != last {
		t.Errorf("the repeated request was logged: event %d after %d", got, last)
	}
	changed := strings.Replace(shop, "price: 12.00", "price: 13.00", 1)
	w.restart(changed)
	again = w.rank(r)
	if again.ID != first.ID || again.Policy.Version != first.Policy.Version {
		t.Errorf("after the restart got %s of policy %s, want %s of %s", again.ID, again.Policy.Version, first.ID, first.Policy.Version)
	}
	if diff := cmp.Diff(first.Slots, again.Slots); diff != "" {
		t.Errorf("slots (-first +again):\n%s", diff)
	}
}

// A slate never repeats an offer, every slot's distribution sums to one over
// what was left, and the limit holds.
func TestSlate(t *testing.T) {
	w := newWorld(t, strings.Replace(shop, "type: frequency, max: 2", "type: frequency, max: 200", 1))
	for i := range 200 {
		r := drawer("")
		r.Trigger, r.Placement = "order_placed", "thanks"
		r.Limit = i % 4
		a := w.rank(r)
		want := 2
		if r.Limit > 0 {
			want = min(2, r.Limit)
		}
		shown := a.Shown()
		if len(shown) != want {
			t.Fatalf("limit %d: %d offers, want %d", r.Limit, len(shown), want)
		}
		if want == 2 && shown[0].Offer == shown[1].Offer {
			t.Fatalf("%s is shown twice", shown[0].Offer)
		}
		for _, slot := range a.Slots {
			sum := 0.0
			for _, p := range slot.P {
				sum += p
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Errorf("the distribution %v sums to %v", slot.P, sum)
			}
		}
	}
}

// What the first slot shows counts for the second: a cap with one place left
// is not overdrawn by a slate of two.
func TestSlateMindsCaps(t *testing.T) {
	catalogue := strings.Replace(shop, "max: 2, per: 24h, by: placement, placements: [drawer]", "max: 1, per: 24h", 1)
	w := newWorld(t, catalogue)
	r := drawer("c-1")
	r.Trigger, r.Placement = "order_placed", "thanks"
	a := w.rank(r)
	if got := len(a.Shown()); got != 1 {
		t.Fatalf("%d offers shown, want 1", got)
	}
	withheld := 0
	for _, c := range a.Candidates {
		if c.Reason == "frequency" && c.Slot == 1 {
			withheld++
		}
	}
	if withheld != len(a.Candidates)-1 {
		t.Errorf("%d candidates were withheld from the second slot, want %d: %+v", withheld, len(a.Candidates)-1, a.Candidates)
	}
	w.verify()
}

// An offer that is believed to lose money is not shown: none is drawn instead,
// with a propensity that is logged.
func TestNoneWins(t *testing.T) {
	const losses = "costs: {refund: 90.00}, prior: {refund: 90%, accept: 10%}"
	losing := strings.NewReplacer(
		"strategy: thompson, none: off", "strategy: thompson",
		"costs: {refund: 4.00, ticket: 6.00}, prior: {accept: 10%, refund: 2%, strength: 20}", losses, "margin: 20.00", "margin: 20.00, "+losses, "margin: 4.00", "margin: 4.00, "+losses,
	).Replace(shop)
	w := newWorld(t, losing)
	none := 0
	for range 200 {
		a := w.rank(drawer(""))
		if len(a.Shown()) == 0 {
			none++
			if p := a.Slots[0].Propensity; !(p > 0.9) {
				t.Errorf("none was drawn with propensity %v, want over .9", p)
			}
		}
	}
	if none < 180 {
		t.Errorf("none was drawn %d times of 200, want over 180", none)
	}
}
