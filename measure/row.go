package measure

import (
	"proffer/engine"
)

// A Row is the figures of one part of the period's decisions, or of all of them.
type Row struct {
	Key       map[Dimension]string `json:"key"` // which part; empty: all
	Decisions int                  `json:"decisions"`
	Visits    *Visits              `json:"visits,omitzero"` // nil in a row of an offer, which belongs to no visit alone

	Shown      int  `json:"shown"` // offers
	Seen       int  `json:"seen"`  // those that count as seen: all, but at a placement that reports views those viewed or answered
	Accepted   int  `json:"accepted"`
	Declined   int  `json:"declined"`
	View       Rate `json:"view_rate"`       // of what was shown at placements that report views
	Acceptance Rate `json:"acceptance_rate"` // of what was seen
	Decline    Rate `json:"decline_rate"`    // the same

	Gross    engine.Money `json:"gross_revenue"` // of the accepts
	Refunded engine.Money `json:"refunded"`
	Net      engine.Money `json:"net_revenue"`          // gross less refunded
	Value    engine.Money `json:"net_value"`            // margins of what was kept, less what refunds, churn and tickets cost
	Each     *Interval    `json:"net_value_per_accept"` // in major units; nil: too few accepts

	Refund Regret `json:"refund_rate"` // of the accepts, as are the next two
	Churn  Regret `json:"churn_rate"`
	Ticket Regret `json:"ticket_rate"`

	Conversion *Conversion `json:"conversion,omitzero"` // nil in a row of an offer
}

// Visits count the sessions at a placement, by their first decision.
type Visits struct {
	Count       int                  `json:"count"`
	Groups      map[engine.Group]int `json:"groups"`
	Closed      int                  `json:"closed"`       // those whose conversion window has passed
	ClosedShare *float64             `json:"closed_share"` // nil without visits
}

// A Regret is what went wrong after accepts.
type Regret struct {
	Rate
	Pending      int      `json:"pending"`       // accepts still inside the window, of which nothing was reported yet
	PendingShare *float64 `json:"pending_share"` // of the accepts; nil without accepts
}

// shareOf is a part of a whole, and nil when there is no whole.
func shareOf(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	share := float64(part) / float64(whole)
	return &share
}
