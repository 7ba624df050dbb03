package engine

import (
	"slices"

	"proffer/bandit"
	"proffer/guardrails"
)

func (d *deciding) encode() {
	d.Features = d.policy.encoder.Encode(d.Features, d.signals)
}

// findSegment takes the first segment whose rule holds; a rule that needs a
// missing signal does not.
func (d *deciding) findSegment() {
	for _, g := range d.policy.Segments {
		if g.When.Holds(d.signals).Holds {
			d.Segment = g.Name
			break
		}
	}
	d.Features = d.policy.encoder.InSegment(d.Features, d.Segment)
}

// assignGroup puts the customer into the holdout, or the visit into its lot. A
// visit keeps the lot of its first decision.
func (d *deciding) assignGroup() {
	g, r := d.policy.Groups, &d.Request
	d.FirstOfVisit = d.visit == nil
	switch {
	case d.visit != nil:
		d.Group, d.Treated, d.probes = d.visit.Group, d.visit.Treated, d.visit.Probes
	case guardrails.InHoldout(g, d.customer):
		d.Group, d.Treated = Holdout, 0
	default:
		g.Control, d.probes = d.state.enter(r.Placement, d.Seed, g.Control)
		d.Treated = 1 - g.Control
		d.Group = groupOf(guardrails.DrawLot(g, bandit.Ticket(d.Seed, 0, lotKey)))
	}
	switch d.Group {
	case Holdout:
		d.Reason = HeldOut
	case Control:
		d.Reason = Controlled
	case Baseline:
		d.strategy = d.policy.baseline
	}
}

// lotKey is the key of the ticket that draws a visit's lot; no offer can have it.
const lotKey = "\x00lot"

func groupOf(l guardrails.Lot) Group {
	switch l {
	case guardrails.InControl:
		return Control
	case guardrails.InBaseline:
		return Baseline
	}
	return Treatment
}

// applySwitches lists the candidates and removes what a person, or the app, has taken out.
func (d *deciding) applySwitches() {
	r := &d.Request
	all, allOff := d.state.switches.Request(r.Trigger, r.Placement, d.Segment)
	if allOff {
		d.Reason = SwitchedOff
	}
	d.offers = d.policy.Candidates(r.Trigger, r.Placement)
	d.Candidates = d.candidates(len(d.offers))
	for i, o := range d.offers {
		c := &d.Candidates[i]
		c.Offer = o.ID
		if allOff {
			c.Stage, c.Rule, c.Reason, c.Detail = StageSwitch, all.Scope, "switched_off", all.Reason
		} else if slices.Contains(r.Exclude, o.ID) {
			c.Stage, c.Reason, c.Detail = StageExclude, "excluded", "the request excludes it"
		} else if w, off := d.state.switches.Offer(o.ID); off {
			c.Stage, c.Rule, c.Reason, c.Detail = StageSwitch, w.Scope, "switched_off", w.Reason
		} else {
			d.standing = append(d.standing, i)
		}
	}
	if len(d.standing) == 0 && len(d.offers) > 0 && d.Reason == "" {
		d.Reason = emptied(d.Candidates)
	}
}

// emptied says why no candidate is left before any condition was asked.
func emptied(all []Candidate) Reason {
	for _, c := range all {
		if c.Stage == StageSwitch {
			return SwitchedOff
		}
	}
	return NoEligible
}

// applyConditions keeps the offers whose own rule holds. Each distinct rule is
// evaluated once.
func (d *deciding) applyConditions() {
	left := d.standing[:0]
	for _, i := range d.standing {
		when := d.offers[i].When
		if when == nil {
			left = append(left, i)
			continue
		}
		v, ok := d.asked[when]
		if !ok {
			v = when.Holds(d.signals)
			d.asked[when] = v
		}
		if v.Holds {
			left = append(left, i)
			continue
		}
		c := &d.Candidates[i]
		c.Stage, c.Reason, c.Detail = StageCondition, "condition", "does not hold: "+when.String()
		if v.Missing != "" {
			c.Reason, c.Detail = "missing_signal", v.Missing+" is missing"
		} else if v.Problem != "" {
			c.Reason, c.Detail = "condition_error", v.Problem
		}
	}
	d.standing = left
	for _, i := range left {
		d.fitting = append(d.fitting, d.offers[i])
	}
}

// score asks the posteriors about every candidate that is left.
func (d *deciding) score() {
	v := d.policy.viewer.see(d.Features, d.Segment)
	scores := make([]Score, len(d.standing))
	for k, i := range d.standing {
		scores[k] = d.state.score(d.offers[i], &v, d.Segment, d.At)
		d.Candidates[i].Score = &scores[k]
	}
}

// wantsMore reports whether another slot is to be filled.
func (d *deciding) wantsMore() bool {
	return d.Reason == "" && !d.over && len(d.Slots) < d.slots && len(d.standing) > 0
}

// applyGuardrails removes the candidates that a guardrail withholds, given
// what the slots before this one show.
func (d *deciding) applyGuardrails() {
	c := d.guarded()
	left := d.standing[:0]
	for _, i := range d.standing {
		no, refused := d.policy.guards.Refuse(&c, d.offers[i])
		if !refused {
			left = append(left, i)
			continue
		}
		removed := &d.Candidates[i]
		removed.Stage, removed.Slot = StageGuardrail, len(d.Slots)
		removed.Rule, removed.Reason, removed.Detail = no.Rule, no.Reason, no.Detail
	}
	d.standing = left
	if len(left) == 0 {
		d.over = true
		return
	}
	d.Showable = true
}

// guarded is the decision as guardrails see it.
func (d *deciding) guarded() guardrails.Case {
	return guardrails.Case{
		At: d.At, History: &d.history, Session: d.Request.SessionID, Placement: d.place,
		Signals: d.signals, Candidates: d.fitting, Currency: d.policy.Currency, Slate: d.slate, Proof: d,
		Ledgers: &d.state.ledgers, Breakers: d.state.breakers, Probes: d.probes,
	}
}

// askForControl finds out whether a visit of the control, which is shown
// nothing, could have been shown something: what is compared must be chosen in
// both groups by the same questions.
func (d *deciding) askForControl() {
	if d.Group != Control {
		return
	}
	c := d.guarded()
	d.Showable = slices.ContainsFunc(d.standing, func(i int) bool {
		_, refused := d.policy.guards.Refuse(&c, d.offers[i])
		return !refused
	})
}
