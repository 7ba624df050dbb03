package engine

import (
	"fmt"
	"math"
	"slices"

	"proffer/policy"
)

// A Withholding is what a guardrail did to one draw: how probable everything
// would have been with what it withheld among the candidates, against how
// probable it was.
type Withholding struct {
	Rule     string  // the guardrail; empty: all that withheld from this draw, together
	Offers   int     // candidates that it withheld
	Unscored int     // of those, candidates of which nothing was believed; they stay out
	Shows    float64 // probability that one of them would have been shown
	Shifts   []Shift // of every offer that would have been more or less probable
	Nothing  float64 // what showing nothing would have been worth more, in major units
}

// A Shift is how much more probable an offer would have been, negative for less,
// and what was believed of showing it, in major units or the unit of the reward.
type Shift struct {
	Offer string
	P     float64
	Mean  float64
	SD    float64 // of the belief itself, without posterior_scale
}

// Withheld says of every draw what each guardrail did to it, and what all of them
// did together. A candidate that several guardrails would have withheld is on the
// account of the first of them, as it is logged. It is put back into the draw that
// it was withheld from; the slots before are as they were, and those after are not
// drawn again.
func (d *Decision) Withheld(p *Policy) ([]Withholding, error) {
	var all []Withholding
	for n := range len(d.Slots) + 1 {
		rules := d.withholding(n)
		if len(rules) == 0 {
			continue
		}
		h, err := d.look(p, n)
		if err != nil {
			return nil, err
		}
		for _, rule := range append(rules, "") {
			all = append(all, h.without(rule))
		}
	}
	return all, nil
}

// withholding are the guardrails that withheld from one draw, each once.
func (d *Decision) withholding(slot int) (rules []string) {
	for i := range d.Candidates {
		c := &d.Candidates[i]
		if c.Stage == StageGuardrail && c.Slot == slot && !slices.Contains(rules, c.Rule) {
			rules = append(rules, c.Rule)
		}
	}
	return rules
}

// A hindsight is one draw, looked at again.
type hindsight struct {
	*Decision
	policy   *Policy
	place    *policy.Placement
	strategy policy.Strategy
	number   int  // of the draw
	slot     Slot // what could be shown; nothing but none, when guardrails took all
}

func (d *Decision) look(p *Policy, n int) (*hindsight, error) {
	place, known := p.Placement(d.Request.Placement)
	if !known {
		return nil, fmt.Errorf("engine: decision %s was made at %s, which its catalogue %s does not have", d.ID, d.Request.Placement, p.Version)
	}
	h := &hindsight{Decision: d, policy: p, place: place, strategy: p.strategies[place.Name], number: n, slot: Slot{P: []float64{1}}}
	if d.Group == Baseline {
		h.strategy = p.baseline
	}
	if n < len(d.Slots) {
		h.slot = d.Slots[n]
	}
	return h, nil
}

// without computes the draw again with what a guardrail withheld among the
// candidates, which keep the order of the catalogue.
func (h *hindsight) without(rule string) Withholding {
	w := Withholding{Rule: rule}
	var able []*Candidate
	var beliefs []policy.Candidate
	for i := range h.Candidates {
		c := &h.Candidates[i]
		back := h.withheld(c, rule)
		w.Offers += one(back)
		w.Unscored += one(back && c.Score == nil)
		o, known := h.policy.Offer(c.Offer)
		if known && c.Score != nil && (back || slices.Contains(h.slot.Offers, c.Offer)) {
			able, beliefs = append(able, c), append(beliefs, c.Score.candidate(o))
		}
	}
	none, worth := math.Inf(-1), 0.0
	if !h.place.None.Off {
		none, worth = h.place.None.Value, h.place.None.Value
	}
	would := h.strategy.Distribution(nil, beliefs, none)
	for i, c := range able {
		if h.withheld(c, rule) {
			w.Shows += would[i]
		}
		w.shift(c, would[i]-h.probability(c.Offer), h.policy.Learning.PosteriorScale)
	}
	w.Nothing = (would[len(able)] - h.slot.P[len(h.slot.P)-1]) * worth
	return w
}

// withheld reports whether a guardrail, or any for an empty rule, took a
// candidate out of this draw.
func (h *hindsight) withheld(c *Candidate, rule string) bool {
	return c.Stage == StageGuardrail && c.Slot == h.number && (rule == "" || c.Rule == rule)
}

// probability is how probable an offer was.
func (h *hindsight) probability(offer string) float64 {
	if i := slices.Index(h.slot.Offers, offer); i >= 0 {
		return h.slot.P[i]
	}
	return 0
}

// shift notes that an offer would have been as much more probable.
func (w *Withholding) shift(c *Candidate, p, scale float64) {
	if p != 0 {
		w.Shifts = append(w.Shifts, Shift{Offer: c.Offer, P: p, Mean: c.Score.Mean, SD: c.Score.SD / scale})
	}
}
