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
	kept.lose(refund, c.Margin+c.Refund)
	kept.lose(churn, c.Churn)
	kept.lose(ticket, c.Ticket)
	return kept
}

// lose takes off what happens at a rate and then costs so much.
func (n *Normal) lose(rate Beta, cost float64) {
	if cost == 0 {
		return
	}
	n.Mean -= rate.Mean() * cost
	n.Variance += rate.Variance() * cost * cost
}

// leastAcceptance is what counts as a predicted acceptance of nothing or less.
// A linear model may predict one; were it taken as it is, a loss taken a
// negative number of times would look like a gain.
const leastAcceptance = 1e-6

// NetValue returns the belief about V = A·K, the value of showing an arm that is
// accepted with probability A and then keeps K, by the mean and variance of a
// product of independent numbers (Goodman 1960).
//
// Where K is believed to be a loss, the spread of A is left out. No acceptance
// turns a loss into a gain, so P(V > 0) is P(K > 0); the symmetric spread of the
// product would say that an arm which is certain to lose money, and of whose
// acceptance little is known, is better than nothing almost half of the time.
func NetValue(accept, kept Normal) Normal {
	a := max(accept.Mean, leastAcceptance)
	v := Normal{Mean: a * kept.Mean, Variance: kept.Variance * a * a}
	if kept.Mean > 0 {
		v.Variance += accept.Variance * (kept.Variance + kept.Mean*kept.Mean)
	}
	return v
}
