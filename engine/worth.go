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

// Reward is what the engine learns to raise, as it has turned out so far: the net
// value or, under the target reward, what the app reported of an accept, less the
// share that was refunded.
func (p *Policy) Reward(f *Fate) float64 {
	if !p.rewarded() {
		return p.NetValue(f)
	}
	if f.Accepted.IsZero() || f.Late {
		return 0
	}
	return f.reward(p.Currency) * (1 - f.Returned)
}
