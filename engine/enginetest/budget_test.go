package enginetest

import (
	"fmt"
	"time"
)

// A budget is what all customers together may be offered.
type budget struct {
	max       int64  // offers, or minor units
	of        string // offers, discount or price
	per, hold time.Duration
	by        string
}

// unit is what a budget counts. One that counts something else begins anew.
func (b *budget) unit() string { return fmt.Sprint(b.of, b.by, b.per > 0) }

func (b *budget) worth(o *offer) int64 {
	switch b.of {
	case "discount":
		return o.saving()
	case "price":
		return o.price
	}
	return 1
}

// A book says since which event a budget counts.
type book struct {
	unit  string
	since uint64
}

// openBooks begins the budgets of a plan that were not there before.
func (m *model) openBooks() {
	kept := map[string]book{}
	for _, g := range m.plan.guards {
		if g.budget == nil {
			continue
		}
		b, known := m.books[g.name]
		if !known || b.unit != g.budget.unit() {
			b = book{g.budget.unit(), m.seq}
		}
		kept[g.name] = b
	}
	m.books = kept
}

// takes reports whether an offer that was shown has its place in a budget now:
// while it is held for an answer, and from its accept on, unless it was declined
// or given back as a whole, and no longer than the window.
func (m *model) takes(b *budget, d *display) bool {
	within := func(span time.Duration) bool { return d.at.Add(span).After(m.at) }
	f := &d.fate
	switch {
	case b.per > 0 && !within(b.per), f.returned >= 1:
		return false
	case !f.accepted.IsZero():
		return true
	}
	return f.declined.IsZero() && within(b.hold)
}

// spent is what all that was ever shown takes of a budget now, by pot.
func (m *model) spent(g *guard) map[string]int64 {
	pots := map[string]int64{}
	for _, d := range m.shown {
		if d.seq > m.books[g.name].since && g.covers(d.placement, d.offer) && m.takes(g.budget, d) {
			pots[g.budget.pot(d.placement, d.offer)] += g.budget.worth(d.offer)
		}
	}
	return pots
}

// pot names what is counted together with an offer.
func (b *budget) pot(placement string, o *offer) string {
	switch b.by {
	case "placement":
		return placement
	case "offer":
		return o.id
	case "type":
		return o.kind
	}
	return ""
}

// overspends says whether an offer would take more than its pot has left.
func (c *occasion) overspends(g *guard, o *offer) string {
	b := g.budget
	worth, pot := b.worth(o), b.pot(c.place.name, o)
	if worth == 0 {
		return ""
	}
	spent := c.spent(g)[pot]
	for _, d := range c.slate {
		if g.covers(d.placement, d.offer) && b.pot(d.placement, d.offer) == pot {
			spent += b.worth(d.offer)
		}
	}
	return unless(spent+worth <= b.max, "budget")
}
