package offline

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"proffer/offline/ope"
)

// However many columns and actions there are, no more than so many views are looked
// at, and all of them together take 50 MB at most.
func TestViewsAreBounded(t *testing.T) {
	const columns, actions, rounds = 1_000, 1_000, 2_000
	chance := rand.New(rand.NewPCG(73, 1))
	signals := make([]Signal, columns)
	for k := range signals {
		signals[k] = newSignal(fmt.Sprintf("x%d", k), map[string]bool{})
		if signals[k].words = true; k < columns-1 {
			signals[k].seen = nil
		}
	}
	w := newWhereabouts(signals)
	if got := len(w.names); got != mostViews || w.names[0] != signals[columns-1].Column {
		t.Fatalf("got %d views, the first by %q, want %d and the column of few values", got, w.names[0], mostViews)
	}
	before := Living()
	s, policy := ope.NewSupport(actions, w.names...), make([]float64, actions)
	for a := range policy {
		policy[a] = 1. / actions
	}
	for range rounds {
		for i := range w.at {
			w.at[i] = chance.Uint64()
		}
		s.Add(w.at, chance.IntN(actions), policy[0], policy, nil)
	}
	if took := Living() - before; took > 50<<20 {
		t.Errorf("%d MB are taken", took>>20)
	}
	runtime.KeepAlive(s)
}
