package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
)

// MaxRefold is how many events are folded to make one decision again online;
// Verify has no such limit.
const MaxRefold = 200_000

// ErrTooFar is returned for a decision that lies too deep in the log to be
// made again while a caller waits.
var ErrTooFar = errors.New("engine: the decision lies too deep in the log to be made again online; proffer verify makes all of them again")

// Reexecute folds the log up to where a decision was made, makes it again and
// returns what differs; nothing when it is the same.
func (s *Service) Reexecute(ctx context.Context, d *Decision) ([]string, error) {
	if d.Position > MaxRefold {
		return nil, ErrTooFar
	}
	s.refold.Lock() // one at a time: each holds a state of its own
	defer s.refold.Unlock()
	state := NewState(s.cfg.Log, nil)
	if err := state.foldTo(ctx, d.Position); err != nil {
		return nil, err
	}
	return d.Differences(state)
}

// Differences makes a decision again in the state it was made in, and says
// where the two are not the same.
func (d *Decision) Differences(s *State) ([]string, error) {
	if s.seq != d.Position {
		return nil, fmt.Errorf("engine: the decision was made after event %d, and the state is at event %d", d.Position, s.seq)
	}
	again, err := Decide(s, d.Request, d.At, d.Seed)
	if err != nil {
		return nil, err
	}
	again.ID = d.ID
	return compare(d, again), nil
}

// sameWithin is how far two numbers of the same decision may be apart. The
// covariance is kept by rank-1 updates when it is live and is built from the
// sums after a restart; the two agree to rounding, and this is far above that.
// Strategies that turn on which number is the greatest take as one those that
// differ by rounding, as bandit.Highest does, so they choose the same again.
const sameWithin = 1e-7

// compare names what differs between a logged decision and a new one.
func compare(was, is *Decision) []string {
	var found []string
	differs := func(what string, was, is any) {
		if was != is {
			found = append(found, fmt.Sprintf("%s was %v and is %v", what, was, is))
		}
	}
	differs("policy_version", was.PolicyVersion, is.PolicyVersion)
	differs("encoding", was.Encoding, is.Encoding)
	differs("group", was.Group, is.Group)
	differs("treated", was.Treated, is.Treated)
	differs("first_of_visit", was.FirstOfVisit, is.FirstOfVisit)
	differs("segment", was.Segment, is.Segment)
	differs("strategy", was.Strategy, is.Strategy)
	differs("ope", was.OPE, is.OPE)
	differs("reason", was.Reason, is.Reason)
	differs("showable", was.Showable, is.Showable)
	differs("number of candidates", len(was.Candidates), len(is.Candidates))
	differs("number of slots", len(was.Slots), len(is.Slots))
	if !slices.Equal(was.Features.Index, is.Features.Index) || !slices.Equal(was.Features.Value, is.Features.Value) {
		found = append(found, "the features are not the same")
	}
	for i := range min(len(was.Candidates), len(is.Candidates)) {
		a, b := was.Candidates[i], is.Candidates[i]
		differs(fmt.Sprintf("candidate %d", i+1), a.Offer, b.Offer)
		differs("what removed "+a.Offer, string(a.Stage)+" "+a.Rule+" "+a.Reason, string(b.Stage)+" "+b.Rule+" "+b.Reason)
	}
	for i := range min(len(was.Slots), len(is.Slots)) {
		found = append(found, compareSlots(i+1, &was.Slots[i], &is.Slots[i])...)
	}
	return found
}

func compareSlots(n int, was, is *Slot) []string {
	var found []string
	if was.Offer != is.Offer {
		found = append(found, fmt.Sprintf("slot %d showed %q and shows %q", n, was.Offer, is.Offer))
	}
	if !slices.Equal(was.Offers, is.Offers) {
		return append(found, fmt.Sprintf("slot %d had the candidates %v and has %v", n, was.Offers, is.Offers))
	}
	for i, p := range was.P {
		if !(math.Abs(p-is.P[i]) <= sameWithin) {
			found = append(found, fmt.Sprintf("slot %d: probability %d was %v and is %v", n, i+1, p, is.P[i]))
		}
	}
	return found
}
