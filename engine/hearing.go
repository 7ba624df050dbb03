package engine

import "time"

// A Hearing is a report that changed what is known of a decision, when it came to
// be known. That may be long after it happened: an app can report late, and a
// refund may wait for its accept. What was believed at a time was learned from what
// had been heard by then, in the order of the hearings.
type Hearing struct {
	At     time.Time  `json:"at"`
	Time   time.Time  `json:"time"`          // when it happened
	Slot   int        `json:"slot,omitzero"` // in Outcome.Slots
	Type   ReportType `json:"type"`
	Amount int64      `json:"amount,omitzero"` // of a refund: what this offer gave back, minor units
}

// hear notes that a report has changed a fate. One that changed nothing teaches
// nothing, but for a decline: caps count from the last.
func (o *Outcome) hear(at time.Time, r *Report, before, after *Fate) {
	h := Hearing{At: at, Time: r.Time, Type: r.Type, Amount: after.Refunded - before.Refunded}
	changed := true
	switch r.Type {
	case View:
		changed = after.Viewed != before.Viewed
	case Accept:
		changed = after.Accepted != before.Accepted
	case Refund:
		changed = h.Amount > 0 || after.Returned != before.Returned
	case Churn:
		changed = after.Churned != before.Churned
	}
	if !changed {
		return
	}
	for i := range o.Slots {
		if &o.Slots[i] == after {
			h.Slot = i
		}
	}
	o.Heard = append(o.Heard[:len(o.Heard):len(o.Heard)], h)
}

// regret is what came after the accept of a fate, which has just been heard; amount
// is this offer's part of a refund.
func (o *Outcome) regret(at time.Time, f *Fate, r *Report, amount int64) {
	before := *f
	f.regret(r, amount)
	o.hear(at, r, &before, f)
}
