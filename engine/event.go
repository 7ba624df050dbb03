package engine

import (
	"time"

	"proffer/guardrails/breakers"
)

// An Event is one entry of the log: exactly one of its parts is set. The state
// is the fold of these and of nothing else.
type Event struct {
	Seq       uint64           `json:"seq"` // 1, 2, 3 … without a gap
	At        time.Time        `json:"at"`  // never before the event in front of it
	Catalogue *CatalogueEvent  `json:"catalogue,omitzero"`
	Decision  *Decision        `json:"decision,omitzero"`
	Feedback  *FeedbackEvent   `json:"feedback,omitzero"`
	Switch    *SwitchEvent     `json:"switch,omitzero"`
	Breaker   *breakers.Change `json:"breaker,omitzero"`
	Tick      *TickEvent       `json:"tick,omitzero"`
}

// A TickEvent says only that it has become this late: what waited for the end of
// a window is looked at, without anybody asking for an offer.
type TickEvent struct{}

// A CatalogueEvent is a catalogue that began to serve.
type CatalogueEvent struct {
	Version string `json:"version"`
	Source  string `json:"source"`
	By      string `json:"by,omitzero"`
}

// A SwitchEvent is a person's word that something is off, or on again.
type SwitchEvent struct {
	Scope  string `json:"scope"` // all, trigger:…, placement:…, offer:… or segment:…
	State  string `json:"state"` // off or on
	Reason string `json:"reason"`
	By     string `json:"by,omitzero"`
}

// The two states of a switch.
const (
	On  = "on"
	Off = "off"
)

// A FeedbackEvent is a report as it arrived and what it was found to be about.
type FeedbackEvent struct {
	Report  Report   `json:"report"`
	Status  Status   `json:"status"`
	Detail  string   `json:"detail,omitzero"`
	Late    bool     `json:"late,omitzero"`    // outside its window: kept, and not learned from
	Targets []Target `json:"targets,omitzero"` // what it changes
}

// A Target is one offer shown by one decision.
type Target struct {
	Decision string `json:"decision"`
	Offer    string `json:"offer,omitzero"`  // empty: the visit, for a conversion
	Amount   int64  `json:"amount,omitzero"` // this offer's part of a refund, minor units
}

// ReportType says what happened.
type ReportType string

// The types of feedback.
const (
	View          ReportType = "view"
	Accept        ReportType = "accept"
	Decline       ReportType = "decline"
	Refund        ReportType = "refund"
	Churn         ReportType = "churn"
	SupportTicket ReportType = "support_ticket"
	Conversion    ReportType = "conversion"
)

// A Report is feedback as an app sends it.
type Report struct {
	EventID    string     `json:"event_id"`
	Type       ReportType `json:"type"`
	DecisionID string     `json:"decision_id,omitzero"`
	OfferID    string     `json:"offer_id,omitzero"`
	CustomerID string     `json:"customer_id,omitzero"`
	SessionID  string     `json:"session_id,omitzero"`
	OrderID    string     `json:"order_id,omitzero"`
	Value      *Money     `json:"value,omitzero"`
	Reward     *float64   `json:"reward,omitzero"` // with an accept, under the learning target reward
	Time       time.Time  `json:"time,omitzero"`   // when it happened; zero: now
}

// Money is an amount in minor units.
type Money struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

// Status says what became of a report.
type Status string

// The statuses.
const (
	Recorded  Status = "recorded"
	Duplicate Status = "duplicate" // its event_id was seen before; nothing changed
	Unmatched Status = "unmatched" // kept and counted, but no offer of ours is known for it
	Rejected  Status = "rejected"  // it cannot be: nothing was kept
)

// A Result answers one report.
type Result struct {
	EventID string `json:"event_id"`
	Status  Status `json:"status"`
	Detail  string `json:"detail,omitzero"`
}
