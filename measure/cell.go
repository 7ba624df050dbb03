package measure

import (
	"math"
	"time"

	"proffer/engine"
	"proffer/guardrails/eprocess"
	"proffer/policy"
)

// A cell is the sums behind a row.
type cell struct {
	key             map[Dimension]string
	ofOffer         bool
	decisions       int
	visits          int
	closed          int
	groups          map[engine.Group]int
	shown, seen     int
	viewable        int // shown at placements that report views
	viewed          int // of those, viewed or answered
	accepted        int
	declined        int
	gross, refunded int64
	value           float64 // net, major units
	worth           eprocess.Moments
	refund          cohort
	churn           cohort
	ticket          cohort
	conversion      placements
}

// A cohort is accepts of which one regret was reported, or may still be.
type cohort struct{ hits, pending int }

func (c *cohort) add(hit, young bool) {
	if hit {
		c.hits++
	} else if young {
		c.pending++
	}
}

func newCell(key map[Dimension]string, ofOffer bool) *cell {
	return &cell{key: key, ofOffer: ofOffer, groups: map[engine.Group]int{}, conversion: placements{}}
}

// decide counts a decision, and the visit that it began.
func (c *cell) decide(s *engine.Story, at time.Time) {
	c.decisions++
	d := s.Decision
	if !d.FirstOfVisit {
		return
	}
	c.visits++
	c.groups[d.Group]++
	begun := d.At
	if s.Outcome.Compared.After(begun) { // no offer could be shown before
		begun = s.Outcome.Compared
	}
	if at.Before(begun.Add(s.Policy.Learning.Windows.Conversion)) {
		return
	}
	c.closed++
	if s.Outcome.Compared.IsZero() { // no offer could have changed it, whatever its group, or it cannot be followed
		return
	}
	c.conversion.add(d.Request.Placement, d.Treated, d.Group != engine.Control, !s.Outcome.Since.IsZero())
}

// show counts an offer that was shown, and what became of it.
func (c *cell) show(s *engine.Story, f *engine.Fate, at time.Time) error {
	c.shown++
	accepted, declined := earns(f), !f.Declined.IsZero()
	answered := !f.Viewed.IsZero() || accepted || declined
	if s.Outcome.NeedsView {
		c.viewable++
		c.viewed += one(answered)
	}
	c.seen += one(answered || !s.Outcome.NeedsView)
	c.declined += one(declined && !accepted)
	if !accepted {
		return nil
	}
	return c.accept(s, f, at)
}

// accept counts what was accepted, kept and regretted.
func (c *cell) accept(s *engine.Story, f *engine.Fate, at time.Time) (err error) {
	c.accepted++
	c.gross = policy.Plus(c.gross, f.Value)
	c.refunded = policy.Plus(c.refunded, f.Refunded)
	worth := s.Policy.NetValue(f)
	c.value += worth
	w := s.Policy.Learning.Windows
	young := func(window time.Duration) bool { return at.Before(f.Accepted.Add(window)) }
	c.refund.add(!f.RefundedAt.IsZero(), young(w.Refund))
	c.churn.add(!f.Churned.IsZero(), young(w.Churn))
	c.ticket.add(f.Tickets > 0, young(w.Ticket))
	c.worth, err = c.worth.Next(worth)
	return err
}

// earns reports whether a fate has an accept that counts: one that came after
// its window is owned, and is not this offer's doing.
func earns(f *engine.Fate) bool { return !f.Accepted.IsZero() && !f.Late }

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// row says what the sums say.
func (c *cell) row(money policy.Currency) Row {
	minor := func(amount int64) engine.Money { return engine.Money{Amount: amount, Currency: money.Code} }
	r := Row{
		Key: c.key, Decisions: c.decisions,
		Shown: c.shown, Seen: c.seen, Accepted: c.accepted, Declined: c.declined,
		View: rateOf(c.viewed, c.viewable), Acceptance: rateOf(c.accepted, c.seen), Decline: rateOf(c.declined, c.seen),
		Gross: minor(c.gross), Refunded: minor(c.refunded), Net: minor(c.gross - c.refunded),
		Value: minor(money.Minor(c.value)), Each: c.each(),
		Refund: c.regret(c.refund), Churn: c.regret(c.churn), Ticket: c.regret(c.ticket),
	}
	if c.ofOffer {
		return r
	}
	r.Visits = &Visits{Count: c.visits, Groups: c.groups, Closed: c.closed, ClosedShare: shareOf(c.closed, c.visits)}
	r.Conversion = c.conversion.conversion()
	return r
}

// fewestAccepts is how many a mean of their worth is taken over, so that it is
// nearly normal.
const fewestAccepts = 30

// each is the mean worth of an accept.
func (c *cell) each() *Interval {
	n := c.worth.N
	if n < fewestAccepts {
		return nil
	}
	half := z95 * math.Sqrt(c.worth.Variance()/float64(n))
	return around(c.worth.Mean, half)
}

func (c *cell) regret(k cohort) Regret {
	return Regret{Rate: rateOf(k.hits, c.accepted), Pending: k.pending, PendingShare: shareOf(k.pending, c.accepted)}
}
