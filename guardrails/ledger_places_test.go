package guardrails_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A copy has what has left the window, and which holds are over.
func TestCloneOfAnOldBook(t *testing.T) {
	p := newPurse(t, "name: purse, type: budget, max: 9, per: 2d")
	p.accept(p.show("small", "drawer"))
	p.pass(24 * time.Hour)
	p.show("large", "drawer")
	p.pass(24 * time.Hour)
	p.show("small", "drawer") // the first has left the window, and the second is no longer held
	copied := *p
	copied.ledgers = p.ledgers.Clone()
	if diff := cmp.Diff(string(p.text()), string(copied.text())); diff != "" {
		t.Errorf("the copy is another (-want +got):\n%s", diff)
	}
}

// Two offers of one decision have a place each in the pot that they share.
func TestOffersOfOneDecision(t *testing.T) {
	p := newPurse(t, "name: purse, type: budget, amount: 90.00, of: price")
	small := p.show("small", "drawer")
	large := small
	one, _ := p.catalogue.Offer("large")
	large.Offer, large.Type, large.Price = one.ID, one.Type, one.Price
	p.ledgers.Show(p.set.Budgets(), large, p.now)
	p.wants(5000)
	p.decline(large)
	p.wants(1000)
	p.accept(large)
	p.decline(small)
	p.wants(4000)
}
