package engine_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"
	"testing"

	"proffer/engine"
	"proffer/policy"
	"proffer/store"
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

// Another currency is refused once the log holds an amount, since it would be read
// as another one, also after a restart; before, and for what holds none, it is welcome.
func TestCurrencyStays(t *testing.T) {
	yen := strings.NewReplacer("currency: USD", "currency: JPY", ".00", "").Replace(shop)
	conversion := func(w *world, value *engine.Money) {
		w.tell(engine.Report{EventID: "c", Type: engine.Conversion, CustomerID: "c-1", SessionID: "s-1", Value: value})
	}
	for _, c := range []struct {
		name string
		do   func(*world)
		stay bool
	}{
		{"nothing", func(*world) {}, false},
		{"nothing that fits", func(w *world) { w.rank(engine.Request{Trigger: "order_placed", Placement: "newsletter"}) }, false},
		{"a conversion of no value", func(w *world) { conversion(w, nil) }, false},
		{"a conversion that matches nothing", func(w *world) { conversion(w, dollars(100)) }, true},
		{"an offer shown", func(w *world) { w.show("c-1", "bundle") }, true},
		{"an offer weighed and withheld", func(w *world) {
			w.set(shop + "  - {name: never, type: frequency, max: 0, per: 1h}\n")
			w.rank(drawer("c-1"))
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, shop)
			c.do(w)
			for range 2 {
				_, err := w.SetCatalogue(context.Background(), []byte(yen), "a test")
				var invalid *engine.Invalid
				if refused := errors.As(err, &invalid) && invalid.Fields[0].Field == "currency"; refused != c.stay || !refused && err != nil {
					t.Errorf("yen are refused: %v (%v), want %v", refused, err, c.stay)
				}
				w.restart(shop)
			}
		})
	}
}

// An interrupted log lets something happen once when it is read from its beginning.
type interrupted struct {
	*store.Memory
	meanwhile func()
}

func (l *interrupted) Events(from uint64) iter.Seq2[engine.Event, error] {
	if f := l.meanwhile; f != nil && from == 1 {
		l.meanwhile = nil
		f()
	}
	return l.Memory.Events(from)
}

// The first amount may come into the log while a catalogue in another currency is
// relearned: it is refused all the same, and what serves goes on, also with one that
// learns in another way.
func TestCurrencyStaysWhileRelearning(t *testing.T) {
	w := &world{TB: t, memory: store.NewMemory(), now: began, seed: 1}
	w.open(shop)
	w.rank(engine.Request{Trigger: "order_placed", Placement: "newsletter"}) // holds no amount
	log := &interrupted{Memory: w.memory}
	w.openOn(log, shop)
	log.meanwhile = func() { w.show("c-1", "bundle") }
	forgets := "learning: {half_life: 5d}\n"
	yen := strings.NewReplacer("currency: USD", "currency: JPY", ".00", "").Replace(shop)
	_, err := w.SetCatalogue(context.Background(), []byte(yen+forgets), "a test")
	var invalid *engine.Invalid
	if !errors.As(err, &invalid) || w.Catalogue().Currency.Code != "USD" || log.meanwhile != nil {
		t.Errorf("an offer was shown in dollars, and yen are answered with %v; in force is %s", err, w.Catalogue().Currency.Code)
	}
	w.set(shop + forgets)
	w.verify()
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
