package guardrails

import (
	"maps"
	"slices"
	"time"
)

// A Spending is what was taken of one pot of a budget.
type Spending struct {
	Guardrail string
	Of        string // offers, discount or price
	Pot       string // offer, type or placement; empty: the budget has one pot
	Spent     int64  // offers, or minor units; what is held for an answer is among it
	Max       int64
}

// CountsMoney reports whether Spent and Max are minor units of the catalogue's currency.
func (s *Spending) CountsMoney() bool { return s.Of != ofOffers }

// Spending is what was taken of every pot at a time. One that nothing was taken
// of is not among them, unless it is the only one of its budget.
func (l *Ledgers) Spending(budgets []*Budget, now time.Time) []Spending {
	var all []Spending
	for _, b := range budgets {
		pots := map[string]*Ledger{}
		if book := l.Books[b.name]; book != nil {
			pots = book.Pots
		}
		if len(pots) == 0 && b.by == "all" {
			all = append(all, Spending{Guardrail: b.name, Of: b.of, Max: b.max})
		}
		for _, pot := range slices.Sorted(maps.Keys(pots)) {
			all = append(all, Spending{Guardrail: b.name, Of: b.of, Pot: pot, Spent: pots[pot].at(b, now), Max: b.max})
		}
	}
	return all
}
