package httpapi

import (
	"time"

	"proffer/engine"
	"proffer/policy"
)

// An outcomeReply is what has happened since a decision.
type outcomeReply struct {
	ConvertedAt time.Time    `json:"converted_at,omitzero"` // first conversion of the visit
	Revenue     engine.Money `json:"revenue"`               // of the visit's conversions
	Offers      []fateReply  `json:"offers"`
}

// A fateReply is what became of one shown offer. A time that is absent has not come.
type fateReply struct {
	OfferID    string       `json:"offer_id"`
	ViewedAt   time.Time    `json:"viewed_at,omitzero"`
	DeclinedAt time.Time    `json:"declined_at,omitzero"`
	AcceptedAt time.Time    `json:"accepted_at,omitzero"`
	Late       bool         `json:"late,omitzero"` // accepted after the window: owned, but not learned from
	OrderID    string       `json:"order_id,omitzero"`
	Value      engine.Money `json:"value"`
	Reward     *float64     `json:"reward,omitzero"`
	Refunded   engine.Money `json:"refunded"`
	RefundedAt time.Time    `json:"refunded_at,omitzero"`
	ChurnedAt  time.Time    `json:"churned_at,omitzero"`
	Tickets    int          `json:"tickets"`
}

func outcomeReplyOf(o *engine.Outcome, c policy.Currency) outcomeReply {
	re := outcomeReply{ConvertedAt: o.Converted, Revenue: money(o.Revenue, c), Offers: make([]fateReply, len(o.Slots))}
	for i, f := range o.Slots {
		re.Offers[i] = fateReply{
			OfferID: f.Offer, ViewedAt: f.Viewed, DeclinedAt: f.Declined, AcceptedAt: f.Accepted, Late: f.Late,
			OrderID: f.Order, Value: money(f.Value, c), Reward: f.Reward,
			Refunded: money(f.Refunded, c), RefundedAt: f.RefundedAt, ChurnedAt: f.Churned, Tickets: f.Tickets,
		}
	}
	return re
}
