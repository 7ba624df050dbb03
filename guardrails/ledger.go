package guardrails

import (
	"maps"
	"slices"
	"time"
)

// Ledgers are what was taken of every budget. The engine folds them from the log.
type Ledgers struct {
	Books map[string]*Book `json:"books,omitzero"` // by the name of the budget
}

// A Book holds the pots of one budget.
type Book struct {
	Unit  string             `json:"unit"`  // what is counted
	Since uint64             `json:"since"` // the event that put it into force: decisions behind it count
	Pots  map[string]*Ledger `json:"pots,omitzero"`
}

// A Placed is one shown offer as budgets know it.
type Placed struct {
	Seq                              uint64    // of the decision's event
	At                               time.Time // of the decision
	Decision, Offer, Type, Placement string
	Price, Saving                    int64
	Budgets                          []string // that its accept was counted in, as Accept has said
}

// Adopt opens a book for every budget of a catalogue with an event, and drops those of budgets
// that are gone. One that counts something else now begins anew.
func (l *Ledgers) Adopt(budgets []*Budget, seq uint64) {
	kept := map[string]*Book{}
	for _, b := range budgets {
		book := l.Books[b.name]
		if book == nil || book.Unit != b.unit() {
			book = &Book{Unit: b.unit(), Since: seq, Pots: map[string]*Ledger{}}
		}
		if book.Pots == nil {
			book.Pots = map[string]*Ledger{}
		}
		kept[b.name] = book
	}
	l.Books = kept
}

// unit says what a book counts, what shares a pot, and whether what was spent
// comes back with time: a sum that was kept for good has no entries to leave it.
func (b *Budget) unit() string {
	if b.per > 0 {
		return b.of + " by " + b.by + " in a window"
	}
	return b.of + " by " + b.by
}

// spent is what counts of a pot at a time, without changing anything.
func (l *Ledgers) spent(b *Budget, pot string, now time.Time) int64 {
	book := l.Books[b.name]
	if book == nil || book.Pots[pot] == nil {
		return 0
	}
	return book.Pots[pot].at(b, now)
}

// Show takes a place for an offer that was decided.
func (l *Ledgers) Show(budgets []*Budget, p Placed, now time.Time) {
	l.each(budgets, &p, now, (*Book).open, func(b *Budget, g *Ledger) { g.hold(b.entry(&p)) })
}

// Accept keeps the place of an offer, and returns the names of the budgets that
// count it: those that reach it now. One that was given back meanwhile is taken
// again, also beyond the budget: what was accepted was spent.
func (l *Ledgers) Accept(budgets []*Budget, p Placed, now time.Time) (counted []string) {
	l.each(budgets, &p, now, (*Book).open, func(b *Budget, g *Ledger) {
		g.take(b, b.entry(&p), now)
		counted = append(counted, b.name)
	})
	return counted
}

// Decline gives back the place of an offer that nobody has accepted, also where
// the budget does not reach it any more.
func (l *Ledgers) Decline(budgets []*Budget, p Placed, now time.Time) {
	l.each(budgets, &p, now, (*Book).known, func(b *Budget, g *Ledger) { g.decline(b.entry(&p)) })
}

// Return gives back the place of an accept that was refunded as a whole, to the
// budgets that have counted it and to no other: one that reached it only later
// has nothing to give back.
func (l *Ledgers) Return(budgets []*Budget, p Placed, now time.Time) {
	l.each(budgets, &p, now, (*Book).known, func(b *Budget, g *Ledger) {
		if slices.Contains(p.Budgets, b.name) {
			g.giveBack(b, b.entry(&p))
		}
	})
}

// each calls change for the pot of an offer in every budget that has one, settled
// to the present.
func (l *Ledgers) each(budgets []*Budget, p *Placed, now time.Time, pot func(*Book, *Budget, *Placed) *Ledger, change func(*Budget, *Ledger)) {
	for _, b := range budgets {
		book := l.Books[b.name]
		if book == nil || p.Seq <= book.Since {
			continue
		}
		if g := pot(book, b, p); g != nil {
			g.settle(b, now)
			change(b, g)
		}
	}
}

// open is the pot of an offer, a new one if need be, and nil when the budget does
// not reach the offer.
func (k *Book) open(b *Budget, p *Placed) *Ledger {
	if !b.reach.Covers(p.Placement, p.Offer, p.Type) {
		return nil
	}
	g := k.known(b, p)
	if g == nil {
		g = &Ledger{}
		k.Pots[b.pot(p.Placement, p.Offer, p.Type)] = g
	}
	return g
}

// known is the pot of an offer, whether the budget reaches the offer or not; nil:
// nothing was taken of it yet.
func (k *Book) known(b *Budget, p *Placed) *Ledger {
	return k.Pots[b.pot(p.Placement, p.Offer, p.Type)]
}

// Clone is a copy that shares nothing.
func (l *Ledgers) Clone() *Ledgers {
	c := &Ledgers{Books: make(map[string]*Book, len(l.Books))}
	for name, book := range l.Books {
		copied := &Book{Unit: book.Unit, Since: book.Since, Pots: maps.Clone(book.Pots)}
		for pot, g := range copied.Pots {
			copied.Pots[pot] = &Ledger{Past: slices.Clone(g.Past), Held: slices.Clone(g.Held), Entries: slices.Clone(g.Entries), Settled: g.Settled, Spent: g.Spent}
		}
		c.Books[name] = copied
	}
	return c
}
