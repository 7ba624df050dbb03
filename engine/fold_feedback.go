package engine

import (
	"time"

	"proffer/guardrails"
	"proffer/policy"
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
		m.Seq, m.Was = e.Seq, f.was()
	}
	left := f.Report
	for _, t := range f.Targets {
		if err := s.foldTarget(f, t); err != nil {
			return err
		}
		left.take(t.Amount)
	}
	return s.keepWaiting(left)
}

// was says to whoever sends the report again what became of it, unless it was
// recorded and that was all. Without it a corrected report under the same event_id
// would look as if it had been taken.
func (f *FeedbackEvent) was() string {
	switch {
	case f.Detail == "":
		return ""
	case f.Status == Unmatched && !f.Report.waits():
		return "was unmatched: " + f.Detail + "; send a correction under a new event_id"
	}
	return "was " + string(f.Status) + ": " + f.Detail
}

// waits reports whether a report that finds no accept is kept for one that is
// still to arrive.
func (r *Report) waits() bool {
	return (r.Type == Refund || r.Type == Churn || r.Type == SupportTicket) && r.DecisionID == ""
}

// take leaves of a refund what was not given back yet.
func (r *Report) take(amount int64) {
	if r.Type == Refund && r.Value != nil && amount > 0 {
		r.Value = &Money{Amount: max(r.Value.Amount-amount, 0), Currency: r.Value.Currency}
	}
}

// keepWaiting remembers a regret for accepts that are still to arrive, of its
// order or else of its customer: whatever the order of arrival, the outcome is
// the same.
func (s *State) keepWaiting(r Report) error {
	if !r.waits() {
		return nil
	}
	if r.OrderID != "" {
		o, err := s.orders.edit(r.OrderID, &order{})
		if err == nil {
			o.Waiting = append(o.Waiting, r)
		}
		return err
	}
	c, err := s.customers.edit(r.CustomerID, &customer{})
	if err == nil {
		c.wait(r)
	}
	return err
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
	if err := s.turn(o, fate, f, t); err != nil {
		return err
	}
	if err := s.remember(o, t, fate, &before, &f.Report); err != nil {
		return err
	}
	if err := s.revise(o, t.Decision, fate, &before); err != nil {
		return err
	}
	return s.restake(o, &before, fate)
}

// convert counts a purchase of the visit that o began.
func (o *Outcome) convert(r *Report) {
	earliest(&o.Converted, r.Time)
	switch {
	case o.Compared.IsZero():
		o.Since = later(o.Since, r.Time)
	case !until(r.Time).Before(o.Compared):
		earliest(&o.Since, r.Time)
	}
	if r.Value != nil {
		o.Revenue = policy.Plus(o.Revenue, r.Value.Amount)
	}
	if r.OrderID != "" {
		o.Orders = append(o.Orders, r.OrderID)
	}
}

// compare holds the visit that o began against others from now on. What was bought
// before is not what an offer has kept anybody from buying, or made them buy.
func (o *Outcome) compare(from time.Time) {
	o.Compared = from
	if until(o.Since).Before(from) {
		o.Since = time.Time{}
	}
}

// turn changes one fate by one report.
func (s *State) turn(o *Outcome, fate *Fate, f *FeedbackEvent, t Target) error {
	r, before := &f.Report, *fate
	switch r.Type {
	case View:
		earliest(&fate.Viewed, r.Time)
	case Decline:
		earliest(&fate.Declined, r.Time)
	case Accept:
		return s.accept(o, fate, f, t)
	default:
		if fate.Accepted.IsZero() {
			fate.Waiting = append(fate.Waiting[:len(fate.Waiting):len(fate.Waiting)], *r)
			return nil
		}
		o.regret(s.at, fate, r, t.Amount)
		return nil
	}
	o.hear(s.at, r, &before, fate)
	return nil
}

// earliest keeps the first of several times, in whatever order they are told.
func earliest(t *time.Time, told time.Time) {
	if t.IsZero() || told.Before(*t) {
		*t = told
	}
}

// regret is what came after the accept; amount is this offer's part of a refund.
func (f *Fate) regret(r *Report, amount int64) {
	switch r.Type {
	case Refund:
		f.refund(r, amount)
	case Churn:
		earliest(&f.Churned, r.Time)
	case SupportTicket:
		f.Tickets++
		earliest(&f.Ticketed, r.Time)
	}
}

// accept is the customer's yes, and whatever was waiting for it. A second accept
// of the same offer of the same decision changes nothing.
func (s *State) accept(o *Outcome, fate *Fate, f *FeedbackEvent, t Target) error {
	if !fate.Accepted.IsZero() {
		return nil
	}
	r, before := &f.Report, *fate
	fate.Accepted, fate.Late, fate.Order, fate.Value = r.Time, f.Late, r.OrderID, fate.Price
	if r.Value != nil {
		fate.Value = r.Value.Amount
	}
	fate.Reward = r.Reward
	o.hear(s.at, r, &before, fate)
	waiting := fate.Waiting
	fate.Waiting = nil
	if r.OrderID != "" {
		paid, err := s.orders.edit(r.OrderID, &order{})
		if err != nil {
			return err
		}
		paid.Accepts = append(paid.Accepts, Target{Decision: t.Decision, Offer: t.Offer})
		waiting = append(waiting, claim(paid.Waiting, fate)...)
	}
	if o.Customer != "" {
		c, err := s.customers.edit(o.Customer, &customer{})
		if err != nil {
			return err
		}
		waiting = append(waiting, claim(c.Waiting, fate)...)
	}
	for i := range waiting {
		if w := &waiting[i]; w.Time.Sub(fate.Accepted) <= s.window(w.Type) {
			o.regret(s.at, fate, w, parts(w.Value, []int64{max(fate.Value-fate.Refunded, 0)})[0])
		}
	}
	return nil
}

// claim are the waiting reports that are about an accept: of its offer, if they
// name one, and not from before it. They go on waiting for others of the order or
// the customer, but for a refund of an amount, which is given back once.
func claim(waiting []Report, f *Fate) (mine []Report) {
	for i := range waiting {
		w := &waiting[i]
		if w.OfferID != "" && w.OfferID != f.Offer || w.OrderID == "" && w.Time.Before(f.Accepted) {
			continue
		}
		mine = append(mine, *w)
		w.take(f.Value)
	}
	return mine
}

// refund gives back an amount, never more than the accept was worth. One that
// gives nothing back is none.
func (f *Fate) refund(r *Report, amount int64) {
	f.Refunded = min(policy.Plus(f.Refunded, amount), f.Value)
	f.Returned = 1
	if r.Value != nil && f.Value > 0 {
		f.Returned = float64(f.Refunded) / float64(f.Value)
	}
	if nothing := r.Value != nil && r.Value.Amount == 0 && f.Value > 0; nothing || f.Returned == 0 {
		return
	}
	earliest(&f.Regretted, r.Time)
	if r.Time.After(f.RefundedAt) {
		f.RefundedAt = r.Time
	}
}

// remember writes into the customer's history what a fate has newly become by a
// report. The last decline and the last refund count there, in whatever order
// they are told, so each is written. What is told from ahead of this clock silences
// from now on, and no longer than other answers.
func (s *State) remember(o *Outcome, t Target, fate, before *Fate, r *Report) error {
	accepted := fate.Accepted != before.Accepted
	declined := r.Type == Decline
	refunded := fate.RefundedAt != before.RefundedAt
	seen := accepted || declined || fate.Viewed != before.Viewed
	key := customerKey(o.Customer, o.Session)
	if key == "" || !seen && !refunded {
		return nil
	}
	c, err := s.customers.edit(key, &customer{})
	if err != nil {
		return err
	}
	if seen {
		c.History.See(o.Seq, fate.Offer)
	}
	note := func(yes bool, v guardrails.Verb, t time.Time) {
		if yes {
			if t.After(s.at) {
				t = s.at
			}
			c.History.Answer(guardrails.Answer{At: t, Verb: v, Offer: fate.Offer, Type: fate.Type})
		}
	}
	note(accepted, guardrails.Accepted, fate.Accepted)
	note(declined, guardrails.Declined, r.Time)
	note(refunded, guardrails.Refunded, fate.RefundedAt)
	if accepted {
		c.accept(bought{
			At: fate.Accepted, Seq: o.Seq, Decision: t.Decision, Offer: fate.Offer, Type: fate.Type, Placement: o.Placement, Late: fate.Late,
		})
	}
	return nil
}
