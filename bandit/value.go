package bandit

// Costs are the money, in one unit, that turns on one accepted arm: what it
// earns, and what a refund, a lost customer or a ticket costs on top.
type Costs struct {
	Margin float64
	Refund float64
	Churn  float64
	Ticket float64
}

// Kept returns the belief about what an accept keeps in the end,
//
//	K = Margin − R·(Margin+Refund) − C·Churn − T·Ticket,
//
// when the rates R, C and T of refund, churn and ticket are independent.
func Kept(c Costs, refund, churn, ticket Beta) Normal {
	kept := Normal{Mean: c.Margin}
	for _, loss := range [...]struct {
		rate Beta
		cost float64
	}{{refund, c.Margin + c.Refund}, {churn, c.Churn}, {ticket, c.Ticket}} {
		if loss.cost == 0 {
			continue
		}
		kept.Mean -= loss.rate.Mean() * loss.cost
		kept.Variance += loss.rate.Variance() * loss.cost * loss.cost
	}
	return kept
}

// NetValue returns the belief about V = A·K, the value of showing an arm that is
// accepted with probability A and then keeps K, by the mean and variance of a
// product of independent numbers (Goodman 1960).
//
// A linear model may predict an acceptance below zero; it counts as zero, since
// otherwise a loss taken a negative number of times would look like a gain.
func NetValue(accept, kept Normal) Normal {
	a := max(accept.Mean, 0)
	return Normal{
		Mean: a * kept.Mean,
		Variance: accept.Variance*kept.Variance +
			accept.Variance*kept.Mean*kept.Mean +
			kept.Variance*a*a,
	}
}
