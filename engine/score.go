package engine

import (
	"math"
	"time"

	"proffer/bandit"
	"proffer/policy"
)

// score asks the beliefs what showing an offer is worth, to one customer now.
// The models that know more and those that know less are averaged, each as far
// as the outcomes speak for it, so a context that does not pay costs little.
func (s *State) score(o *policy.Offer, v *sight, segment string, at time.Time) Score {
	b, l := s.beliefs[o.ID], &s.policy.Learning
	if l.Target == policy.Reward {
		return scored(b.predict(v), b.flat().Predict(bias), bandit.Normal{Mean: 1}, l)
	}
	return scored(b.predict(v), b.acceptance(o.Prior), s.kept(b, o, segment, at), l)
}

// predict is the belief about the reward of a customer who looks like v.
func (b *belief) predict(v *sight) bandit.Normal {
	return bandit.Average(b.models, v[:len(b.models)])
}

// scored puts together what a shown offer brings and what an accept keeps.
func scored(linear, flat, kept bandit.Normal, l *policy.Learning) Score {
	value, plain := linear, flat
	if l.Target != policy.Reward {
		value, plain = bandit.NetValue(linear, kept), bandit.NetValue(flat, kept)
	}
	return Score{
		Accept: min(max(linear.Mean, 0), 1), AcceptSD: math.Sqrt(linear.Variance),
		Kept: kept.Mean,
		Mean: value.Mean, SD: l.PosteriorScale * math.Sqrt(value.Variance),
		FlatMean: plain.Mean, FlatSD: l.PosteriorScale * math.Sqrt(plain.Variance),
	}
}

// acceptance is the belief about P(accept | shown) without context: a Beta
// posterior, by its mean and variance.
func (b *belief) acceptance(prior policy.Prior) bandit.Normal {
	flat := b.flat()
	beta := bandit.Count{Hits: flat.Earned(0), Trials: flat.Cross(0, 0)}.Posterior(prior.Accept, prior.Strength)
	return bandit.Normal{Mean: beta.Mean(), Variance: beta.Variance()}
}

// kept is the belief about what an accept in this segment keeps after regret, in major units.
func (s *State) kept(b *belief, o *policy.Offer, segment string, at time.Time) bandit.Normal {
	p, d, c := o.Prior, s.policy.Learning.Delays, s.policy.Currency
	costs := bandit.Costs{
		Margin: c.Major(o.Margin), Refund: c.Major(o.Costs.Refund), Churn: c.Major(o.Costs.Churn), Ticket: c.Major(o.Costs.Ticket),
	}
	refund := b.rate(refundRegret, segment, p.Refund, p.Strength, at, d.Refund)
	var churn, ticket bandit.Beta // of no matter where they cost nothing
	if costs.Churn != 0 {
		churn = b.rate(churnRegret, segment, p.Churn, p.Strength, at, d.Churn)
	}
	if costs.Ticket != 0 {
		ticket = b.rate(ticketRegret, segment, p.Ticket, p.Strength, at, d.Ticket)
	}
	return bandit.Kept(costs, refund, churn, ticket)
}
