package engine

import (
	"fmt"

	"proffer/bandit"
	"proffer/guardrails"
	"proffer/guardrails/breakers"
)

// enter asks the breakers about a new visit: the share of control that its lot
// is drawn with, and the tries that it takes part in. The chance of a try is the
// visit's own, so a logged decision gives the same answer again.
func (s *State) enter(placement string, seed uint64, planned float64) (control float64, probes []string) {
	return s.breakers.Enter(placement, planned, bandit.Ticket(seed, 0, tryKey))
}

// tryKey is the key of the ticket that lets a visit take part in tries; no offer can have it.
const tryKey = "\x00try"

// probes are the tries that a decision's visit takes part in, if it begins one.
func (s *State) probes(d *Decision) []string {
	if !d.FirstOfVisit {
		return nil
	}
	_, probes := s.enter(d.Request.Placement, d.Seed, 0)
	return probes
}

// watch makes a visit evidence for the breakers, and for the report, once some
// offer could be shown.
func (s *State) watch(v *visit, d *Decision) error {
	if !d.Showable {
		return nil
	}
	v.Counts = d.At
	o, err := s.outcomes.edit(v.Decision, &Outcome{})
	if err != nil {
		return err
	}
	o.compare(d.At)
	s.breakers.Visit(breakers.Visit{Decision: v.Decision, At: d.At, Placement: d.Request.Placement, Rho: d.Treated})
	return nil
}

// foldPlaces takes the places of what is shown in every budget, and lets the
// floors of acceptance wait for the answers.
func (s *State) foldPlaces(d *Decision, o *Outcome) {
	for i := range o.Slots {
		f := &o.Slots[i]
		s.ledgers.Show(s.policy.guards.Budgets(), o.placed(d.ID, f), s.at)
		s.breakers.Show(d.ID, f.Offer, f.Type, o.Placement, d.At)
	}
}

// placed is a shown offer as budgets know it.
func (o *Outcome) placed(decision string, f *Fate) guardrails.Placed {
	return guardrails.Placed{
		Seq: o.Seq, At: o.At, Decision: decision, Offer: f.Offer, Type: f.Type, Placement: o.Placement, Price: f.Price, Saving: f.Saving,
		Budgets: f.Budgets,
	}
}

// accepted is an accept as breakers know it, and nothing before it was accepted.
// One that came after its window is not the offer's doing.
func (o *Outcome) accepted(decision string, f *Fate) breakers.Accept {
	a := breakers.Accept{Seq: o.Seq, Decision: decision, Offer: f.Offer, Type: f.Type, Placement: o.Placement}
	if !f.Accepted.IsZero() && !f.Late {
		a.Accepted, a.Refunded, a.Churned, a.Ticketed = f.Accepted, f.Regretted, f.Churned, f.Ticketed
	}
	return a
}

// revise tells breakers and budgets what a fate has newly become.
func (s *State) revise(o *Outcome, decision string, fate, before *Fate) error {
	kin, known, err := s.kin(o, decision, fate.Offer)
	if err != nil {
		return err
	}
	if known && s.heard(decision, fate.Offer) {
		after := o.accepted(decision, fate)
		after.Kin = kin
		s.breakers.Revise(o.accepted(decision, before), after, s.at)
	}
	budgets, place := s.policy.guards.Budgets(), o.placed(decision, fate)
	if fate.Declined != before.Declined && fate.Accepted.IsZero() {
		s.ledgers.Decline(budgets, place, s.at)
	}
	if fate.Accepted != before.Accepted {
		fate.Budgets = s.ledgers.Accept(budgets, place, s.at)
		place.Budgets = fate.Budgets
	}
	if fate.Returned >= 1 && before.Returned < 1 {
		s.ledgers.Return(budgets, place, s.at)
	}
	return nil
}

// kin are what the same customer had accepted before, in the order of the log.
// Of nobody nothing is known to be the same one's, and of who has accepted more
// than is kept it is not known any more.
func (s *State) kin(o *Outcome, decision, offer string) (kin []breakers.Accept, known bool, err error) {
	key := customerKey(o.Customer, o.Session)
	if key == "" {
		return nil, true, nil
	}
	c, err := s.customers.get(key)
	if err != nil || c == nil {
		return nil, true, err
	}
	for _, b := range c.Accepts {
		if b.Decision == decision && b.Offer == offer {
			break
		}
		if !b.Late && s.heard(b.Decision, b.Offer) {
			kin = append(kin, breakers.Accept{Seq: b.Seq, Offer: b.Offer, Type: b.Type, Placement: b.Placement, Accepted: b.At})
		}
	}
	return kin, len(c.Accepts) < maxAccepts, nil
}

// finding is what has become of a visit, or of an offer that was shown.
func (s *State) finding(p breakers.Pending) (breakers.Finding, error) {
	o, err := s.outcomes.get(p.Decision)
	if err != nil {
		return breakers.Finding{}, err
	}
	if o == nil {
		return breakers.Finding{}, fmt.Errorf("engine: decision %s is watched and not in the state", p.Decision)
	}
	f := breakers.Finding{Rho: o.Treated, Treated: o.Group != Control, Converted: o.Since}
	if fate := o.fate(p.Offer); fate != nil {
		f.Counted = o.stake(fate, s.policy).counted
		f.Accept = o.accepted(p.Decision, fate)
	}
	return f, nil
}
