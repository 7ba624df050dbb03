package simulate

import (
	"context"
	"time"

	"proffer/engine"
)

// An encounter is a person and an offer that was shown to them.
type encounter struct {
	*visit
	decision  string
	offer     string
	segment   string
	placement string
	signals   map[string]any
}

// meet lets the person see the offer, or not, and answer it.
func (v *visit) meet(e encounter) {
	place, _ := v.Policy.Placement(e.placement)
	if place.ReportsViews && !v.who.happens(v.World.Truth.Seen[e.placement]) {
		return
	}
	v.tally.meet(&v.World.Truth, e.segment, e.offer, e.signals)
	v.lost = v.lost || v.who.happens(v.World.Truth.Offers[e.offer].Drag)
	var reports []engine.Report
	if place.ReportsViews {
		reports = append(reports, e.about(engine.View))
	}
	v.in(5*time.Second, func(ctx context.Context) error { return e.answer(ctx, reports) })
}

// about is a report of the encounter, at this moment.
func (e *encounter) about(t engine.ReportType) engine.Report {
	return engine.Report{EventID: e.id("e"), Type: t, DecisionID: e.decision, OfferID: e.offer, Time: e.now}
}

func (e *encounter) answer(ctx context.Context, reports []engine.Report) error {
	t := &e.World.Truth
	switch {
	case e.who.happens(t.accept(e.offer, e.segment, e.signals)):
		return e.accept(ctx, reports)
	case e.who.happens(t.Refuses):
		reports = append(reports, e.about(engine.Decline))
	}
	return e.report(ctx, reports...)
}

// accept buys the offer, and fixes what will be regretted and when.
func (e *encounter) accept(ctx context.Context, reports []engine.Report) error {
	e.who.life.took(e.offer, e.now)
	yes := e.about(engine.Accept)
	yes.OrderID, yes.Value = e.orderID(), e.price()
	e.taken += yes.Value.Amount

	a, delays := e.World.Truth.Offers[e.offer].By[e.segment], e.World.Truth.Delays
	churns, complains, returns := e.who.happens(a.Churn), e.who.happens(a.Ticket), e.who.happens(a.Refund)
	if churns {
		e.in(after(e.who.chance, delays.Churn), e.churn)
	}
	if complains {
		e.in(after(e.who.chance, delays.Ticket), e.ticket)
	}
	refund := func(ctx context.Context) error { return e.report(ctx, e.refund()) }
	if returns && !churns && !complains && e.noise.Float64() < e.Mishaps.Crossed {
		refund = func(ctx context.Context) error { return e.report(ctx, e.refund(), yes) }
	} else {
		reports = append(reports, yes)
	}
	if returns {
		e.in(after(e.who.chance, delays.Refund), refund)
	}
	return e.report(ctx, reports...)
}

func (e *encounter) price() *engine.Money {
	offer, _ := e.Policy.Offer(e.offer)
	return e.money(offer.Price)
}

// refund names the accept as the returns desk knows it: by the decision or by the order.
func (e *encounter) refund() engine.Report {
	r := e.about(engine.Refund)
	r.Value = e.price()
	if e.who.happens(0.5) {
		r.DecisionID, r.OrderID = "", e.order
	}
	return r
}

// churn is the customer leaving for good.
func (e *encounter) churn(ctx context.Context) error {
	e.who.left = true
	return e.report(ctx, e.about(engine.Churn))
}

func (e *encounter) ticket(ctx context.Context) error {
	return e.report(ctx, e.about(engine.SupportTicket))
}
