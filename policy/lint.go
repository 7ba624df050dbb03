package policy

import (
	"fmt"
	"slices"
)

// Lint says what a catalogue may do and probably should not: each warning is
// something that shops were seen to regret. It is in the order of the lines.
func (c *Catalogue) Lint() []Fault {
	l := &linter{c: c}
	for i := range c.Placements {
		l.placement(&c.Placements[i])
	}
	for i := range c.Offers {
		l.offer(i, &c.Offers[i])
	}
	if len(c.Offers) > 0 {
		l.library()
	} else {
		l.warn("", "there are no offers yet, so every answer will be empty")
	}
	l.groups()
	l.signals()
	return l.found.sorted()
}

// A linter gathers warnings.
type linter struct {
	c     *Catalogue
	found Faults
}

func (l *linter) warn(path, format string, args ...any) {
	l.found = append(l.found, faultAt(l.c.places.near(path), path, fmt.Sprintf(format, args...)))
}

// maxCalm is how many offers in a row customers put up with.
const maxCalm = 3

func (l *linter) placement(p *Placement) {
	path := "placements." + p.Name
	if p.Slots > maxCalm {
		l.warn(path+".slots", "shows %d offers in a row: more than %d cost more trust than they sell", p.Slots, maxCalm)
	}
	if (p.Channel == Email || p.Channel == SMS) && !l.consented(p) {
		l.warn(path+".channel", "reaches out by %s, and no guardrail of type consent covers it", p.Channel)
	}
	l.ties(p)
}

// consented reports whether a consent guardrail covers a placement. One that
// names no channels covers both that reach out.
func (l *linter) consented(p *Placement) bool {
	return slices.ContainsFunc(l.c.Guardrails, func(g Guardrail) bool {
		if g.Type != "consent" {
			return false
		}
		s := g.Settings()
		channels, placements := s.Strings("channels"), s.Strings("placements")
		return (len(channels) == 0 || slices.Contains(channels, string(p.Channel))) &&
			(len(placements) == 0 || slices.Contains(placements, p.Name))
	})
}

// library looks at the offers together.
func (l *linter) library() {
	discounts := 0
	for _, o := range l.c.Offers {
		if o.Discount > 0 {
			discounts++
		}
	}
	if n := len(l.c.Offers); 2*discounts > n && n > 1 {
		l.warn("offers", "are discounts, %d of %d: customers learn to wait for the next, and more value often beats a lower price", discounts, n)
	}
	if !l.guarded("frequency") {
		l.warn("guardrails", "hold no frequency cap: too many offers too early are what customers mind most")
	}
	sells := func(t Trigger) bool { return t.Moment == Cart || t.Moment == Checkout }
	if slices.ContainsFunc(l.c.Triggers, sells) && !l.guarded("first_time_buyer") {
		l.warn("guardrails", "hold no first_time_buyer: a first order may meet the most expensive offer")
	}
	if l.c.Groups.Control > 0 && !l.guarded("conversion_drop") {
		l.warn("guardrails", "hold no conversion_drop: control visits are set aside, and nothing stops what keeps people from buying")
	}
	if !l.guarded("refund_rate", "churn_rate", "ticket_rate") {
		l.warn("guardrails", "hold no refund_rate, churn_rate or ticket_rate: nothing stops an offer that people regret")
	}
}

// guarded reports whether there is a guardrail of one of these types.
func (l *linter) guarded(types ...string) bool {
	return slices.ContainsFunc(l.c.Guardrails, func(g Guardrail) bool { return slices.Contains(types, g.Type) })
}

func (l *linter) groups() {
	if l.c.Groups.Holdout == 0 && l.c.Groups.Control == 0 {
		l.warn("groups", "leave nothing to compare with: without a holdout or a control nobody knows what the offers added")
	}
}

// signals finds those that the apps send for nothing. Where a strategy learns
// from the context, every signal teaches it something.
func (l *linter) signals() {
	for _, p := range l.c.Placements {
		if s, err := NewStrategy(p.Strategy, l.c.Learning); err == nil && s.Traits().Contextual {
			return
		}
	}
	used := l.used()
	for _, s := range l.c.Signals {
		if !used[s.Name] {
			l.warn("signals."+s.Name, "is used by no segment, offer or guardrail, and no strategy learns from it")
		}
	}
}

// used are the signals that conditions name. A guardrail's settings are not
// known here, so each word in them counts as a name.
func (l *linter) used() map[string]bool {
	used := make(map[string]bool)
	note := func(c *Condition) {
		if c != nil {
			for _, name := range c.Signals() {
				used[name] = true
			}
		}
	}
	for _, s := range l.c.Segments {
		note(s.When)
	}
	for _, o := range l.c.Offers {
		note(o.When)
	}
	for _, g := range l.c.Guardrails {
		for _, word := range g.words() {
			used[word] = true
		}
	}
	return used
}
