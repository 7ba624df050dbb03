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
	linear, w := b.predict(v), s.word(b, o, segment, at)
	value := s.policy.worth(linear, w.kept)
	return Score{
		Accept: min(max(linear.Mean, 0), 1), AcceptSD: math.Sqrt(linear.Variance),
		Kept: w.kept.Mean,
		Mean: value.Mean, SD: l.PosteriorScale * math.Sqrt(value.Variance),
		FlatMean: w.mean, FlatSD: w.sd,
	}
}

// predict is the belief about the reward of a customer who looks like v.
func (b *belief) predict(v *sight) bandit.Normal {
	if len(b.credences) == 0 {
		b.credences = bandit.Weigh(b.credences, b.models)
	}
	return b.credences.Average(b.models, v[:len(b.models)])
}

// A word is what is said of an offer to anybody in a segment at some time. It is
// the same for the next customer of the segment, and where time stands still, as
// it does in a replay, it stays the same until something is learned of the offer.
type word struct {
	policy   *Policy // under which it was said; nil: nothing was
	segment  string
	at       time.Time
	kept     bandit.Normal // what an accept keeps
	mean, sd float64       // of the value without context
}

func (s *State) word(b *belief, o *policy.Offer, segment string, at time.Time) *word {
	w := &b.said
	if w.policy == s.policy && w.segment == segment && w.at.Equal(at) {
		return w
	}
	flat, kept := b.flat().Predict(bias), bandit.Normal{Mean: 1}
	if !s.policy.rewarded() {
		flat, kept = b.acceptance(o.Prior), s.kept(b, o, segment, at)
	}
	value := s.policy.worth(flat, kept)
	*w = word{policy: s.policy, segment: segment, at: at, kept: kept,
		mean: value.Mean, sd: s.policy.Learning.PosteriorScale * math.Sqrt(value.Variance)}
	return w
}

// worth is what a shown offer brings, whose accept keeps so much.
func (p *Policy) worth(accept, kept bandit.Normal) bandit.Normal {
	if p.rewarded() {
		return accept
	}
	return bandit.NetValue(accept, kept)
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
