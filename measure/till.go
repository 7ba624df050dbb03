package measure

import (
	"maps"
	"time"

	"proffer/policy"
)

// A till is where a conversion was counted: once for each placement that its
// session had met.
type till struct {
	stay
	placement string
}

// A stay is a session: by its name, or by the first of the visits without one
// that a purchase ended together.
type stay struct {
	session string
	first   int // of the visits without a session
}

// A stop is a visit without a session that paid: for orders, or at a time when
// none is known.
type stop struct {
	placement string
	paid      int64
	at        time.Time
	orders    []string
}

// sessions are what a customer's sessions paid. Each has paid what its placement
// with the most was told of.
func (c *customer) sessions() int64 {
	paid := maps.Clone(c.paid)
	for i, first := range together(c.alone) {
		at := till{stay{first: first}, c.alone[i].placement}
		paid[at] = policy.Plus(paid[at], c.alone[i].paid)
	}
	most := map[stay]int64{}
	for t, sum := range paid {
		most[t.stay] = max(most[t.stay], sum)
	}
	total := int64(0)
	for _, sum := range most {
		total = policy.Plus(total, sum)
	}
	return total
}

// together finds of each visit the first that it shares a purchase with, directly
// or through others: without a session a purchase ends the customer's last visit
// at every placement, and the same money is told of at each.
func together(stops []stop) []int {
	first, known := make([]int, len(stops)), map[mark]int{}
	root := func(i int) int {
		for first[i] != i {
			first[i] = first[first[i]] // halves the way of the next
			i = first[i]
		}
		return i
	}
	for i := range stops {
		first[i] = i
		for _, m := range stops[i].marks() {
			if before, is := known[m]; is {
				a, b := root(before), root(i)
				first[max(a, b)] = min(a, b)
			}
			known[m] = i
		}
	}
	for i := range first {
		first[i] = root(i)
	}
	return first
}

// A mark is what a purchase is known by: its order, or else its time.
type mark struct {
	order string
	at    int64 // nanoseconds since 1970; 0 with an order
}

func (s *stop) marks() []mark {
	if len(s.orders) == 0 {
		return []mark{{at: s.at.UnixNano()}}
	}
	marks := make([]mark, len(s.orders))
	for i, order := range s.orders {
		marks[i].order = order
	}
	return marks
}
