package eprocess

import (
	"cmp"
	"slices"
)

// A CohortDay is a row of a cohort table: the accepts of a day, and how many of
// them went wrong since: were refunded, left, or wrote a ticket.
type CohortDay struct {
	Day     int `json:"day"`
	Accepts int `json:"accepts"`
	Bad     int `json:"bad"`
}

// Cohort is the table of accepts by day. A pending accept counts as good, and
// its own day is edited when it turns out bad, or good after all. The table is a
// sum of edits, so their order does not matter, and the evidence ([Limit.LogR])
// is a function of the table alone.
type Cohort struct {
	Rows []CohortDay `json:"rows,omitempty"` // in the order of the days
}

// Add returns the table with so many more accepts of a day, and so many more of
// them bad; an edit that takes something back is negative. An order is bad once
// at most, and a voided order stays an accept: keeping that is the caller's.
func (c Cohort) Add(day, accepts, bad int) Cohort {
	i, found := slices.BinarySearchFunc(c.Rows, day, func(r CohortDay, day int) int { return cmp.Compare(r.Day, day) })
	rows := slices.Grow(slices.Clone(c.Rows), 1)
	if !found {
		rows = slices.Insert(rows, i, CohortDay{Day: day})
	}
	rows[i].Accepts += accepts
	rows[i].Bad += bad
	return Cohort{rows}
}

// Since returns the table without the days before day. Forgetting old days
// forgets their stakes, so it never adds evidence on the days that remain.
func (c Cohort) Since(day int) Cohort {
	i := slices.IndexFunc(c.Rows, func(r CohortDay) bool { return r.Day >= day })
	if i < 0 {
		return Cohort{}
	}
	return Cohort{slices.Clone(c.Rows[i:])}
}
