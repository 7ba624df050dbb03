package guardrails

import (
	"slices"
	"sort"
	"time"
)

// A Ledger is one pot: its entries in the order of their decisions, and the sum
// of those that count. An entry counts while it is held for an answer, and from
// its accept on. With a window, entries leave when it has passed them, and those
// that would count in a longer one are remembered: what was accepted for a while,
// what is held until its hold is over. Without a window, only those still held are
// kept, and the sum remembers the others.
type Ledger struct {
	Past    []Entry `json:"past,omitzero"` // accepted, and out of the window
	Held    []Entry `json:"held,omitzero"` // for an answer, and out of the window
	Entries []Entry `json:"entries,omitzero"`
	Settled int     `json:"settled,omitzero"` // of the oldest entries, whose hold is over
	Spent   int64   `json:"spent"`            // by the entries alone
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

// remembered is how long after its decision an accept can come back into a window
// that a catalogue makes longer: a budget of a month knows the month from the
// start, and what a busy shop accepts in that time fits in memory.
const remembered = 31 * 24 * time.Hour

// at is what is spent at a time, without changing anything.
func (g *Ledger) at(b *Budget, now time.Time) int64 {
	spent, i := g.Spent, 0
	for ; i < len(g.Entries) && b.left(&g.Entries[i], now); i++ {
		if !g.Entries[i].Free {
			spent -= g.Entries[i].Worth
		}
	}
	for i = max(i, g.Settled); i < len(g.Entries) && b.over(&g.Entries[i], now); i++ {
		if e := &g.Entries[i]; !e.Free && !e.Taken {
			spent -= e.Worth
		}
	}
	for i := len(g.Past) - 1; i >= 0 && !b.left(&g.Past[i], now); i-- {
		spent += g.Past[i].Worth
	}
	for i := len(g.Held) - 1; i >= 0 && !b.left(&g.Held[i], now) && !b.over(&g.Held[i], now); i-- {
		spent += g.Held[i].Worth
	}
	return spent
}

// left reports whether the window has passed an entry.
func (b *Budget) left(e *Entry, now time.Time) bool { return b.per > 0 && !e.At.Add(b.per).After(now) }

// over reports whether the hold of an entry has passed.
func (b *Budget) over(e *Entry, now time.Time) bool { return !e.At.Add(b.hold).After(now) }

// settle brings back what a window that became longer reaches again, frees what
// was held for too long, and lets go of what has left the window.
func (g *Ledger) settle(b *Budget, now time.Time) {
	g.recall(b, now)
	for ; g.Settled < len(g.Entries) && b.over(&g.Entries[g.Settled], now); g.Settled++ {
		if e := &g.Entries[g.Settled]; !e.Taken {
			g.free(e)
		}
	}
	gone := g.Settled
	if b.per > 0 {
		for gone = 0; gone < len(g.Entries) && b.left(&g.Entries[gone], now); gone++ {
			g.leave(g.Entries[gone])
		}
	}
	g.Entries, g.Settled = g.Entries[gone:], max(g.Settled-gone, 0)
	g.forget(b, now)
}

// leave puts aside an entry that the window has passed.
func (g *Ledger) leave(e Entry) {
	switch {
	case e.Free:
		return
	case e.Taken:
		g.Past = append(g.Past, e)
	default:
		g.Held = append(g.Held, e)
	}
	g.Spent -= e.Worth
}

// recall brings back what the window reaches.
func (g *Ledger) recall(b *Budget, now time.Time) {
	past, held := b.reached(g.Past, now), b.reached(g.Held, now)
	if past == len(g.Past) && held == len(g.Held) {
		return
	}
	back := slices.Concat(g.Past[past:], g.Held[held:])
	slices.SortStableFunc(back, func(a, b Entry) int { return a.At.Compare(b.At) })
	for i := range back {
		g.Spent += back[i].Worth
	}
	g.Past, g.Held, g.Entries, g.Settled = g.Past[:past], g.Held[:held], append(back, g.Entries...), 0
}

// reached is where the entries begin that the window reaches.
func (b *Budget) reached(entries []Entry, now time.Time) int {
	return sort.Search(len(entries), func(i int) bool { return !b.left(&entries[i], now) })
}

// forget lets go of what is too long past, and of what nobody has accepted in time.
func (g *Ledger) forget(b *Budget, now time.Time) {
	for len(g.Past) > 0 && !g.Past[0].remembered(now) {
		g.Past = g.Past[1:]
	}
	for len(g.Held) > 0 && b.over(&g.Held[0], now) {
		g.Held = g.Held[1:]
	}
}

func (e *Entry) remembered(now time.Time) bool { return e.At.Add(remembered).After(now) }

func (g *Ledger) free(e *Entry) {
	if !e.Free {
		e.Free = true
		g.Spent -= e.Worth
	}
}
