package rehearsal

import (
	"maps"
	"slices"
	"time"

	"proffer/engine"
)

// Counts are the figures by guardrail, by offer and by day.
type counts struct {
	order   []string // names of the guardrails as they were met
	rules   map[string]*Guardrail
	library map[string]*Offer
	days    []Day
}

func newCounts(p *engine.Policy) *counts {
	c := &counts{rules: map[string]*Guardrail{}, library: map[string]*Offer{}, days: []Day{}}
	c.declare(p)
	return c
}

// declare gives every guardrail of a catalogue a line, unless it has one.
func (c *counts) declare(p *engine.Policy) {
	for _, g := range p.Guardrails() {
		if r := c.rule(g.Name); r.Type == "" {
			r.Type = g.Type
		}
	}
}

func (c *counts) rule(name string) *Guardrail {
	g := c.rules[name]
	if g == nil {
		g = &Guardrail{Name: name}
		c.rules[name] = g
		c.order = append(c.order, name)
	}
	return g
}

func (c *counts) offer(id string) *Offer {
	o := c.library[id]
	if o == nil {
		o = &Offer{Offer: id}
		c.library[id] = o
	}
	return o
}

// add counts one decision, as it was and as it would be.
func (c *counts) add(was, is *engine.Decision) {
	day := c.day(was.At)
	day.Decisions++
	if !slices.Equal(offersOf(was), offersOf(is)) {
		day.Changed++
	}
	c.half(was, day, false)
	c.half(is, day, true)
}

// half counts one of the two decisions.
func (c *counts) half(d *engine.Decision, day *Day, isNew bool) {
	for i := range d.Candidates {
		if one := &d.Candidates[i]; one.Stage == engine.StageGuardrail {
			*c.rule(one.Rule).Withheld.half(isNew)++
			*day.Withheld.half(isNew)++
		}
	}
	for i := range d.Slots {
		slot := &d.Slots[i]
		for k, id := range slot.Offers {
			*c.offer(id).Expected.half(isNew) += slot.P[k]
			*day.Expected.half(isNew) += slot.P[k]
		}
		if slot.Offer != "" {
			*c.offer(slot.Offer).Shown.half(isNew)++
			*day.Shown.half(isNew)++
		}
	}
}

// day is the day of a time, which is never before the day in front of it.
func (c *counts) day(at time.Time) *Day {
	name := at.UTC().Format(time.DateOnly)
	if n := len(c.days); n == 0 || c.days[n-1].Day != name {
		c.days = append(c.days, Day{Day: name})
	}
	return &c.days[len(c.days)-1]
}

func (c *counts) guardrails() []Guardrail {
	all := make([]Guardrail, len(c.order))
	for i, name := range c.order {
		all[i] = *c.rules[name]
	}
	return all
}

func (c *counts) offers() []Offer {
	all := make([]Offer, 0, len(c.library))
	for _, id := range slices.Sorted(maps.Keys(c.library)) {
		all = append(all, *c.library[id])
	}
	return all
}
