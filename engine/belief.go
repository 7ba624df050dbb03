package engine

import (
	"fmt"
	"math"
	"time"

	"proffer/bandit"
	"proffer/features"
	"proffer/policy"
)

// A belief is all that was learned of one offer. It is a sum over the fates of
// the offer, so it does not matter in which order they came.
type belief struct {
	linear   *bandit.Linear      // of the reward given the features
	flat     *bandit.Linear      // of the reward alone
	total    figures             // over all segments
	segments map[string]*figures // by segment
}

// Priors are the two regressions before any outcome.
type priors struct{ linear, flat bandit.Prior }

// priorsOf makes the operator's words into priors. The bias is worth Strength
// outcomes; every other weight is shrunk to zero by ContextPrecision outcomes.
func priorsOf(c *policy.Catalogue, o *policy.Offer, dim int) priors {
	mean, noise := o.Prior.Accept, o.Prior.Accept*(1-o.Prior.Accept)
	if c.Learning.Target == policy.Reward {
		mean, noise = o.Prior.Reward, o.Prior.RewardSD*o.Prior.RewardSD
	}
	p := bandit.Prior{Mean: make([]float64, dim), Precision: make([]float64, dim), Shape: 1 + o.Prior.Strength/2}
	p.Scale = (p.Shape - 1) * noise
	p.Mean[0], p.Precision[0] = mean, o.Prior.Strength
	for i := 1; i < dim; i++ {
		p.Precision[i] = c.Learning.ContextPrecision
	}
	flat := p
	flat.Mean, flat.Precision = p.Mean[:1], p.Precision[:1]
	return priors{linear: p, flat: flat}
}

func newBelief(p priors) (*belief, error) {
	return beliefFrom(p, bandit.NewMoments(len(p.linear.Mean)), bandit.NewMoments(1))
}

// beliefFrom puts sums that were learned before under a prior.
func beliefFrom(p priors, linear, flat *bandit.Moments) (*belief, error) {
	b := &belief{segments: map[string]*figures{}}
	var err error
	if b.linear, err = bandit.LinearFrom(p.linear, linear); err != nil {
		return nil, err
	}
	b.flat, err = bandit.LinearFrom(p.flat, flat)
	return b, err
}

// bias is the feature vector of the regression without context.
var bias = bandit.Vector{Index: []int32{0}, Value: []float64{1}}

// change takes one stake out and puts another in, for an outcome with features
// x in a segment, whose row weighs w.
func (b *belief) change(x features.Vector, segment string, w float64, from, to stake, delays policy.Delays) error {
	if err := change(b.linear, bandit.Vector(x), w, from, to); err != nil {
		return fmt.Errorf("engine: belief: %w", err)
	}
	if err := change(b.flat, bias, w, from, to); err != nil {
		return fmt.Errorf("engine: belief without context: %w", err)
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

// decay multiplies the weight of all rows by factor.
func (b *belief) decay(factor float64) error {
	if err := b.linear.Decay(factor); err != nil {
		return err
	}
	return b.flat.Decay(factor)
}

// rate is the belief about one regret among the accepts of a segment: shrunk to
// the offer's own rate, and that to the prior.
func (b *belief) rate(which regret, segment string, prior, strength float64, at time.Time, delay time.Duration) bandit.Beta {
	all := b.total.Regrets[which].count(at, delay).Posterior(prior, strength)
	f := b.segments[segment]
	if f == nil {
		return all
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
