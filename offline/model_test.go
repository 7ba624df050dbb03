package offline

import (
	"fmt"
	"testing"

	"proffer/offline/rows"
)

// All rows of a customer are in one fold, customers are spread over all folds, and
// rows without one are spread by themselves.
func TestFolds(t *testing.T) {
	p := &pass{layout: &layout{customer: 0}}
	seen := map[int]int{}
	for i := range 500 {
		customer := []rows.Cell{{Kind: rows.Text, Text: fmt.Sprint("customer ", i)}}
		first := p.fold(&reader{context: customer, read: i})
		if again := p.fold(&reader{context: customer, read: i + 1}); again != first {
			t.Errorf("%s is in folds %d and %d", customer[0].Text, first, again)
		}
		seen[first]++
	}
	for fold := range folds {
		if n := seen[fold]; n < 60 || n > 140 { // 100 ± 4 standard deviations
			t.Errorf("fold %d has %d of 500 customers", fold, n)
		}
	}
	if a, b := p.fold(&reader{context: make([]rows.Cell, 1), read: 1}), p.fold(&reader{context: make([]rows.Cell, 1), read: 2}); a == b {
		t.Errorf("rows of nobody are all in fold %d", a)
	}
}

// Columns are found by name, those of a series as far as it has no gap, and a
// name that only begins alike is none of them.
func TestLayout(t *testing.T) {
	l, err := newLayout("log.csv", []string{"pe0", "pe1", "pe3", "quality", "q0", "q1", "action", "reward", "pscore", "x1", "xray", "x0", "position", "customer_id"}, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	want := "[x1 x0 position pe0 pe1 q0 q1 customer_id]"
	if got := fmt.Sprint(l.columns.Context); got != want || l.where != 3 || l.policy != 2 || l.model != 2 || l.customer != 7 {
		t.Errorf("got %s, %+v, want %s", got, l, want)
	}
}
