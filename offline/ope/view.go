package ope

import "math"

// A view is one way to tell contexts apart, with what was done in each. Cells of
// context × action stand in a row, context by context.
type view struct {
	name    string
	actions int
	places  places
	rounds  []int     // by context
	told    []int     // rounds that say themselves how probable the action was, by cell; nil: none does
	taken   []bool    // the log took the action there, by cell
	wanted  []float64 // Σ π_e over the rounds that do not say, by cell
}

// context is the number of a context, which may be new.
func (v *view) context(name uint64) int {
	if c := v.places.known(name); c >= 0 {
		return c
	}
	c := v.places.at(name)
	if c == len(v.rounds) {
		v.rounds = append(v.rounds, 0)
		v.taken = append(v.taken, make([]bool, v.actions)...)
		v.wanted = append(v.wanted, make([]float64, v.actions)...)
		if v.told != nil {
			v.told = append(v.told, make([]int, v.actions)...)
		}
	}
	return c
}

// add counts a round: where it was, what it took, and what the policy would.
func (v *view) add(where uint64, action int, policy, logged []float64) {
	c := v.context(where)
	v.rounds[c]++
	first := c * v.actions
	v.taken[first+action] = true
	wanted := v.wanted[first : first+v.actions]
	if logged == nil {
		for a, p := range policy[:len(wanted)] {
			wanted[a] += p
		}
		return
	}
	if v.told == nil {
		v.told = make([]int, len(v.taken))
	}
	for a, p := range policy {
		if math.IsNaN(logged[a]) {
			wanted[a] += p
		} else {
			v.told[first+a]++
		}
	}
}

func (v *view) merge(o *view) {
	if v.told == nil && o.told != nil {
		v.told = make([]int, len(v.taken))
	}
	for c, name := range o.places.names {
		here := v.context(name)
		v.rounds[here] += o.rounds[c]
		for a := range v.actions {
			from, to := c*v.actions+a, here*v.actions+a
			v.taken[to] = v.taken[to] || o.taken[from]
			v.wanted[to] += o.wanted[from]
			if o.told != nil {
				v.told[to] += o.told[from]
			}
		}
	}
}

// possible is how many rounds could take the action of a cell, as far as is known.
func (v *view) possible(cell int) int {
	if v.told == nil {
		return v.rounds[cell/v.actions]
	}
	return v.rounds[cell/v.actions] - v.told[cell]
}
