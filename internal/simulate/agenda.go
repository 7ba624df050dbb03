package simulate

import (
	"container/heap"
	"context"
	"time"
)

// A step is something that happens at a moment of virtual time.
type step func(ctx context.Context) error

// An agenda is what will happen, the next first; what is put down for the same
// moment happens in the order in which it was put down.
type agenda struct {
	entries entries
	written int
}

type entry struct {
	at   time.Time
	turn int // how many entries were written before
	do   step
}

func (a *agenda) put(at time.Time, do step) {
	heap.Push(&a.entries, entry{at: at, turn: a.written, do: do})
	a.written++
}

// next takes out what happens first, unless that is after the end.
func (a *agenda) next(end time.Time) (entry, bool) {
	if len(a.entries) == 0 || a.entries[0].at.After(end) {
		return entry{}, false
	}
	return heap.Pop(&a.entries).(entry), true
}

// entries is the heap under an agenda.
type entries []entry

func (e entries) Len() int      { return len(e) }
func (e entries) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e entries) Less(i, j int) bool {
	if e[i].at.Equal(e[j].at) {
		return e[i].turn < e[j].turn
	}
	return e[i].at.Before(e[j].at)
}

// Push is for the heap alone.
func (e *entries) Push(x any) { *e = append(*e, x.(entry)) }

// Pop is for the heap alone.
func (e *entries) Pop() any {
	old := *e
	last := old[len(old)-1]
	old[len(old)-1] = entry{}
	*e = old[:len(old)-1]
	return last
}
