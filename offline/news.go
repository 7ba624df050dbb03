package offline

import (
	"cmp"
	"container/heap"
	"fmt"
	"time"

	"proffer/engine"
)

// A report is something that became of a choice, and when that was known; the
// zero time is at once.
type report struct {
	engine.Report
	at time.Time
}

// News are reports that were not known yet when the next row was decided. Each
// is heard when its time has come, and the record of a decision is kept for as
// long as something is to be heard of it. The zero value waits for nothing.
type news struct {
	waiting queue
	open    map[string]int // reports that a decision waits for
	heard   int            // reports so far
}

// expect hears what is known at once of a decision that was just folded, and
// waits for the rest.
func (n *news) expect(s *engine.State, decision string, at time.Time, reports []report) error {
	if n.open == nil {
		n.open = map[string]int{}
	}
	n.open[decision] = len(reports)
	for _, r := range reports {
		n.heard++
		r.DecisionID, r.EventID = decision, fmt.Sprintf("%s-%d", r.Type, n.heard)
		if r.at.After(at) {
			heap.Push(&n.waiting, expected{r, n.heard})
			continue
		}
		r.at = at
		if err := n.hear(s, r); err != nil {
			return err
		}
	}
	n.settle(s, decision)
	return nil
}

// until hears all that is known at a time, in the order in which it came.
func (n *news) until(s *engine.State, at time.Time) error {
	for len(n.waiting) > 0 && !n.waiting[0].at.After(at) {
		r := heap.Pop(&n.waiting).(expected).report
		if err := n.hear(s, r); err != nil {
			return err
		}
		n.settle(s, r.DecisionID)
	}
	return nil
}

func (n *news) hear(s *engine.State, r report) error {
	n.open[r.DecisionID]--
	return hear(s, r.Report, r.at)
}

// settle lets go of a decision that nothing more is to be heard of.
func (n *news) settle(s *engine.State, decision string) {
	if n.open[decision] == 0 {
		delete(n.open, decision)
		s.DiscardOutcome(decision)
	}
}

// An expected report has a number, which keeps those of one time in their order.
type expected struct {
	report
	number int
}

// A queue is a heap of what is to come, the next first.
type queue []expected

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(q[i].at.Compare(q[j].at), cmp.Compare(q[i].number, q[j].number)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(expected)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
