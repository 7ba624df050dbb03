package engine

import (
	"slices"
	"time"

	"proffer/features"
	"proffer/policy"
)

// An Outcome is what is known of one decision after its feedback was folded.
type Outcome struct {
	Seq       uint64          `json:"seq"` // of the decision's event
	At        time.Time       `json:"at"`
	Customer  string          `json:"customer,omitzero"` // whom it was decided for, as known then; also in a session that they have logged out of
	Session   string          `json:"session,omitzero"`
	Placement string          `json:"placement"`
	Group     Group           `json:"group"`
	Treated   float64         `json:"treated"` // ρ of its visit
	Segment   string          `json:"segment,omitzero"`
	Encoding  string          `json:"encoding"`
	Features  features.Vector `json:"features"`
	NeedsView bool            `json:"needs_view,omitzero"` // the placement reports views: unseen offers do not count
	Visit     string          `json:"visit,omitzero"`      // the decision that began its visit; empty: this one
	Compared  time.Time       `json:"compared,omitzero"`   // from here on the visit is held against others: it could be shown an offer, and can be followed
	Slots     []Fate          `json:"slots,omitzero"`
	Heard     []Hearing       `json:"heard,omitzero"`     // what was reported, in the order in which it was
	Converted time.Time       `json:"converted,omitzero"` // first conversion of the visit
	Since     time.Time       `json:"since,omitzero"`     // first conversion at or after Compared, with which the visit is held against others; until that is known the last
	Revenue   int64           `json:"revenue,omitzero"`   // of the visit's conversions, minor units
	Orders    []string        `json:"orders,omitzero"`    // of those conversions; each counts once
}

// A Fate is what became of one shown offer.
type Fate struct {
	Offer      string    `json:"offer"`
	Type       string    `json:"type,omitzero"`
	Propensity float64   `json:"propensity"`
	Price      int64     `json:"price,omitzero"` // when it was shown, minor units
	Discount   bool      `json:"discount,omitzero"`
	Saving     int64     `json:"saving,omitzero"` // off the ordinary price, minor units
	Viewed     time.Time `json:"viewed,omitzero"`
	Declined   time.Time `json:"declined,omitzero"`
	Accepted   time.Time `json:"accepted,omitzero"`
	Late       bool      `json:"late,omitzero"` // accepted after the window: owned, but not learned from
	Order      string    `json:"order,omitzero"`
	Value      int64     `json:"value,omitzero"`       // of the accept, minor units
	Reward     *float64  `json:"reward,omitzero"`      // as reported with the accept; nil: its value counts
	Refunded   int64     `json:"refunded,omitzero"`    // minor units so far
	Returned   float64   `json:"returned,omitzero"`    // share of the accept that was refunded, within [0,1]
	RefundedAt time.Time `json:"refunded_at,omitzero"` // last time
	Regretted  time.Time `json:"regretted,omitzero"`   // first refund
	Churned    time.Time `json:"churned,omitzero"`
	Tickets    int       `json:"tickets,omitzero"`
	Ticketed   time.Time `json:"ticketed,omitzero"` // first ticket
	Budgets    []string  `json:"budgets,omitzero"`  // that count the accept
	Waiting    []Report  `json:"waiting,omitzero"`  // refunds that came before the accept
}

func (o *Outcome) clone() *Outcome {
	c := *o
	c.Slots = slices.Clone(o.Slots)
	c.Orders = slices.Clone(o.Orders)
	c.Heard = slices.Clone(o.Heard)
	return &c
}

// fate finds the fate of an offer that this decision showed.
func (o *Outcome) fate(offer string) *Fate {
	for i := range o.Slots {
		if o.Slots[i].Offer == offer {
			return &o.Slots[i]
		}
	}
	return nil
}

// A stake is what one fate adds to the beliefs about its offer. The beliefs
// are sums of stakes, so a changed fate takes its old stake out and puts the
// new one in.
type stake struct {
	counted    bool    // as a row of the regression
	reward     float64 // of that row
	shown      bool
	viewed     bool
	declined   bool
	accepted   time.Time // zero: not accepted, or too late to count
	refund     float64   // share refunded
	churn      float64
	ticket     float64
	netRevenue int64 // accepted and not refunded, minor units
}

// stake is what f adds; nothing for a fate that is not there yet.
func (o *Outcome) stake(f *Fate, p *Policy) stake {
	if f == nil {
		return stake{}
	}
	k := stake{shown: true, viewed: !f.Viewed.IsZero(), declined: !f.Declined.IsZero()}
	k.counted = !o.NeedsView || k.viewed || k.declined
	if f.Accepted.IsZero() || f.Late {
		return k
	}
	k.counted, k.accepted = true, f.Accepted
	k.reward = 1
	if p.rewarded() {
		k.reward = f.reward(p.Currency) * (1 - f.Returned)
	}
	k.netRevenue = f.Value - f.Refunded
	k.refund = f.Returned
	if !f.Churned.IsZero() {
		k.churn = 1
	}
	if f.Tickets > 0 {
		k.ticket = 1
	}
	return k
}

// reward is what the app said that the accept was worth, in its own unit, or
// its value in major units.
func (f *Fate) reward(c policy.Currency) float64 {
	if f.Reward != nil {
		return *f.Reward
	}
	return c.Major(f.Value)
}
