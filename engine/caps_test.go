package engine_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Requests of one customer at the same time can never both take the last
// place, before a restart and after it.
func TestCapsAreExact(t *testing.T) {
	w := newWorld(t, strings.Replace(shop, "max: 2, per: 24h", "max: 1, per: 24h", 1))
	for i := range 50 {
		customer := fmt.Sprintf("c-%d", i)
		var shown atomic.Int64
		var all sync.WaitGroup
		for range 64 {
			all.Go(func() {
				a, err := w.Rank(context.Background(), drawer(customer))
				if err != nil {
					t.Error(err)
				}
				shown.Add(int64(len(a.Shown())))
			})
		}
		all.Wait()
		if got := shown.Load(); got != 1 {
			t.Fatalf("%d offers were shown to %s, want 1", got, customer)
		}
	}
	w.restart(string(w.Catalogue().Source))
	if a := w.rank(drawer("c-7")); len(a.Shown()) != 0 {
		t.Errorf("after a restart %s is shown to a customer who has had their one", offers(a))
	}
	w.now = w.now.Add(day - 1)
	if a := w.rank(drawer("c-7")); len(a.Shown()) != 0 {
		t.Errorf("%s is shown a moment before the window ends", offers(a))
	}
	w.now = w.now.Add(1)
	if a := w.rank(drawer("c-7")); len(a.Shown()) != 1 {
		t.Errorf("nothing is shown when the window has ended: %+v", a.Candidates)
	}
}

// A clock that goes back does not reopen a cap.
func TestClockGoesBack(t *testing.T) {
	w := newWorld(t, strings.Replace(shop, "max: 2, per: 24h", "max: 1, per: 24h", 1))
	w.rank(drawer("c-1"))
	w.now = w.now.Add(-30 * day)
	if a := w.rank(drawer("c-1")); len(a.Shown()) != 0 {
		t.Errorf("%s is shown after the clock went back", offers(a))
	}
	w.verify()
}
