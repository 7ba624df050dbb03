package offline

import (
	"math"
	"slices"
	"strings"

	"proffer/offline/rows"
)

// Whereabouts say where a row was, in several views: by all columns together that
// have few different cells, and by each column alone. A log that closes an action
// by what one column shows may scatter too much over all of them to show it.
type whereabouts struct {
	joint []int // columns that are one view together
	alone []sight
	names []string // of the views
	at    []uint64 // where the row at hand was, by view
}

// A sight is one column as a view.
type sight struct {
	column int
	cuts   []float64 // between the parts of a numeric column that are one context each; nil: each value is
}

// mostViews bounds how many ways there are to look at a row, and so what they take.
// Columns of few values come first: they are what a log is closed by.
const mostViews = 64

func newWhereabouts(signals []Signal) *whereabouts {
	w := &whereabouts{}
	var together []string
	for k := range signals {
		if signals[k].seen != nil {
			w.joint, together = append(w.joint, k), append(together, signals[k].Column)
		}
	}
	w.names = append(w.names, strings.Join(together, " × "))
	if len(w.joint) > 1 {
		for _, k := range w.joint {
			w.add(signals[k].Column, sight{column: k})
		}
	}
	for k := range signals {
		if signals[k].seen == nil {
			w.divide(k, &signals[k])
		}
	}
	w.at = make([]uint64, len(w.names))
	return w
}

// divide adds the views of a column that has many values.
func (w *whereabouts) divide(column int, g *Signal) {
	slices.Sort(g.head)
	if g.words || recur(g.head) {
		w.add(g.Column, sight{column: column})
	}
	if !g.words && len(g.head) > 0 {
		w.add(g.Column, sight{column: column, cuts: cuts(g.head)})
	}
}

func (w *whereabouts) add(name string, s sight) {
	if len(w.names) == mostViews {
		return
	}
	w.alone, w.names = append(w.alone, s), append(w.names, name)
}

// find names the contexts of a row, of whose numbers as many are given as are known.
func (w *whereabouts) find(cells []rows.Cell, numbers []float64) []uint64 {
	joint := uint64(0)
	for _, k := range w.joint {
		joint = scattered(joint ^ hashed(&cells[k]))
	}
	w.at[0] = joint
	for i := range w.alone {
		s := &w.alone[i]
		switch cell := &cells[s.column]; {
		case s.cuts == nil:
			w.at[i+1] = hashed(cell)
		case numbers != nil:
			w.at[i+1] = s.part(numbers[s.column])
		default:
			w.at[i+1] = s.part(numberOf(cell))
		}
	}
	return w.at
}

// numberOf is the number of a cell, NaN if it holds none.
func numberOf(cell *rows.Cell) float64 {
	x, problem := number(cell)
	if problem != "" {
		return math.NaN()
	}
	return x
}

// part is the part of a numeric column that a number belongs to: above how many of
// the cuts it is. What is no number is a part of its own.
func (s *sight) part(x float64) (part uint64) {
	if math.IsNaN(x) {
		return uint64(len(s.cuts)) + 1
	}
	for _, c := range s.cuts {
		part += math.Float64bits(c-x) >> 63 // a branch that nobody can foretell takes longer
	}
	return part
}

// hashed is what a cell holds as a number of 64 bits: two cells that differ have the
// same once in 2⁶⁴.
func hashed(cell *rows.Cell) uint64 {
	switch cell.Kind {
	case rows.Number:
		return scattered(math.Float64bits(cell.Number))
	case rows.Text:
		h := uint64(14695981039346656037) // FNV-1a
		for i := range len(cell.Text) {
			h = (h ^ uint64(cell.Text[i])) * 1099511628211
		}
		return scattered(h)
	}
	return 0
}

// scattered makes each bit depend on all (the finalizer of SplitMix64, Steele, Lea
// and Flood 2014).
func scattered(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// mostParts is how many a numeric column is divided into: few enough that each has rows
// for every action, and enough that one of them is all of what a log closes.
const mostParts = 8

// cuts divide numbers in their order evenly.
func cuts(sorted []float64) (cuts []float64) {
	for i := 1; i < mostParts; i++ {
		cuts = append(cuts, sorted[i*len(sorted)/mostParts])
	}
	return slices.Compact(cuts)
}

// recur reports whether numbers in their order come again, so that each may be a
// context: there are at most half as many different ones.
func recur(sorted []float64) bool {
	different := 0
	for i, x := range sorted {
		if i == 0 || x != sorted[i-1] {
			different++
		}
	}
	return 2*different <= len(sorted)
}
