package engine

import (
	"fmt"
	"time"

	"proffer/bandit"
	"proffer/features"
	"proffer/guardrails"
	"proffer/guardrails/breakers"
	"proffer/policy"
)

// A State is the fold of the log up to one event: the catalogue in force, what
// was learned, what each customer was shown, and what became of it. It may be
// used by one goroutine at a time.
type State struct {
	seq        uint64    // of the last event folded
	at         time.Time // of that event; time never goes back
	policy     *Policy
	switches   guardrails.Switches
	breakers   *breakers.Breakers
	ledgers    guardrails.Ledgers // of budgets
	beliefs    map[string]*belief // by offer, also of offers that left the catalogue
	forget     forgetting
	tally      tally
	dismissed  map[Target]struct{} // offers shown that are no evidence for breakers
	money      bool                // some event holds an amount of it
	filed      string              // version of the catalogue that came last from the command line's file
	catalogues map[string]uint64   // version → event of every catalogue that ever served
	facts
	log  Log         // where the signals of past decisions are found again
	next *relearning // beliefs under another encoding, on their way
}

// A tally counts events by what they said.
type tally struct {
	Decisions map[Reason]int `json:"decisions"`
	Feedback  map[Status]int `json:"feedback"`
	Withheld  map[string]int `json:"withheld"` // candidates, by the guardrail that withheld them
}

// NewState is the state before any event. It finds the signals of past
// decisions in log, and what memory need not hold in archive, which may be nil.
func NewState(log Log, archive Archive) *State {
	return &State{
		switches: guardrails.Switches{}, breakers: breakers.NewBreakers(), beliefs: map[string]*belief{}, facts: newFacts(archive), log: log,
		catalogues: map[string]uint64{}, dismissed: map[Target]struct{}{},
		tally: tally{Decisions: map[Reason]int{}, Feedback: map[Status]int{}, Withheld: map[string]int{}},
	}
}

// Seq is the sequence number of the last event folded.
func (s *State) Seq() uint64 { return s.seq }

// At is the time of the last event folded.
func (s *State) At() time.Time { return s.at }

// Policy is the policy in force, nil before the first catalogue.
func (s *State) Policy() *Policy { return s.policy }

// restake replaces what one fate adds to the beliefs; before is nil for a fate
// that is new. Beliefs that are being learned anew are kept in step.
func (s *State) restake(o *Outcome, before, after *Fate) error {
	x, segment, err := s.row(o, s.policy)
	if err != nil {
		return err
	}
	b, err := s.belief(after.Offer)
	if err != nil {
		return err
	}
	from, to := o.stake(before, s.policy), o.stake(after, s.policy)
	if err := b.change(s.policy.viewer.see(x, segment), segment, s.forget.weight(o.At), from, to, s.policy.Learning.Delays); err != nil {
		return fmt.Errorf("engine: outcome of event %d, offer %s: %w", o.Seq, after.Offer, err)
	}
	if s.next == nil || o.Seq > s.next.upto {
		return nil
	}
	return s.next.restake(s, o, before, after)
}

// row is the features and the segment of an outcome under a policy: those that
// were decided with, or, after the encoding changed, those that the logged
// signals give now.
func (s *State) row(o *Outcome, p *Policy) (features.Vector, string, error) {
	if o.Encoding == p.Encoding() {
		return o.Features, o.Segment, nil
	}
	d, err := s.decisionAt(o.Seq)
	if err != nil {
		return features.Vector{}, "", err
	}
	x, segment := p.encode(d.Request.Signals)
	return x, segment, nil
}

// encode reads logged signals under a policy that may have other ones by now:
// a signal that it does not know, or knows as another type, is missing.
func (p *Policy) encode(signals map[string]any) (features.Vector, string) {
	values := make(features.Values, len(signals))
	for name, raw := range signals {
		if one, err := p.encoder.Read(nil, map[string]any{name: raw}); err == nil {
			for name, v := range one {
				values[name] = v
			}
		}
	}
	x := p.encoder.Encode(features.Vector{}, values)
	for _, g := range p.Segments {
		if g.When.Holds(values).Holds {
			return p.encoder.InSegment(x, g.Name), g.Name
		}
	}
	return p.encoder.InSegment(x, ""), ""
}

// decisionAt reads a logged decision again.
func (s *State) decisionAt(seq uint64) (*Decision, error) {
	for e, err := range s.log.Events(seq) {
		if err != nil {
			return nil, err
		}
		if e.Seq == seq && e.Decision != nil {
			return e.Decision, nil
		}
		break
	}
	return nil, fmt.Errorf("engine: event %d of the log is not the decision that was expected there", seq)
}

// belief finds the belief about an offer. One that the catalogue does not have
// now is given a plain prior: it is kept, not decided with.
func (s *State) belief(offer string) (*belief, error) {
	if b := s.beliefs[offer]; b != nil {
		return b, nil
	}
	b, err := newBelief(s.policy.prior(offer))
	if err != nil {
		return nil, err
	}
	s.beliefs[offer] = b
	return b, nil
}

// departed is the prior of an offer that is not in the catalogue. Any proper
// one does: only the sums behind it are kept for when the offer returns.
var departed = policy.Prior{Accept: 0.05, Strength: 1, RewardSD: 1}

func (p *Policy) prior(offer string) []bandit.Prior {
	if known, ok := p.priors[offer]; ok {
		return known
	}
	return priorsOf(p.Catalogue, &policy.Offer{Prior: departed}, p.viewer.dims)
}

// adopt puts a policy into force. Beliefs under the same encoding keep their
// sums and take the new priors.
func (s *State) adopt(p *Policy) error {
	s.policy = p
	s.forget.halfLife = p.Learning.HalfLife
	s.breakers.Adopt(p.guards.Breakers(), p.Catalogue, s.at, s.seq)
	s.ledgers.Adopt(p.guards.Budgets(), s.seq)
	for i := range p.Offers {
		if _, err := s.belief(p.Offers[i].ID); err != nil {
			return err
		}
	}
	for offer, b := range s.beliefs {
		renewed, err := beliefFrom(p.prior(offer), b.sums())
		if err != nil {
			return fmt.Errorf("engine: prior of %s: %w", offer, err)
		}
		renewed.total, renewed.segments = b.total, b.segments
		s.beliefs[offer] = renewed
	}
	return nil
}

// advance moves the time of the state: beliefs fade with it, and breakers look
// at what has reached the end of its window.
func (s *State) advance(e *Event) error {
	s.seq, s.at = e.Seq, e.At
	if err := s.breakers.Advance(e.At, s.finding); err != nil {
		return err
	}
	if err := s.forget.advance(e.At, s.beliefs); err != nil {
		return err
	}
	if s.next == nil {
		return nil
	}
	return s.next.forget.advance(e.At, s.next.beliefs)
}
