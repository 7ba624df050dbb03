package policy

import (
	"fmt"
	"slices"
	"strings"
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
	b := builder{r: &reading{places: l.c.places}}
	l.found = append(l.found, faultAt(b.placeNear(path), path, fmt.Sprintf(format, args...)))
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

// ties finds offers between which only their order in the file decides. The
// rules decide at their own placements, and everywhere for the baseline.
func (l *linter) ties(p *Placement) {
	if p.Strategy != "rules" && l.c.Groups.Baseline == 0 {
		return
	}
	for _, t := range l.c.Triggers {
		first := make(map[int]string)
		for _, o := range l.c.Candidates(t.Name, p.Name) {
			if id, taken := first[o.Priority]; taken {
				l.warn(l.pathOf(o)+".priority", "is %d as that of %s, so at %s the one that comes first in the file wins", o.Priority, id, p.Name)
				continue
			}
			first[o.Priority] = o.ID
		}
	}
}

func (l *linter) pathOf(o *Offer) string {
	return indexed("offers", slices.IndexFunc(l.c.Offers, func(other Offer) bool { return other.ID == o.ID }))
}

func (l *linter) offer(i int, o *Offer) {
	path := indexed("offers", i)
	if !l.reachable(o) {
		l.warn(path, "can never be shown: its weight is 0 and its placements draw by weight")
	}
	if o.When != nil && len(o.When.Signals()) == 0 {
		l.warn(path+".when", "asks for no signal, so it is the same for everyone")
	}
	if kept := o.kept(); kept <= 0 && l.c.Learning.Target == NetValue {
		l.warn(path+".margin", "is lost again: after the refunds, churn and tickets that its prior expects, an accept is worth %s", l.c.Currency.Format(kept))
	}
	if lacks := o.Content.lacks(); len(lacks) > 0 {
		l.warn(path+".content", "says no %s: an offer needs clear copy, an obvious accept and an easy decline", strings.Join(lacks, ", "))
	}
}

// kept is what an accept is expected to be worth at the prior, in minor units.
func (o *Offer) kept() int64 {
	p, margin := o.Prior, float64(o.Margin)
	return int64(margin - p.Refund*(margin+float64(o.Costs.Refund)) - p.Churn*float64(o.Costs.Churn) - p.Ticket*float64(o.Costs.Ticket))
}

// reachable reports whether some trigger at some placement can show an offer.
func (l *linter) reachable(o *Offer) bool {
	for _, t := range l.c.Triggers {
		for _, p := range l.c.Placements {
			byWeight := p.Strategy == "weighted" || p.Strategy == "ab_test"
			if o.appears(meeting{t.Name, p.Name}) && !(byWeight && o.Weight == 0) {
				return true
			}
		}
	}
	return false
}

// lacks names the parts of the copy that are missing.
func (c Content) lacks() (parts []string) {
	for _, part := range []struct{ name, text string }{
		{"title", c.Title}, {"body", c.Body}, {"accept", c.Accept}, {"decline", c.Decline},
	} {
		if strings.TrimSpace(part.text) == "" {
			parts = append(parts, part.name)
		}
	}
	return parts
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
}

func (l *linter) guarded(kind string) bool {
	return slices.ContainsFunc(l.c.Guardrails, func(g Guardrail) bool { return g.Type == kind })
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
