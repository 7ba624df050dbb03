package engine

// NetValue is what an accept has turned out to be worth so far, in major units:
// the margin of what was kept, less what refunds, a churn and tickets cost, all
// by the catalogue p that the offer was shown under. It is 0 for a fate without an
// accept, and for one whose accept came too late to count.
func (p *Policy) NetValue(f *Fate) float64 {
	o, known := p.Offer(f.Offer)
	if !known || f.Accepted.IsZero() || f.Late {
		return 0
	}
	major := p.Currency.Major
	worth := major(o.Margin) - f.Returned*(major(o.Margin)+major(o.Costs.Refund))
	if !f.Churned.IsZero() {
		worth -= major(o.Costs.Churn)
	}
	if f.Tickets > 0 {
		worth -= major(o.Costs.Ticket)
	}
	return worth
}
