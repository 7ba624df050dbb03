package engine

import (
	"fmt"
	"math"
	"time"

	"proffer/bandit"
	"proffer/policy"
)

// A belief is all that was learned of one offer. It is a sum over the fates of
// the offer, so it does not matter in which order they came.
type belief struct {
	models []*bandit.Linear // of the reward, the plainest first: see sight
	// What follows from the rest alone is kept until the next change.
	credences bandit.Credences // of the models; none: not weighed yet
	said      word             // what was said last of anybody

	total    figures             // over all segments
	segments map[string]*figures // by segment
}

// A sight is one customer as the models of a belief see them: that there is
// one, then which segment they are in, then all of their features. A model that
// would see no more than the one before it is left out, and what is left is at
// the front.
type sight [maxModels]bandit.Vector

// maxModels is how many models a belief has at most.
const maxModels = 3

// priorsOf makes the operator's words into one prior for each model. The bias is
// worth Strength outcomes; every other weight is shrunk to zero by
// ContextPrecision outcomes.
func priorsOf(c *policy.Catalogue, o *policy.Offer, dims []int) []bandit.Prior {
	mean, noise := o.Prior.Accept, o.Prior.Accept*(1-o.Prior.Accept)
	if c.Learning.Target == policy.Reward {
		mean, noise = o.Prior.Reward, o.Prior.RewardSD*o.Prior.RewardSD
	}
	priors := make([]bandit.Prior, len(dims))
	for k, dim := range dims {
		p := bandit.Prior{Mean: make([]float64, dim), Precision: make([]float64, dim), Shape: 1 + o.Prior.Strength/2}
		p.Scale = (p.Shape - 1) * noise
		p.Mean[0], p.Precision[0] = mean, o.Prior.Strength
		for i := 1; i < dim; i++ {
			p.Precision[i] = c.Learning.ContextPrecision
		}
		priors[k] = p
	}
	return priors
}

func newBelief(priors []bandit.Prior) (*belief, error) {
	sums := make([]*bandit.Moments, len(priors))
	for k, p := range priors {
		sums[k] = bandit.NewMoments(len(p.Mean))
	}
	return beliefFrom(priors, sums)
}

// beliefFrom puts sums that were learned before under priors.
func beliefFrom(priors []bandit.Prior, sums []*bandit.Moments) (*belief, error) {
	if len(sums) != len(priors) {
		return nil, fmt.Errorf("engine: belief: sums of %d models for %d priors", len(sums), len(priors))
	}
	b := &belief{models: make([]*bandit.Linear, len(priors)), segments: map[string]*figures{}}
	for k, p := range priors {
		var err error
		if b.models[k], err = bandit.LinearFrom(p, sums[k]); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// flat is the model that knows nothing of the customer.
func (b *belief) flat() *bandit.Linear { return b.models[0] }

// sums are copies of what every model has learned.
func (b *belief) sums() []*bandit.Moments {
	all := make([]*bandit.Moments, len(b.models))
	for k, l := range b.models {
		all[k] = l.Moments()
	}
	return all
}

// bias is the sight of the model without context.
var bias = bandit.Vector{Index: []int32{0}, Value: []float64{1}}

// change takes one stake out and puts another in, for an outcome that looks
// like v, in a segment, and whose row weighs w.
func (b *belief) change(v sight, segment string, w float64, from, to stake, delays policy.Delays) error {
	b.forget()
	for k, l := range b.models {
		if err := change(l, v[k], w, from, to); err != nil {
			return fmt.Errorf("engine: belief: %w", err)
		}
	}
	b.total.change(from, to, delays)
	b.segment(segment).change(from, to, delays)
	return nil
}

// change revises one regression: a row comes, goes, or has another reward.
func change(l *bandit.Linear, x bandit.Vector, w float64, from, to stake) error {
	switch {
	case from.counted && to.counted && from.reward != to.reward:
		return l.Revise(x, from.reward, to.reward, w)
	case !from.counted && to.counted:
		return l.Learn(x, to.reward, w)
	case from.counted && !to.counted:
		return l.Unlearn(x, from.reward, w)
	}
	return nil
}

func (b *belief) segment(name string) *figures {
	f := b.segments[name]
	if f == nil {
		f = &figures{}
		b.segments[name] = f
	}
	return f
}

// forget drops what followed from a belief that changes.
func (b *belief) forget() { b.credences, b.said = b.credences[:0], word{} }

// decay multiplies the weight of all rows by factor.
func (b *belief) decay(factor float64) error {
	b.forget()
	for _, l := range b.models {
		if err := l.Decay(factor); err != nil {
			return err
		}
	}
	return nil
}

// rate is the belief about one regret among the accepts of a segment: shrunk to
// the offer's own rate, and that to the prior. A segment to which the offer was
// shown in vain is like one to which it was never shown.
func (b *belief) rate(which regret, segment string, prior, strength float64, at time.Time, delay time.Duration) bandit.Beta {
	all := b.total.Regrets[which].count(at, delay).Posterior(prior, strength)
	f := b.segments[segment]
	if f == nil {
		return bandit.Count{}.Posterior(all.Mean(), strength)
	}
	return f.Regrets[which].count(at, delay).Posterior(all.Mean(), strength)
}

// forgetting says how much an outcome's row weighs: 1 now, half of it a
// half-life ago. Time stands still within an epoch, a 64th of the half-life, so
// that weights are the same for everybody who folds the same events.
type forgetting struct {
	halfLife time.Duration
	epoch    time.Time // when the current epoch began; zero before any event
}

func (f forgetting) weight(at time.Time) float64 {
	if f.halfLife <= 0 {
		return 1
	}
	return math.Exp2(-float64(f.epoch.Sub(at)) / float64(f.halfLife))
}

// advance moves to the epoch of a time, and lets beliefs fade by as much.
func (f *forgetting) advance(at time.Time, beliefs map[string]*belief) error {
	if f.halfLife <= 0 {
		return nil
	}
	start := at.Truncate(max(f.halfLife/64, 1))
	before := f.epoch
	if !start.After(before) {
		return nil
	}
	f.epoch = start
	if before.IsZero() {
		return nil
	}
	factor := math.Exp2(-float64(start.Sub(before)) / float64(f.halfLife))
	for offer, b := range beliefs {
		if err := b.decay(max(factor, math.SmallestNonzeroFloat64)); err != nil {
			return fmt.Errorf("engine: belief about %s: %w", offer, err)
		}
	}
	return nil
}
