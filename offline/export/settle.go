package export

import (
	"time"

	"proffer/engine"
)

// settle fills in what has become of what a slot showed, by a time.
func (r *Row) settle(s *engine.Story, slot int, asOf time.Time) {
	if r.Action == None {
		place, _ := s.Policy.Placement(r.Placement) // it was decided there
		r.Counted, r.Matured = true, true
		r.Reward, r.NetValue = place.None.Value, place.None.Value
		return
	}
	f, w := &s.Outcome.Slots[slot], s.Policy.Learning.Windows
	r.Viewed, r.Declined, r.Late, r.Tickets = !f.Viewed.IsZero(), !f.Declined.IsZero(), f.Late, int64(f.Tickets)
	r.Accepted, r.AcceptedAt = known(f.Accepted)
	r.Churned, r.ChurnedAt = known(f.Churned)
	_, r.RefundedAt = known(f.RefundedAt)
	r.Heard = heardOf(s, slot)
	r.Value, r.Refunded = s.Policy.Currency.Major(f.Value), f.Returned
	r.Counted = !s.Outcome.NeedsView || r.Viewed || r.Declined || r.earns()
	r.Matured = !asOf.Before(r.Time.Add(w.Accept))
	if r.earns() {
		r.Matured = !asOf.Before(f.Accepted.Add(w.Refund))
		r.NetValue = s.Policy.NetValue(f)
		r.Reward = s.Policy.Reward(f)
	}
}

// known tells a time that has come from the zero one.
func known(t time.Time) (bool, *time.Time) {
	if t.IsZero() {
		return false, nil
	}
	return true, &t
}

// earns reports whether there is an accept that the engine learns from.
func (r *Row) earns() bool { return r.Accepted && !r.Late }
