package client

import "proffer/engine"

// A RankReply is the answer to a rank request.
type RankReply struct {
	DecisionID    string        `json:"decision_id"` // empty with reason FALLBACK
	Group         engine.Group  `json:"group"`
	Segment       string        `json:"segment"`
	Reason        engine.Reason `json:"reason"`
	PolicyVersion string        `json:"policy_version"`
	Offers        []Offer       `json:"offers"` // best slot first
}

// An Offer is one offer to be shown.
type Offer struct {
	OfferID           string       `json:"offer_id"`
	Rank              int          `json:"rank"`
	Propensity        float64      `json:"propensity"`
	Score             float64      `json:"score"`
	AcceptProbability float64      `json:"accept_probability"`
	ExpectedValue     float64      `json:"expected_value"` // major units
	Kind              string       `json:"kind"`
	Type              string       `json:"type"`
	Friction          string       `json:"friction"`
	Motivation        string       `json:"motivation"`
	Price             engine.Money `json:"price"`
	Content           Content      `json:"content"`
}

// Content is the copy of an offer.
type Content struct {
	Title   string `json:"title"`
	Body    string `json:"body"`
	Accept  string `json:"accept"`
	Decline string `json:"decline"`
}

// Shown is the offer of the first slot, and false when none is to be shown.
func (r RankReply) Shown() (Offer, bool) {
	if len(r.Offers) == 0 {
		return Offer{}, false
	}
	return r.Offers[0], true
}
