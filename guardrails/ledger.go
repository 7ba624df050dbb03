package guardrails

import (
	"maps"
	"slices"
	"sort"
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

// A Ledger is one pot: its entries in the order of their decisions, and the sum
// of those that count. An entry counts while it is held for an answer, and from
// its accept on. With a window, entries leave when it has passed them; without
// one, only those still held are kept, and the sum remembers the others.
type Ledger struct {
	Entries []Entry `json:"entries,omitzero"`
	Settled int     `json:"settled,omitzero"` // of the oldest entries, whose hold is over
	Spent   int64   `json:"spent"`
}

// An Entry is one offer that was shown.
type Entry struct {
	At       time.Time `json:"at"`
	Decision string    `json:"decision"`
	Offer    string    `json:"offer"`
	Worth    int64     `json:"worth"`
	Taken    bool      `json:"taken,omitzero"` // accepted
	Free     bool      `json:"free,omitzero"`  // counts no more
}

// A Placed is one shown offer as budgets know it.
type Placed struct {
	Seq                              uint64    // of the decision's event
	At                               time.Time // of the decision
	Decision, Offer, Type, Placement string
	Price, Saving                    int64
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

func (g *Ledger) at(b *Budget, now time.Time) int64 {
	spent, i := g.Spent, 0
	for ; b.per > 0 && i < len(g.Entries) && !g.Entries[i].At.Add(b.per).After(now); i++ {
		if !g.Entries[i].Free {
			spent -= g.Entries[i].Worth
		}
	}
	for i = max(i, g.Settled); i < len(g.Entries) && !g.Entries[i].At.Add(b.hold).After(now); i++ {
		if e := &g.Entries[i]; !e.Free && !e.Taken {
			spent -= e.Worth
		}
	}
	return spent
}

// settle frees what was held for too long, and lets go of what has left the window.
func (g *Ledger) settle(b *Budget, now time.Time) {
	for ; g.Settled < len(g.Entries) && !g.Entries[g.Settled].At.Add(b.hold).After(now); g.Settled++ {
		if e := &g.Entries[g.Settled]; !e.Taken {
			g.free(e)
		}
	}
	gone := g.Settled
	if b.per > 0 {
		for gone = 0; gone < len(g.Entries) && !g.Entries[gone].At.Add(b.per).After(now); gone++ {
			g.free(&g.Entries[gone])
		}
	}
	g.Entries, g.Settled = g.Entries[gone:], max(g.Settled-gone, 0)
}

func (g *Ledger) free(e *Entry) {
	if !e.Free {
		e.Free = true
		g.Spent -= e.Worth
	}
}

func (g *Ledger) find(p *Placed) *Entry {
	i := sort.Search(len(g.Entries), func(i int) bool { return !g.Entries[i].At.Before(p.At) })
	for ; i < len(g.Entries) && g.Entries[i].At.Equal(p.At); i++ {
		if e := &g.Entries[i]; e.Decision == p.Decision && e.Offer == p.Offer {
			return e
		}
	}
	return nil
}

// Show takes a place for an offer that was decided.
func (l *Ledgers) Show(budgets []*Budget, p Placed, now time.Time) {
	l.each(budgets, &p, now, func(b *Budget, g *Ledger) {
		worth := b.worth(p.Price, p.Saving)
		g.Entries = append(g.Entries, Entry{At: p.At, Decision: p.Decision, Offer: p.Offer, Worth: worth})
		g.Spent += worth
	})
}

// Accept keeps the place of an offer. One that was given back meanwhile is taken
// again, also beyond the budget: what was accepted was spent.
func (l *Ledgers) Accept(budgets []*Budget, p Placed, now time.Time) {
	l.each(budgets, &p, now, func(b *Budget, g *Ledger) {
		switch e := g.find(&p); {
		case e != nil:
			if e.Free {
				g.Spent += e.Worth
			}
			e.Taken, e.Free = true, false
		case b.per == 0:
			g.Spent += b.worth(p.Price, p.Saving)
		}
	})
}

// Decline gives back the place of an offer that nobody has accepted.
func (l *Ledgers) Decline(budgets []*Budget, p Placed, now time.Time) {
	l.each(budgets, &p, now, func(_ *Budget, g *Ledger) {
		if e := g.find(&p); e != nil && !e.Taken {
			g.free(e)
		}
	})
}

// Return gives back the place of an accept that was refunded as a whole.
func (l *Ledgers) Return(budgets []*Budget, p Placed, now time.Time) {
	l.each(budgets, &p, now, func(b *Budget, g *Ledger) {
		switch e := g.find(&p); {
		case e != nil:
			g.free(e)
		case b.per == 0:
			g.Spent = max(g.Spent-b.worth(p.Price, p.Saving), 0) // 0: accepted before the budget was about it
		}
	})
}

// each calls change for the pot of every budget that an offer counts in, settled
// to the present.
func (l *Ledgers) each(budgets []*Budget, p *Placed, now time.Time, change func(*Budget, *Ledger)) {
	for _, b := range budgets {
		book := l.Books[b.name]
		if book == nil || p.Seq <= book.Since || !b.reach.Covers(p.Placement, p.Offer, p.Type) {
			continue
		}
		pot := b.pot(p.Placement, p.Offer, p.Type)
		g := book.Pots[pot]
		if g == nil {
			g = &Ledger{}
			book.Pots[pot] = g
		}
		g.settle(b, now)
		change(b, g)
	}
}

// Clone is a copy that shares nothing.
func (l *Ledgers) Clone() *Ledgers {
	c := &Ledgers{Books: make(map[string]*Book, len(l.Books))}
	for name, book := range l.Books {
		copied := &Book{Unit: book.Unit, Since: book.Since, Pots: maps.Clone(book.Pots)}
		for pot, g := range copied.Pots {
			copied.Pots[pot] = &Ledger{Entries: slices.Clone(g.Entries), Settled: g.Settled, Spent: g.Spent}
		}
		c.Books[name] = copied
	}
	return c
}
