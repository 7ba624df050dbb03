package policy

import (
	"math"
	"slices"
	"strings"
)

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
	if o.Margin > o.Price {
		l.warn(path+".margin", "is more than the price: %s of %s", l.c.Currency.Format(o.Margin), l.c.Currency.Format(o.Price))
	}
	if o.When != nil && len(o.When.Signals()) == 0 {
		l.warn(path+".when", "asks for no signal, so it is the same for everyone")
	}
	if kept := o.kept(); kept <= 0 && l.c.Learning.Target == NetValue {
		l.warn(path+".margin", "leaves nothing: after the refunds, churn and tickets that its prior expects, an accept is worth %s",
			l.c.Currency.Format(int64(math.Round(kept))))
	}
	if lacks := o.Content.lacks(); len(lacks) > 0 {
		l.warn(path+".content", "says no %s: an offer needs clear copy, an obvious accept and an easy decline", strings.Join(lacks, ", "))
	}
}

// kept is what an accept is expected to be worth at the prior, in minor units.
func (o *Offer) kept() float64 {
	p, margin := o.Prior, float64(o.Margin)
	return margin - p.Refund*(margin+float64(o.Costs.Refund)) - p.Churn*float64(o.Costs.Churn) - p.Ticket*float64(o.Costs.Ticket)
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
