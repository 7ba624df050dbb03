package guardrails

import (
	"slices"
	"time"
)

// entry is a shown offer as a budget writes it down.
func (b *Budget) entry(p *Placed) Entry {
	return Entry{At: p.At, Decision: p.Decision, Offer: p.Offer, Worth: b.worth(p.Price, p.Saving)}
}

// hold keeps a place for an answer.
func (g *Ledger) hold(e Entry) {
	g.Entries = append(g.Entries, e)
	g.Spent += e.Worth
}

// take keeps the place of what was accepted. An entry that was let go of before
// it was accepted is written down again, unless it is too long past.
func (g *Ledger) take(b *Budget, e Entry, now time.Time) {
	e.Taken = true
	g.Held = without(g.Held, &e)
	switch i, known := find(g.Entries, &e); {
	case known:
		g.retake(&g.Entries[i])
	case b.per == 0:
		g.Spent += e.Worth
	case !b.left(&e, now):
		g.Spent += e.Worth
		g.Entries = slices.Insert(g.Entries, i, e)
		if i <= g.Settled {
			g.Settled++
		}
	case e.remembered(now):
		i, _ := find(g.Past, &e)
		g.Past = slices.Insert(g.Past, i, e)
	}
}

// retake keeps the place of an entry, also of one that was given back.
func (g *Ledger) retake(e *Entry) {
	if e.Free {
		g.Spent += e.Worth
	}
	e.Taken, e.Free = true, false
}

// decline gives back the place of an entry that nobody has accepted.
func (g *Ledger) decline(e Entry) {
	if i, known := find(g.Entries, &e); known && !g.Entries[i].Taken {
		g.free(&g.Entries[i])
	}
	g.Held = without(g.Held, &e)
}

// giveBack gives back the place of an accept that was counted. Without a window the
// sum has it also when the entry is gone; a window that has no entry has let it go.
func (g *Ledger) giveBack(b *Budget, e Entry) {
	if i, known := find(g.Entries, &e); known {
		g.free(&g.Entries[i])
		return
	}
	g.Past = without(g.Past, &e)
	if b.per == 0 {
		g.Spent -= e.Worth
	}
}

// without is what remains of entries when one goes, if it is among them.
func without(entries []Entry, e *Entry) []Entry {
	if i, known := find(entries, e); known {
		return slices.Delete(entries, i, i+1)
	}
	return entries
}

// find is where an entry is, or where it would be.
func find(entries []Entry, e *Entry) (at int, known bool) {
	at, _ = slices.BinarySearchFunc(entries, e.At, func(a Entry, t time.Time) int { return a.At.Compare(t) })
	for ; at < len(entries) && entries[at].At.Equal(e.At); at++ {
		if entries[at].Decision == e.Decision && entries[at].Offer == e.Offer {
			return at, true
		}
	}
	return at, false
}
