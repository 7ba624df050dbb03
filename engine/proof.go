package engine

import (
	"proffer/bandit"
	"proffer/guardrails"
	"proffer/policy"
)

var _ guardrails.Proof = (*deciding)(nil)

// AcceptsAtLeast is the lower bound of what the posteriors say of an offer's
// acceptance by this customer, before the posterior scale.
func (d *deciding) AcceptsAtLeast(o *policy.Offer, level float64) float64 {
	score := d.Candidate(o.ID).Score
	return bandit.Normal{Mean: score.Accept, Variance: score.AcceptSD * score.AcceptSD}.Quantile(1 - level)
}

// RefundsAtMost is the upper bound of the refund rate among the offer's accepts
// in this customer's segment.
func (d *deciding) RefundsAtMost(o *policy.Offer, level float64) float64 {
	b, delay := d.state.beliefs[o.ID], d.policy.Learning.Delays.Refund
	_, most := b.rate(refundRegret, d.Segment, o.Prior.Refund, o.Prior.Strength, d.At, delay).Interval(2*level - 1)
	return most
}
