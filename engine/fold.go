package engine

import (
	"fmt"

	"proffer/guardrails"
)

// Apply folds the next event of the log into the state. Nothing else changes
// it. An error means that the state is not to be used any more.
func (s *State) Apply(e *Event) error {
	if e.Seq != s.seq+1 {
		return fmt.Errorf("engine: event %d does not follow event %d", e.Seq, s.seq)
	}
	if e.At.Before(s.at) {
		return fmt.Errorf("engine: event %d is from before the event in front of it", e.Seq)
	}
	if err := s.advance(e); err != nil {
		return err
	}
	s.money = s.money || e.holdsMoney()
	switch {
	case e.Decision != nil:
		return s.foldDecision(e)
	case e.Feedback != nil:
		return s.foldFeedback(e)
	case e.Catalogue != nil:
		return s.foldCatalogue(e)
	case e.Breaker != nil:
		return s.breakers.Move(*e.Breaker, e.Seq)
	case e.Tick != nil:
		return nil
	case e.Switch != nil:
		s.switches[e.Switch.Scope] = guardrails.Switch{
			Scope: e.Switch.Scope, Off: e.Switch.State == Off, Reason: e.Switch.Reason, By: e.Switch.By, Since: e.At,
		}
		return nil
	}
	return fmt.Errorf("engine: event %d has no part that this version knows", e.Seq)
}

// foldDecision remembers an answer: what was shown, to whom, in which visit.
func (s *State) foldDecision(e *Event) error {
	d := e.Decision
	s.tally.decided(d)
	if id := d.Request.RequestID; id != "" {
		m, err := s.requests.edit(id, &mark{})
		if err != nil {
			return err
		}
		m.Seq = e.Seq
	}
	o, err := s.outcomeOf(e.Seq, d)
	if err != nil {
		return err
	}
	if _, err := s.outcomes.edit(d.ID, o); err != nil {
		return err
	}
	if err := s.foldVisit(d, o); err != nil {
		return err
	}
	s.foldPlaces(d, o)
	if err := s.foldShown(d, o); err != nil {
		return err
	}
	for i := range o.Slots {
		if err := s.restake(o, nil, &o.Slots[i]); err != nil {
			return err
		}
	}
	return nil
}

// outcomeOf is the outcome of a decision of which nothing is known yet.
func (s *State) outcomeOf(seq uint64, d *Decision) (*Outcome, error) {
	customer, err := s.whose(d.Request.CustomerID, d.Request.SessionID)
	if err != nil {
		return nil, err
	}
	o := &Outcome{
		Seq: seq, At: d.At, Customer: customer, Session: d.Request.SessionID, Placement: d.Request.Placement,
		Group: d.Group, Treated: d.Treated, Segment: d.Segment, Encoding: d.Encoding, Features: d.Features,
	}
	if place, ok := s.policy.Placement(d.Request.Placement); ok {
		o.NeedsView = place.ReportsViews
	}
	for _, slot := range d.Shown() {
		f := Fate{Offer: slot.Offer, Propensity: slot.Propensity}
		if offer, ok := s.policy.Offer(slot.Offer); ok {
			f.Type, f.Price, f.Discount, f.Saving = offer.Type, offer.Price, offer.Discount > 0, guardrails.Saving(offer)
		}
		o.Slots = append(o.Slots, f)
	}
	return o, nil
}

func (s *State) foldShown(d *Decision, o *Outcome) error {
	key := customerKey(o.Customer, o.Session)
	if key == "" || len(o.Slots) == 0 {
		return nil
	}
	c, err := s.customers.edit(key, &customer{})
	if err != nil {
		return err
	}
	for _, f := range o.Slots {
		c.History.Show(guardrails.Shown{
			Seq: o.Seq, At: d.At, Offer: f.Offer, Type: f.Type, Placement: o.Placement, Session: o.Session,
			Discount: f.Discount, Unseen: o.NeedsView,
		})
	}
	return nil
}

// foldCatalogue puts a catalogue into force. When it learns in another way, the
// beliefs are learned anew from the log's raw signals first.
func (s *State) foldCatalogue(e *Event) error {
	c := e.Catalogue
	s.catalogues[c.Version] = e.Seq
	if c.By == ByFile {
		s.filed = c.Version
	}
	p, err := Recall([]byte(c.Source))
	if err != nil {
		return fmt.Errorf("engine: logged catalogue %s: %w", c.Version, err)
	}
	if s.policy == nil || s.policy.learnsLike(p) {
		return s.adopt(p)
	}
	if s.next == nil || s.next.policy.Version != p.Version {
		s.next = newRelearning(p, s.at)
	}
	if err := s.next.finish(s); err != nil {
		return err
	}
	s.beliefs, s.forget, s.next = s.next.beliefs, s.next.forget, nil
	return s.adopt(p)
}

// decided counts a decision and what its guardrails withheld.
func (t *tally) decided(d *Decision) {
	t.Decisions[d.Reason]++
	for i := range d.Candidates {
		if c := &d.Candidates[i]; c.Stage == StageGuardrail {
			t.Withheld[c.Rule]++
		}
	}
}
