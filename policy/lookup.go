package policy

import "slices"

// A meeting is where an offer can appear: a trigger at a placement.
type meeting struct{ trigger, placement string }

// index finds the offers of every meeting once, so that a request need not look
// at the others.
func (c *Catalogue) index() {
	c.candidates = make(map[meeting][]*Offer, len(c.Triggers)*len(c.Placements))
	for _, t := range c.Triggers {
		for _, p := range c.Placements {
			at := meeting{t.Name, p.Name}
			for i := range c.Offers {
				if c.Offers[i].appears(at) {
					c.candidates[at] = append(c.candidates[at], &c.Offers[i])
				}
			}
		}
	}
}

// appears reports whether the catalogue allows an offer at a meeting.
func (o *Offer) appears(at meeting) bool {
	return (len(o.Triggers) == 0 || slices.Contains(o.Triggers, at.trigger)) &&
		(len(o.Placements) == 0 || slices.Contains(o.Placements, at.placement))
}

// Candidates are the offers that a trigger allows at a placement, in the order
// of the file. The caller must not change the slice.
func (c *Catalogue) Candidates(trigger, placement string) []*Offer {
	return c.candidates[meeting{trigger, placement}]
}

// Offer returns the offer with an id.
func (c *Catalogue) Offer(id string) (*Offer, bool) {
	return find(c.Offers, func(o *Offer) bool { return o.ID == id })
}

// Trigger returns the trigger with a name.
func (c *Catalogue) Trigger(name string) (*Trigger, bool) {
	return find(c.Triggers, func(t *Trigger) bool { return t.Name == name })
}

// Placement returns the placement with a name.
func (c *Catalogue) Placement(name string) (*Placement, bool) {
	return find(c.Placements, func(p *Placement) bool { return p.Name == name })
}

func find[T any](all []T, is func(*T) bool) (*T, bool) {
	for i := range all {
		if is(&all[i]) {
			return &all[i], true
		}
	}
	return nil, false
}
