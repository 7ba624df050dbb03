package engine

import (
	"fmt"
	"time"

	"proffer/policy"
	"proffer/words"
)

// match finds the decisions and offers that a report is about: by decision_id,
// else by order_id, else by customer_id. What finds none is unmatched: it is
// kept and counted, and nothing is guessed.
func (s *State) match(r Report) (FeedbackEvent, error) {
	switch {
	case r.Type == Conversion:
		return s.matchVisits(r)
	case r.DecisionID != "":
		return s.matchDecision(r)
	case r.OrderID != "":
		return s.matchOrder(r)
	}
	return s.matchCustomer(r)
}

func unmatched(r Report, format string, args ...any) (FeedbackEvent, error) {
	return FeedbackEvent{Report: r, Status: Unmatched, Detail: fmt.Sprintf(format, args...)}, nil
}

func (s *State) matchDecision(r Report) (FeedbackEvent, error) {
	o, err := s.outcomes.get(r.DecisionID)
	if err != nil {
		return FeedbackEvent{}, err
	}
	if o == nil {
		return unmatched(r, "no decision has this id")
	}
	if r.OfferID == "" && len(o.Slots) == 1 {
		r.OfferID = o.Slots[0].Offer
	}
	f := o.fate(r.OfferID)
	if f == nil {
		return unmatched(r, "the decision did not show this offer")
	}
	target := Target{Decision: r.DecisionID, Offer: f.Offer}
	switch {
	case r.Type == View || r.Type == Accept || r.Type == Decline:
		return s.answer(r, o, target)
	case f.Accepted.IsZero():
		return FeedbackEvent{Report: r, Status: Recorded, Targets: []Target{target}, Detail: "kept until the accept arrives"}, nil
	}
	return s.regret(r, []Target{target})
}

// answer is a view, an accept or a decline of what was shown. The time of an
// answer is never before what it answers.
func (s *State) answer(r Report, o *Outcome, t Target) (FeedbackEvent, error) {
	told := r.Time
	r.Time = later(o.At, told)
	e := FeedbackEvent{Report: r, Status: Recorded, Targets: []Target{t}, Detail: o.fate(t.Offer).moot(r.Type)}
	if e.Detail == "" && until(told).Before(o.At) {
		e.Detail = "its time is before the decision: it counts as of the decision"
	}
	if window := s.policy.Learning.Windows.Accept; r.Time.Sub(o.At) > window {
		e.Late, e.Detail = true, tooLate(r, "decision", window)
	}
	return e, nil
}

// moot says why an answer changes nothing that is learned, if so.
func (f *Fate) moot(t ReportType) string {
	switch {
	case f.Accepted.IsZero():
		return ""
	case t == Accept:
		return "it was accepted before: nothing changes"
	case t == Decline:
		return "it was accepted before, and stays so"
	}
	return ""
}

func tooLate(r Report, since string, window time.Duration) string {
	return fmt.Sprintf("more than %s after the %s: the %s is kept, and not learned from", words.Span(window), since, r.Type)
}

func (s *State) matchOrder(r Report) (FeedbackEvent, error) {
	known, err := s.orders.get(r.OrderID)
	if err != nil {
		return FeedbackEvent{}, err
	}
	var targets []Target
	if known != nil {
		for _, t := range known.Accepts {
			if r.OfferID == "" || r.OfferID == t.Offer {
				targets = append(targets, t)
			}
		}
	}
	if len(targets) > 0 {
		return s.regret(r, targets)
	}
	return unmatched(r, "no accepted offer has this order_id yet; kept until one arrives")
}

func (s *State) matchCustomer(r Report) (FeedbackEvent, error) {
	c, err := s.customers.get(r.CustomerID)
	if err != nil {
		return FeedbackEvent{}, err
	}
	var targets []Target
	if c != nil {
		for _, b := range c.Accepts {
			if (r.OfferID == "" || r.OfferID == b.Offer) && !r.Time.Before(b.At) {
				targets = append(targets, Target{Decision: b.Decision, Offer: b.Offer})
			}
		}
	}
	if len(targets) == 0 {
		return unmatched(r, "this customer has accepted no such offer yet; kept until an accept from before it arrives")
	}
	e, err := s.regret(r, targets)
	if e.Late {
		return unmatched(r, "this customer has accepted no such offer inside the window of %s", words.Span(s.window(r.Type)))
	}
	return e, err
}

// window is how long after the accept a regret still counts.
func (s *State) window(t ReportType) time.Duration {
	w := s.policy.Learning.Windows
	switch t {
	case Churn:
		return w.Churn
	case SupportTicket:
		return w.Ticket
	}
	return w.Refund
}

// regret keeps the accepted targets inside the window, and shares a refund among
// them. Its time stays what was told, also before the accept: it is so of one that
// waited for its accept, and what comes first must not matter.
func (s *State) regret(r Report, targets []Target) (FeedbackEvent, error) {
	e := FeedbackEvent{Report: r, Status: Recorded}
	window := s.window(r.Type)
	var open []int64 // what is not refunded yet, by target
	var first time.Time
	for _, t := range targets {
		o, err := s.outcomes.get(t.Decision)
		if err != nil {
			return e, err
		}
		if o == nil {
			return e, fmt.Errorf("engine: decision %s was accepted and is not in the state", t.Decision)
		}
		f := o.fate(t.Offer)
		if r.Time.Sub(f.Accepted) > window {
			continue
		}
		e.Targets = append(e.Targets, t)
		open = append(open, max(f.Value-f.Refunded, 0))
		earliest(&first, f.Accepted)
	}
	if len(e.Targets) == 0 {
		e.Late, e.Detail = true, tooLate(r, "accept", window)
		return e, nil
	}
	if r.Type == Refund {
		for i, part := range parts(r.Value, open) {
			e.Targets[i].Amount = part
		}
		e.Detail = r.beyond(open)
	}
	if e.Detail == "" && until(r.Time).Before(first) {
		e.Detail = "its time is before the accept"
	}
	return e, nil
}

// beyond says what becomes of a refund of more than is open, if it is one.
func (r *Report) beyond(open []int64) string {
	total := sum(open)
	if r.Value == nil || r.Value.Amount <= total {
		return ""
	}
	text := "more than was paid and is not refunded yet: counts as all of that"
	if total == 0 {
		text = "nothing is left to refund: no amount changes"
	}
	if r.waits() {
		text += ", and the rest waits for accepts that are still to arrive"
	}
	return text
}

func sum(amounts []int64) (total int64) {
	for _, a := range amounts {
		total = policy.Plus(total, a)
	}
	return total
}

// parts divides a refund among what is open, in proportion to it and to the
// last minor unit; without a value, or with more than there is, all of it.
func parts(value *Money, open []int64) []int64 {
	total := sum(open)
	if value == nil || value.Amount >= total {
		return open
	}
	shares, given, reached := make([]int64, len(open)), int64(0), int64(0)
	for i, v := range open {
		reached = policy.Plus(reached, v)
		upto := int64(float64(value.Amount) * (float64(reached) / float64(total)))
		shares[i] = upto - given
		given = upto
	}
	shares[len(shares)-1] += value.Amount - given
	return shares
}
