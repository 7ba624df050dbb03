package engine

import (
	"fmt"
	"iter"
	"sort"
	"time"
)

// Stories are the decisions made from one time on and before another, oldest
// first, each with what has become of it when it is yielded. A zero time is no
// bound. Decisions made after the walk began are not among them. What cannot be
// told is an error and ends the walk; a walk never passes over a decision.
//
// The service goes on meanwhile: the lock is held for one decision at a time.
func (s *Service) Stories(from, to time.Time) iter.Seq2[Story, error] {
	return stories(s.cfg.Log, from, to, func(d *Decision) (Story, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.failed != nil {
			return Story{}, s.failed
		}
		return s.state.tell(d, s.policies)
	})
}

// Stories are the same of a state that nobody changes meanwhile.
func (s *State) Stories(from, to time.Time) iter.Seq2[Story, error] {
	known := map[string]*Policy{}
	return stories(s.log, from, to, func(d *Decision) (Story, error) { return s.tell(d, known) })
}

// At is the time of the last event.
func (s *Service) At() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.at
}

// tell puts the outcome and the policy of a logged decision beside it.
func (s *State) tell(d *Decision, known map[string]*Policy) (Story, error) {
	o, err := s.outcomes.peek(d.ID)
	if err != nil {
		return Story{}, err
	}
	if o == nil {
		return Story{}, fmt.Errorf("engine: decision %s is in the log and not in the state", d.ID)
	}
	p, err := s.policyOf(d.PolicyVersion, known)
	return Story{Decision: d, Outcome: o.clone(), Policy: p}, err
}

func stories(log Log, from, to time.Time, tell func(*Decision) (Story, error)) iter.Seq2[Story, error] {
	return func(yield func(Story, error) bool) {
		first, err := firstSince(log, from)
		if err != nil {
			yield(Story{}, err)
			return
		}
		var known time.Time
		for e, err := range log.Events(max(first, 2) - 1) {
			var story Story
			before := known
			known = e.At
			switch {
			case err != nil:
			case e.Seq < first:
				continue
			case !to.IsZero() && !e.At.Before(to):
				return
			case e.Decision == nil:
				continue
			default:
				story, err = tell(e.Decision)
				story.Known = before
			}
			if !yield(story, err) || err != nil {
				return
			}
		}
	}
}

// firstSince is the number of the first event that is not before a time. The
// order of events is the order of time, so a few of them tell.
func firstSince(log Log, from time.Time) (seq uint64, err error) {
	if from.IsZero() {
		return 1, nil
	}
	found := sort.Search(int(log.Last()), func(i int) bool {
		for e, broken := range log.Events(uint64(i) + 1) {
			if broken != nil {
				err = broken
			}
			return broken != nil || !e.At.Before(from)
		}
		return true // appended and not durable yet
	})
	return uint64(found) + 1, err
}
