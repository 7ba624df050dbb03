package engine_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"proffer/engine"
	"proffer/policy"
)

// learn shows the bundle to ten customers, of whom four accept.
func (w *world) learn() {
	for i := range 10 {
		a := w.show(fmt.Sprintf("l-%d", i), "bundle")
		if i < 4 {
			w.tell(engine.Report{EventID: fmt.Sprintf("l-%d", i), Type: engine.Accept, DecisionID: a.ID, OfferID: "bundle"})
		}
	}
}

// Whatever a catalogue changes while it serves, the next request is served by
// it, and what was learned stays, under the new encoding where there is one.
func TestChangeWhileServing(t *testing.T) {
	for i, changed := range catalogues[1:] {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			w := newWorld(t, shop)
			w.learn()
			before := w.entry("bundle").Total
			if _, err := w.SetCatalogue(context.Background(), []byte(changed), "a person"); err != nil {
				t.Fatal(err)
			}
			after := w.entry("bundle").Total
			if after.Shown != before.Shown || after.Accepted != before.Accepted {
				t.Errorf("%d of %d accepted, want %d of %d", after.Accepted, after.Shown, before.Accepted, before.Shown)
			}
			if a := w.rank(drawer("c-1")); a.PolicyVersion != w.Catalogue().Version || w.Catalogue().Version == version(t, shop) {
				t.Errorf("served by %s, want %s", a.PolicyVersion, w.Catalogue().Version)
			}
			w.verify()
			w.restart(shop)
			if got := w.Catalogue().Version; got != version(t, changed) {
				t.Errorf("after a restart %s is in force, want %s", got, version(t, changed))
			}
			w.verify()
		})
	}
}

func version(t *testing.T, src string) string {
	t.Helper()
	p, err := engine.Compile([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return p.Version
}

// Beliefs that were learned anew are the ones that would have been, had the
// new catalogue served from the beginning.
func TestRelearningEqualsHavingKnown(t *testing.T) {
	changed := strings.Replace(shop, "  orders:      {type: count}", "  orders:      {type: count, scale: none}", 1)
	w, u := newWorld(t, shop), newWorld(t, changed)
	w.learn()
	u.learn()
	if _, err := w.SetCatalogue(context.Background(), []byte(changed), "a person"); err != nil {
		t.Fatal(err)
	}
	a, b := w.entry("bundle"), u.entry("bundle")
	for i := range a.Segments {
		x, y := a.Segments[i], b.Segments[i]
		if math.Abs(x.Accept.Mean-y.Accept.Mean) > 1e-9 || math.Abs(x.NetValue.Upper-y.NetValue.Upper) > 1e-9 || x.Shown != y.Shown {
			t.Errorf("learned anew %+v, known from the start %+v", x, y)
		}
	}
}

// An offer that leaves keeps its outcomes, also those that arrive while it is
// away, and finds them when it returns.
func TestOfferLeavesAndReturns(t *testing.T) {
	w := newWorld(t, shop)
	w.learn()
	late := w.show("c-late", "bundle")
	set := func(src string) {
		t.Helper()
		if _, err := w.SetCatalogue(context.Background(), []byte(src), "a person"); err != nil {
			t.Fatal(err)
		}
	}
	set(without(shop, "  - {id: bundle"))
	w.tell(engine.Report{EventID: "late", Type: engine.Accept, DecisionID: late.ID, OfferID: "bundle"})
	w.restart(shop)
	set(shop)
	if got := w.entry("bundle").Total; got.Shown != 11 || got.Accepted != 5 {
		t.Errorf("%d of %d accepted, want 5 of 11", got.Accepted, got.Shown)
	}
	w.verify()
}

// A bad catalogue changes nothing and says what is wrong.
func TestBadCatalogue(t *testing.T) {
	w := newWorld(t, shop)
	before, last := w.Catalogue().Version, w.memory.Last()
	_, err := w.SetCatalogue(context.Background(), []byte(strings.Replace(shop, "cart_value > 20", "cart_valu > 20", 1)), "a person")
	faults, ok := err.(policy.Faults)
	if !ok || len(faults) != 1 || !strings.Contains(faults[0].String(), "cart_value") {
		t.Errorf("got %v, want one fault that suggests cart_value", err)
	}
	if w.Catalogue().Version != before || w.memory.Last() != last {
		t.Errorf("a bad catalogue has changed something")
	}
}

// Another currency is refused once something was accepted, since it would be
// read as another amount, and is welcome before.
func TestCurrencyStays(t *testing.T) {
	euros := strings.Replace(shop, "currency: USD", "currency: EUR", 1)
	w := newWorld(t, shop)
	set := func(src string) error {
		_, err := w.SetCatalogue(context.Background(), []byte(src), "a test")
		return err
	}
	if err := set(euros); err != nil {
		t.Errorf("before anything was accepted: %v", err)
	}
	if err := set(shop); err != nil {
		t.Fatal(err)
	}
	w.learn()
	var invalid *engine.Invalid
	if err := set(euros); !errors.As(err, &invalid) || invalid.Fields[0].Field != "currency" {
		t.Errorf("after accepts: got %v, want the currency refused", err)
	}
}

// The catalogue of the command line is put into force when its file changed,
// and not when another was put into force since.
func TestCatalogueOfTheFile(t *testing.T) {
	w := newWorld(t, shop)
	edited := strings.Replace(shop, "price: 12.00", "price: 11.00", 1)
	w.restart(edited)
	if got := w.Catalogue().Version; got != version(t, edited) {
		t.Errorf("the edited file is not in force")
	}
	w.restart(shop)
	if got := w.Catalogue().Version; got != version(t, shop) {
		t.Errorf("the file edited back is not in force")
	}
}
