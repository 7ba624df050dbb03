package engine

import (
	"slices"
	"sync"

	"proffer/features"
)

// sheets are decisions that were given back.
var sheets = sync.Pool{New: func() any { return new(Decision) }}

// Release gives back the memory of a decision that nobody looks at again: a later
// one is written over it. One that was folded or logged is never released, since
// the state and the log keep parts of it.
func (d *Decision) Release() { sheets.Put(d) }

// blank puts a sheet on the desk. What was written on it before is room: a step
// that has something to write takes it from there, and one that has nothing leaves
// nil, as on a new sheet.
func (d *deciding) blank() {
	d.Decision = sheets.Get().(*Decision)
	d.room = *d.Decision
	*d.Decision = Decision{Features: features.Vector{Index: d.room.Features.Index[:0], Value: d.room.Features.Value[:0]}}
}

// candidates are so many of which nothing is known yet.
func (d *deciding) candidates(n int) []Candidate {
	if n == 0 || cap(d.room.Candidates) < n {
		return make([]Candidate, n)
	}
	all := d.room.Candidates[:n]
	clear(all)
	return all
}

// slot is an empty slot behind those that were drawn.
func (d *deciding) slot() *Slot {
	n := len(d.Slots)
	if d.Slots == nil {
		d.Slots = d.room.Slots[:0]
	}
	d.Slots = slices.Grow(d.Slots, 1)[:n+1]
	s := &d.Slots[n]
	*s = Slot{Offers: s.Offers[:0], P: s.P[:0]}
	return s
}
