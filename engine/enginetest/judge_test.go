package enginetest

import (
	"slices"

	"proffer/bandit"
	"proffer/engine"
	"proffer/guardrails"
	"proffer/policy"
)

// judge holds an answer against what it had to be, step by step, and returns the
// visit that it belongs to.
func (m *model) judge(d *engine.Decision) *visit {
	m.Helper()
	r := &d.Request
	v := m.visit(r)
	if v == nil {
		v = m.newVisit(d)
	}
	if d.FirstOfVisit != (v.decision == "") || d.Group != v.group || d.Treated != v.treated {
		m.Fatalf("decision %s: first %v, %s with ρ %v, want %v, %s with %v", d.ID, d.FirstOfVisit, d.Group, d.Treated, v.decision == "", v.group, v.treated)
	}
	c := &occasion{
		model: m, customer: m.whose(r.CustomerID, r.SessionID), session: r.SessionID, signals: r.Signals,
		place: m.plan.place(r.Placement), probes: v.probes,
	}
	if got, want := d.Segment, m.segment(c.signals); got != want {
		m.Fatalf("decision %s: segment %q, want %q", d.ID, got, want)
	}
	standing := c.eligible(d)
	reason := m.early(d, v, standing)
	if reason == "" {
		reason = c.fill(d, standing)
	} else if len(d.Slots) > 0 {
		m.Fatalf("decision %s: %s with slots %+v", d.ID, reason, d.Slots)
	}
	if want := c.showable(d, v); d.Showable != want {
		m.Fatalf("decision %s: showable is %v, want %v", d.ID, d.Showable, want)
	}
	if d.Reason != reason {
		m.Fatalf("decision %s: reason %s, want %s", d.ID, d.Reason, reason)
	}
	return v
}

// newVisit draws the lot of a visit from the decision's seed, as its logged ρ says.
func (m *model) newVisit(d *engine.Decision) *visit {
	r, g := &d.Request, m.plan.groups
	v := &visit{customer: m.whose(r.CustomerID, r.SessionID), session: r.SessionID, placement: r.Placement, group: engine.Treatment}
	if m.heldOut(v.customer) {
		v.group = engine.Holdout
		return v
	}
	var control float64
	control, v.probes = m.tries(d)
	v.treated = 1 - control
	switch lot := bandit.Ticket(d.Seed, 0, "\x00lot"); {
	case lot < control:
		v.group = engine.Control
	case lot >= 1-g.baseline:
		v.group = engine.Baseline
	}
	return v
}

// heldOut reports whether a customer is never shown anything.
func (m *model) heldOut(customer string) bool {
	return guardrails.InHoldout(policy.Groups{Holdout: m.plan.groups.holdout, Salt: "proffer"}, customer)
}

func (m *model) segment(s signals) string {
	for _, g := range m.plan.segments {
		if g.when.holds(s) {
			return g.name
		}
	}
	return ""
}

// eligible are the offers that nothing but a guardrail could withhold. What was
// removed before says so.
func (c *occasion) eligible(d *engine.Decision) (standing []*offer) {
	c.Helper()
	i := 0
	for _, o := range c.plan.offers {
		if !o.appears(d.Request.Trigger, d.Request.Placement) {
			continue
		}
		if i >= len(d.Candidates) || d.Candidates[i].Offer != o.id {
			c.Fatalf("decision %s: candidates %+v lack %s", d.ID, d.Candidates, o.id)
		}
		removed := &d.Candidates[i]
		want := c.removes(d, o)
		if got := removed.Stage; want != "" && got != want || want == "" && got != "" && got != engine.StageGuardrail {
			c.Fatalf("decision %s: %s was removed by %q, want %q", d.ID, o.id, got, want)
		}
		if want == "" {
			standing = append(standing, o)
		}
		i++
	}
	if i < len(d.Candidates) {
		c.Fatalf("decision %s: candidate %s cannot appear here", d.ID, d.Candidates[i].Offer)
	}
	return standing
}

// showable reports whether the guardrails leave an offer for the first slot,
// which for the control nobody else looks at. The holdout is not asked.
func (c *occasion) showable(d *engine.Decision, v *visit) bool {
	if v.group == engine.Holdout {
		return false
	}
	c.slate, c.fitting = nil, c.eligible(d)
	return slices.ContainsFunc(c.fitting, func(o *offer) bool {
		_, reason := c.refuses(o)
		return reason == ""
	})
}

// removes says what takes an offer out before any guardrail is asked.
func (c *occasion) removes(d *engine.Decision, o *offer) engine.Stage {
	switch {
	case c.switchedOff(d):
		return engine.StageSwitch
	case slices.Contains(d.Request.Exclude, o.id):
		return engine.StageExclude
	case c.off["offer:"+o.id]:
		return engine.StageSwitch
	case o.when != nil && !o.when.holds(c.signals):
		return engine.StageCondition
	}
	return ""
}

// switchedOff reports whether a person turned off all that was asked for.
func (m *model) switchedOff(d *engine.Decision) bool {
	return m.off["all"] || m.off["trigger:"+d.Request.Trigger] || m.off["placement:"+d.Request.Placement] || m.off["segment:"+d.Segment]
}

// early is the reason of an answer that no slot is filled for.
func (m *model) early(d *engine.Decision, v *visit, standing []*offer) engine.Reason {
	stage := func(s engine.Stage) bool {
		return slices.ContainsFunc(d.Candidates, func(c engine.Candidate) bool { return c.Stage == s })
	}
	switch {
	case m.switchedOff(d):
		return engine.SwitchedOff
	case v.group == engine.Holdout:
		return engine.HeldOut
	case v.group == engine.Control:
		return engine.Controlled
	case len(standing) > 0:
		return ""
	case stage(engine.StageSwitch) && !stage(engine.StageCondition):
		return engine.SwitchedOff
	}
	return engine.NoEligible
}

// fill goes through the slots: what the guardrails leave, the probabilities of
// that, and what was shown.
func (c *occasion) fill(d *engine.Decision, standing []*offer) engine.Reason {
	c.Helper()
	c.fitting = slices.Clone(standing)
	slots := c.place.slots
	if d.Request.Limit > 0 {
		slots = min(slots, d.Request.Limit)
	}
	n := 0
	for ; n < slots && len(standing) > 0; n++ {
		if standing = c.guarded(d, standing, n); len(standing) == 0 {
			break
		}
		if n >= len(d.Slots) {
			c.Fatalf("decision %s: slot %d is not filled, although %d offers are left", d.ID, n+1, len(standing))
		}
		c.checkSlot(d, &d.Slots[n], standing)
		shown := d.Slots[n].Offer
		if shown == "" {
			n++
			break
		}
		o := c.plan.offer(shown)
		c.slate = append(c.slate, c.display(d, c.place, o))
		standing = slices.DeleteFunc(standing, func(s *offer) bool { return s == o })
	}
	if n != len(d.Slots) {
		c.Fatalf("decision %s: %d slots, want %d", d.ID, len(d.Slots), n)
	}
	return c.reason(d)
}

// guarded are the offers that no guardrail withholds from a slot.
func (c *occasion) guarded(d *engine.Decision, standing []*offer, slot int) (left []*offer) {
	c.Helper()
	for _, o := range standing {
		rule, reason := c.refuses(o)
		got := d.Candidate(o.id)
		if reason == "" {
			if got.Stage != "" && got.Slot <= slot {
				c.Fatalf("decision %s: %s is withheld from slot %d by %s (%s: %s), and nothing speaks against it", d.ID, o.id, slot+1, got.Rule, got.Reason, got.Detail)
			}
			left = append(left, o)
			continue
		}
		if got.Stage != engine.StageGuardrail || got.Slot != slot || got.Rule != rule || got.Reason != reason {
			c.Fatalf("decision %s: %s in slot %d is %+v, want it withheld by %s for %s", d.ID, o.id, slot+1, *got, rule, reason)
		}
	}
	return left
}

// reason is how an answer came about that nothing decided early.
func (c *occasion) reason(d *engine.Decision) engine.Reason {
	switch {
	case len(d.Slots) == 0:
		return engine.Withheld
	case d.Group == engine.Baseline:
		return engine.Based
	case slices.Contains([]string{"rules", "greedy", "linucb"}, c.place.strategy):
		return engine.Rules
	}
	return engine.Split
}
