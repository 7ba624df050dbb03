package export

import (
	"time"

	"proffer/engine"
)

// None is the action that shows nothing. No offer can be called so.
const None = "_none"

// A Row is one drawn slot, or one decision that drew nothing. Its columns have
// the same names in every format, and nil is null. Money is in major units.
type Row struct {
	DecisionID string    `json:"decision_id" parquet:"decision_id"`
	Time       time.Time `json:"time" parquet:"time,timestamp(nanosecond)"`
	Position   int64     `json:"position" parquet:"position"` // of the slot, from 0
	Customer   string    `json:"customer" parquet:"customer"` // a pseudonym; empty: nobody we know
	Session    string    `json:"session" parquet:"session"`   // the same of the session; empty: none was sent

	Trigger      string  `json:"trigger" parquet:"trigger,dict"`
	Placement    string  `json:"placement" parquet:"placement,dict"`
	Segment      string  `json:"segment" parquet:"segment,dict"`
	Group        string  `json:"group" parquet:"group,dict"`
	Treated      float64 `json:"treated" parquet:"treated"` // ρ: probability that the visit was not in the control
	FirstOfVisit bool    `json:"first_of_visit" parquet:"first_of_visit"`
	Showable     bool    `json:"showable" parquet:"showable"` // some offer passed everything for the first slot

	PolicyVersion string `json:"policy_version" parquet:"policy_version,dict"`
	Encoding      string `json:"encoding" parquet:"encoding,dict"` // of context
	Strategy      string `json:"strategy" parquet:"strategy,dict"`
	OPE           string `json:"ope" parquet:"ope,dict"` // exact or none
	Reason        string `json:"reason" parquet:"reason,dict"`

	Context    map[string]float64 `json:"context" parquet:"context"`            // features that are not 0
	Candidates []Candidate        `json:"candidates" parquet:"candidates,list"` // what the draw could show; empty: nothing was drawn
	PNone      *float64           `json:"p_none" parquet:"p_none,optional"`     // probability that it shows nothing
	Action     string             `json:"action" parquet:"action,dict"`         // the offer shown, or None
	Pscore     *float64           `json:"pscore" parquet:"pscore,optional"`     // probability of the action, given the slots before
	Reward     float64            `json:"reward" parquet:"reward"`              // what the engine learns to raise, so far
	Counted    bool               `json:"counted" parquet:"counted"`            // the engine learns from it
	Matured    bool               `json:"matured" parquet:"matured"`            // its refund window has passed
	Viewed     bool               `json:"viewed" parquet:"viewed"`              // reported as seen
	Declined   bool               `json:"declined" parquet:"declined"`          //
	Accepted   bool               `json:"accepted" parquet:"accepted"`          //
	AcceptedAt *time.Time         `json:"accepted_at" parquet:"accepted_at"`    //
	Late       bool               `json:"late" parquet:"late"`                  // accepted after its window: earns nothing here
	Value      float64            `json:"value" parquet:"value"`                // of the accept
	Refunded   float64            `json:"refunded" parquet:"refunded"`          // share of the accept, within [0,1]
	RefundedAt *time.Time         `json:"refunded_at" parquet:"refunded_at"`    // the last refund
	Churned    bool               `json:"churned" parquet:"churned"`            //
	ChurnedAt  *time.Time         `json:"churned_at" parquet:"churned_at"`      //
	Tickets    int64              `json:"tickets" parquet:"tickets"`            //
	NetValue   float64            `json:"net_value" parquet:"net_value"`        // after refunds, churn and tickets
	KnownAt    *time.Time         `json:"known_at" parquet:"known_at"`          // what was known by then was, when it was decided
	Heard      string             `json:"heard" parquet:"heard"`                // what was reported of it, each when it came to be known
	Currency   string             `json:"currency" parquet:"currency,dict"`     // of all money here
	Converted  bool               `json:"converted" parquet:"converted"`        // the visit ended with an order
	Revenue    float64            `json:"revenue" parquet:"revenue"`            // of the visit's orders, before refunds
}

// A Candidate is one offer that a slot could show. What the posteriors said of
// it is nil when the strategy does not learn.
type Candidate struct {
	Offer    string   `json:"offer" parquet:"offer,dict"`
	P        float64  `json:"p" parquet:"p"`
	Accept   *float64 `json:"accept" parquet:"accept,optional"`       // mean of P(accept | shown, x)
	AcceptSD *float64 `json:"accept_sd" parquet:"accept_sd,optional"` // its posterior standard deviation
	Value    *float64 `json:"value" parquet:"value,optional"`         // expected net value
	ValueSD  *float64 `json:"value_sd" parquet:"value_sd,optional"`   // its deviation, posterior_scale applied
}

// rows are a decision's slots; one row without a draw when there are none.
func rows(s *engine.Story, asOf time.Time, names *pseudonyms) []Row {
	base := visitOf(s, names)
	if len(s.Decision.Slots) == 0 {
		base.Action, base.Candidates, base.Matured = None, []Candidate{}, true
		return []Row{base}
	}
	all := make([]Row, len(s.Decision.Slots))
	for i := range all {
		all[i] = base
		all[i].draw(s, i)
		all[i].settle(s, i, asOf)
	}
	return all
}

// visitOf is what all slots of a decision have in common.
func visitOf(s *engine.Story, names *pseudonyms) Row {
	d, o, p := s.Decision, s.Outcome, s.Policy
	r := Row{
		DecisionID: d.ID, Time: d.At, Customer: names.customer(d.Request.CustomerID), Session: names.session(d.Request.CustomerID, d.Request.SessionID),
		Trigger: d.Request.Trigger, Placement: d.Request.Placement, Segment: d.Segment,
		Group: string(d.Group), Treated: d.Treated, FirstOfVisit: d.FirstOfVisit, Showable: d.Showable,
		PolicyVersion: d.PolicyVersion, Encoding: d.Encoding, Strategy: d.Strategy, OPE: d.OPE, Reason: string(d.Reason),
		Context:  make(map[string]float64, len(d.Features.Index)),
		Currency: p.Currency.Code, Converted: !o.Converted.IsZero(), Revenue: p.Currency.Major(o.Revenue),
	}
	if r.OPE == "" {
		r.OPE = "none"
	}
	_, r.KnownAt = known(s.Known)
	words := p.FeatureNames()
	for i, at := range d.Features.Index {
		r.Context[words[at]] = d.Features.Value[i]
	}
	return r
}

// draw fills in what one slot could show, and what it showed.
func (r *Row) draw(s *engine.Story, slot int) {
	drawn := &s.Decision.Slots[slot]
	r.Position, r.Action, r.Pscore = int64(slot), drawn.Offer, &drawn.Propensity
	if r.Action == "" {
		r.Action = None
	}
	r.Candidates = make([]Candidate, len(drawn.Offers))
	for i, offer := range drawn.Offers {
		c := Candidate{Offer: offer, P: drawn.P[i]}
		if known := s.Decision.Candidate(offer); known != nil && known.Score != nil {
			e := known.Score
			c.Accept, c.AcceptSD, c.Value, c.ValueSD = &e.Accept, &e.AcceptSD, &e.Mean, &e.SD
		}
		r.Candidates[i] = c
	}
	r.PNone = &drawn.P[len(drawn.Offers)]
}
