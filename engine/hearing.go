package engine

import (
	"slices"
	"time"

	"proffer/policy"
)

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

// maxHeard bounds the hearings of one type about one offer: so many declines, or
// refunds in parts, teach nothing that the first and the last of them do not.
const maxHeard = 16

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
	o.note(h)
}

// note adds a hearing. Beyond the bound it takes the place of the last of its type,
// with what that one gave back too, and the later time of the two, from which caps count.
func (o *Outcome) note(h Hearing) {
	n, last := 0, 0
	for i := range o.Heard {
		if k := &o.Heard[i]; k.Slot == h.Slot && k.Type == h.Type {
			n, last = n+1, i
		}
	}
	if n == maxHeard {
		h.Amount, h.Time = policy.Plus(h.Amount, o.Heard[last].Amount), later(h.Time, o.Heard[last].Time)
		o.Heard = slices.Delete(o.Heard, last, last+1)
	}
	o.Heard = append(o.Heard, h)
}

// regret is what came after the accept of a fate, which has just been heard; amount
// is this offer's part of a refund.
func (o *Outcome) regret(at time.Time, f *Fate, r *Report, amount int64) {
	before := *f
	f.regret(r, amount)
	o.hear(at, r, &before, f)
}
