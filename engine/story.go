package engine

import "time"

// A Story is why a decision was made and what has happened since.
type Story struct {
	Decision *Decision
	Outcome  *Outcome
	Policy   *Policy   // that it was made under
	Known    time.Time // of a walk: when the last event before it was, the zero time of the first
}

// Story tells a decision.
func (s *Service) Story(id string) (Story, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return Story{}, s.failed
	}
	o, err := s.state.outcomes.get(id)
	if err != nil {
		return Story{}, err
	}
	if o == nil {
		return Story{}, ErrNotFound
	}
	if err := s.last(); err != nil {
		return Story{}, s.failLocked(err)
	}
	d, err := s.state.decisionAt(o.Seq)
	if err != nil {
		return Story{}, err
	}
	p, err := s.policyOf(d.PolicyVersion)
	return Story{Decision: d, Outcome: o.clone(), Policy: p}, err
}
