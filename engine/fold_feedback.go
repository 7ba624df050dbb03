package engine

import (
	"time"

	"proffer/guardrails"
)

// foldFeedback changes the fates that a report was found to be about.
func (s *State) foldFeedback(e *Event) error {
	f := e.Feedback
	s.tally.Feedback[f.Status]++
	if id := f.Report.EventID; id != "" {
		m, err := s.reports.edit(id, &mark{})
		if err != nil {
			return err
		}
		m.Seq = e.Seq
	}
	if f.Report.Type == Refund && f.Status == Unmatched && f.Report.OrderID != "" {
		return s.keepWaiting(f.Report)
	}
	for _, t := range f.Targets {
		if err := s.foldTarget(f, t); err != nil {
			return err
		}
	}
	return nil
}

// keepWaiting remembers a refund until an accept with its order arrives.
func (s *State) keepWaiting(r Report) error {
	o, err := s.orders.edit(r.OrderID, &order{})
	if err != nil {
		return err
	}
	o.Waiting = append(o.Waiting, r)
	return nil
}

func (s *State) foldTarget(f *FeedbackEvent, t Target) error {
	o, err := s.outcomes.edit(t.Decision, &Outcome{})
	if err != nil {
		return err
	}
	if t.Offer == "" {
		o.convert(&f.Report)
		return nil
	}
	fate := o.fate(t.Offer)
	before := *fate
	if err := s.turn(fate, f, t); err != nil {
		return err
	}
	if err := s.remember(o, t.Decision, fate, &before); err != nil {
		return err
	}
	return s.restake(o, &before, fate)
}

// convert counts a purchase of the visit that o began.
func (o *Outcome) convert(r *Report) {
	if o.Converted.IsZero() || r.Time.Before(o.Converted) {
		o.Converted = r.Time
	}
	if r.Value != nil {
		o.Revenue += r.Value.Amount
	}
}

// turn changes one fate by one report.
func (s *State) turn(fate *Fate, f *FeedbackEvent, t Target) error {
	r := &f.Report
	switch r.Type {
	case View:
		first(&fate.Viewed, r.Time)
	case Decline:
		first(&fate.Declined, r.Time)
	case Accept:
		return s.accept(fate, f, t)
	case Refund:
		if fate.Accepted.IsZero() {
			fate.Waiting = append(fate.Waiting[:len(fate.Waiting):len(fate.Waiting)], *r)
			return nil
		}
		fate.refund(r, t.Amount)
	case Churn:
		first(&fate.Churned, r.Time)
	case SupportTicket:
		fate.Tickets++
	}
	return nil
}

// first sets a time that was not set.
func first(t *time.Time, to time.Time) {
	if t.IsZero() {
		*t = to
	}
}

// accept is the customer's yes, and whatever refund was waiting for it. A
// second accept of the same offer of the same decision changes nothing.
func (s *State) accept(fate *Fate, f *FeedbackEvent, t Target) error {
	if !fate.Accepted.IsZero() {
		return nil
	}
	r := &f.Report
	fate.Accepted, fate.Late, fate.Order, fate.Value = r.Time, f.Late, r.OrderID, fate.Price
	if r.Value != nil {
		fate.Value = r.Value.Amount
	}
	fate.Reward = r.Reward
	waiting := fate.Waiting
	fate.Waiting = nil
	if r.OrderID != "" {
		o, err := s.orders.edit(r.OrderID, &order{})
		if err != nil {
			return err
		}
		o.Accepts = append(o.Accepts, Target{Decision: t.Decision, Offer: t.Offer})
		waiting = append(waiting, o.claim(t.Offer)...)
	}
	for i := range waiting {
		fate.refund(&waiting[i], parts(waiting[i].Value, []int64{max(fate.Value-fate.Refunded, 0)})[0])
	}
	return nil
}

// claim takes out the waiting refunds that are about an offer.
func (o *order) claim(offer string) []Report {
	var mine, others []Report
	for _, r := range o.Waiting {
		if r.OfferID == "" || r.OfferID == offer {
			mine = append(mine, r)
		} else {
			others = append(others, r)
		}
	}
	o.Waiting = others
	return mine
}

// refund gives back an amount, never more than the accept was worth.
func (f *Fate) refund(r *Report, amount int64) {
	f.Refunded = min(f.Refunded+amount, f.Value)
	f.Returned = 1
	if r.Value != nil && f.Value > 0 {
		f.Returned = float64(f.Refunded) / float64(f.Value)
	}
	if r.Time.After(f.RefundedAt) {
		f.RefundedAt = r.Time
	}
}

// remember writes into the customer's history what a fate has newly become.
func (s *State) remember(o *Outcome, decision string, fate, before *Fate) error {
	accepted := fate.Accepted != before.Accepted
	declined := fate.Declined != before.Declined
	refunded := fate.Returned != before.Returned
	seen := accepted || declined || fate.Viewed != before.Viewed
	if o.Customer == "" || !seen && !refunded {
		return nil
	}
	c, err := s.customers.edit(o.Customer, &customer{})
	if err != nil {
		return err
	}
	if seen {
		c.History.See(o.At, fate.Offer)
	}
	note := func(yes bool, v guardrails.Verb, t time.Time) {
		if yes {
			c.History.Answer(guardrails.Answer{At: t, Verb: v, Offer: fate.Offer, Type: fate.Type})
		}
	}
	note(accepted, guardrails.Accepted, fate.Accepted)
	note(declined, guardrails.Declined, fate.Declined)
	note(refunded, guardrails.Refunded, fate.RefundedAt)
	if accepted {
		c.accept(bought{At: fate.Accepted, Decision: decision, Offer: fate.Offer})
	}
	return nil
}
