package httpapi

import (
	"errors"

	"proffer/engine"
	"proffer/policy"
)

type libraryReply struct {
	PolicyVersion string       `json:"policy_version"`
	Offers        []entryReply `json:"offers"`
}

// An entryReply is one offer of the library with what is known of it.
type entryReply struct {
	OfferID string `json:"offer_id"`
	terms
	Triggers   []string        `json:"triggers"`   // empty: every one
	Placements []string        `json:"placements"` // empty: every one
	When       string          `json:"when,omitzero"`
	Margin     engine.Money    `json:"margin"`
	Discount   float64         `json:"discount"`
	Costs      costsReply      `json:"costs"`
	Prior      priorReply      `json:"prior"`
	Priority   int             `json:"priority"`
	Weight     float64         `json:"weight"`
	Content    content         `json:"content"`
	Total      standingReply   `json:"total"`
	Segments   []standingReply `json:"segments"`
}

type costsReply struct {
	Refund engine.Money `json:"refund"`
	Churn  engine.Money `json:"churn"`
	Ticket engine.Money `json:"ticket"`
}

// A priorReply is what was believed before anything was seen.
type priorReply struct {
	Accept   float64 `json:"accept"`
	Refund   float64 `json:"refund"`
	Churn    float64 `json:"churn"`
	Ticket   float64 `json:"ticket"`
	Strength float64 `json:"strength"`
	Reward   float64 `json:"reward"`
	RewardSD float64 `json:"reward_sd"`
}

// A standingReply is what is known of an offer among all customers, or those of
// one segment.
type standingReply struct {
	Segment           string        `json:"segment,omitzero"` // absent: all customers
	Shown             int           `json:"shown"`
	Viewed            int           `json:"viewed"`
	Declined          int           `json:"declined"`
	Accepted          int           `json:"accepted"`
	Refunded          float64       `json:"refunded"`
	Churned           int           `json:"churned"`
	Tickets           int           `json:"tickets"`
	Maturing          float64       `json:"maturing"`
	NetRevenue        engine.Money  `json:"net_revenue"`
	AcceptProbability intervalReply `json:"accept_probability"`
	NetValue          intervalReply `json:"net_value"`
	BestProbability   float64       `json:"best_probability"`
}

// An intervalReply is a mean with the central 95 % of the posterior.
type intervalReply struct {
	Mean  float64 `json:"mean"`
	Lower float64 `json:"lower"`
	Upper float64 `json:"upper"`
}

func (a *api) offers(*call) (reply, error) {
	entries := a.service.Library()
	re := libraryReply{PolicyVersion: a.service.Catalogue().Version, Offers: make([]entryReply, len(entries))}
	for i, e := range entries {
		re.PolicyVersion = e.Policy.Version
		re.Offers[i] = entryReplyOf(e)
	}
	return replyJSON(re)
}

func (a *api) offer(c *call) (reply, error) {
	id := c.named("offer_id")
	e, err := a.service.Entry(id)
	if errors.Is(err, engine.ErrNotFound) {
		return reply{}, refuse(notFound, "The catalogue in force has no such offer"+meant(id, a.offerIDs())+"; GET /v1/offers lists those there are.")
	}
	if err != nil {
		return reply{}, err
	}
	return replyJSON(entryReplyOf(e))
}

func (a *api) offerIDs() (ids []string) {
	for _, o := range a.service.Catalogue().Offers {
		ids = append(ids, o.ID)
	}
	return ids
}

func entryReplyOf(e engine.Entry) entryReply {
	o, c := e.Offer, e.Policy.Currency
	re := entryReply{
		OfferID: o.ID, terms: termsOf(o, c), Triggers: o.Triggers, Placements: o.Placements,
		Margin: money(o.Margin, c), Discount: o.Discount, Prior: priorReply(o.Prior), Priority: o.Priority, Weight: o.Weight,
		Costs:   costsReply{Refund: money(o.Costs.Refund, c), Churn: money(o.Costs.Churn, c), Ticket: money(o.Costs.Ticket, c)},
		Content: contentOf(o.Content), Total: standingReplyOf(e.Total, c), Segments: make([]standingReply, len(e.Segments)),
	}
	if o.When != nil {
		re.When = o.When.String()
	}
	for i, s := range e.Segments {
		re.Segments[i] = standingReplyOf(s, c)
	}
	return re
}

func standingReplyOf(s engine.Standing, c policy.Currency) standingReply {
	return standingReply{
		Segment: s.Segment, Shown: s.Shown, Viewed: s.Viewed, Declined: s.Declined, Accepted: s.Accepted,
		Refunded: s.Refunded, Churned: s.Churned, Tickets: s.Tickets, Maturing: s.Maturing,
		NetRevenue: money(s.NetRevenue, c), AcceptProbability: intervalReply(s.Accept),
		NetValue: intervalReply(s.NetValue), BestProbability: s.Best,
	}
}
