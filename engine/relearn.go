package engine

import (
	"fmt"
	"time"

	"proffer/features"
)

// A relearning builds the beliefs of another policy from the log's raw signals
// while the old ones go on serving. It has seen every outcome up to one
// position of the log; a fate that changes behind that position is changed in
// both, one before it is met when the relearning gets there.
type relearning struct {
	policy  *Policy
	beliefs map[string]*belief
	forget  forgetting
	upto    uint64 // the last event whose outcome is in beliefs
}

// newRelearning begins with no outcomes, at a time.
func newRelearning(p *Policy, at time.Time) *relearning {
	r := &relearning{policy: p, beliefs: map[string]*belief{}}
	r.forget.halfLife = p.Learning.HalfLife
	_ = r.forget.advance(at, nil) // no beliefs, so nothing that can go wrong
	return r
}

// A past is a logged decision as the new policy sees it.
type past struct {
	seq      uint64
	id       string
	features features.Vector
	segment  string
}

// pasts reads up to n logged decisions that showed something, from sequence
// number from on, and says where to go on. It does not touch the state.
func (r *relearning) pasts(log Log, from uint64, n int) (found []past, next uint64, err error) {
	next = from
	for e, err := range log.Events(from) {
		if err != nil {
			return nil, from, err
		}
		next = e.Seq + 1
		if e.Decision == nil || len(e.Decision.Shown()) == 0 {
			continue
		}
		x, segment := r.policy.encode(e.Decision.Request.Signals)
		found = append(found, past{seq: e.Seq, id: e.Decision.ID, features: x, segment: segment})
		if len(found) == n {
			break
		}
	}
	return found, next, nil
}

// take puts the outcomes of some logged decisions into the new beliefs, as
// they are known now, and moves on to just before next.
func (r *relearning) take(s *State, found []past, next uint64) error {
	for _, p := range found {
		o, err := s.outcomes.get(p.id)
		if err != nil {
			return err
		}
		if o == nil {
			return fmt.Errorf("engine: decision %s is in the log and not in the state", p.id)
		}
		for i := range o.Slots {
			f := &o.Slots[i]
			if err := r.change(o, p.features, p.segment, nil, f); err != nil {
				return err
			}
		}
	}
	r.upto = next - 1
	return nil
}

// finish takes whatever the log has left up to the state's own position.
func (r *relearning) finish(s *State) error {
	for r.upto+1 < s.seq {
		found, next, err := r.pasts(s.log, r.upto+1, relearnBatch)
		if err != nil {
			return err
		}
		if next == r.upto+1 {
			return fmt.Errorf("engine: the log ends at event %d, before the event %d to be learned from", r.upto, s.seq-1)
		}
		for len(found) > 0 && found[len(found)-1].seq >= s.seq {
			found = found[:len(found)-1]
		}
		if err := r.take(s, found, min(next, s.seq)); err != nil {
			return err
		}
	}
	return nil
}

// relearnBatch is how many outcomes are learned at once while others wait.
const relearnBatch = 256

// restake changes a fate that was already taken.
func (r *relearning) restake(s *State, o *Outcome, before, after *Fate) error {
	x, segment, err := s.row(o, r.policy)
	if err != nil {
		return err
	}
	return r.change(o, x, segment, before, after)
}

func (r *relearning) change(o *Outcome, x features.Vector, segment string, before, after *Fate) error {
	b := r.beliefs[after.Offer]
	if b == nil {
		var err error
		if b, err = newBelief(r.policy.prior(after.Offer)); err != nil {
			return err
		}
		r.beliefs[after.Offer] = b
	}
	from, to := o.stake(before, r.policy), o.stake(after, r.policy)
	return b.change(r.policy.viewer.see(x, segment), segment, r.forget.weight(o.At), from, to, r.policy.Learning.Delays)
}
