package engine

import (
	"errors"
	"time"

	"proffer/guardrails/breakers"
)

// Conclusion is the move of a breaker that the evidence folded so far calls for,
// if any. It is to be logged and applied before anything else is.
func (s *State) Conclusion(at time.Time) (breakers.Change, bool) {
	return s.breakers.Verdict(later(s.at, at))
}

// conclude logs and folds every move that the evidence calls for. The caller
// holds the lock.
func (s *Service) conclude(at time.Time) error {
	for {
		change, moves := s.state.Conclusion(at)
		if !moves {
			return nil
		}
		if _, err := s.append(&Event{At: at, Breaker: &change}); err != nil {
			return err
		}
	}
}

// Tick lets time pass: what has waited for the end of its window is looked at,
// and breakers move whose time has come, also while nobody asks for an offer.
// Where there is nothing to do nothing is logged.
func (s *Service) Tick() error {
	if err := s.ready(); err != nil {
		return err
	}
	wait, err := s.tick()
	if err != nil {
		return err
	}
	if err := wait(); err != nil {
		return s.fail(err)
	}
	return nil
}

func (s *Service) tick() (wait func() error, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return nil, s.failed
	}
	if err := s.conclude(s.state.at); err != nil { // before time passes: a crash may have kept a move from the log
		return nil, err
	}
	now := s.now()
	if s.state.breakers.Due(now) {
		return s.commit(&Event{At: now, Tick: &TickEvent{}})
	}
	return s.last, s.conclude(now)
}

// An Override is a person's word on a breaker.
type Override struct {
	Guardrail string
	Scope     string
	State     string // open, half_open or closed
	Reason    string
	By        string
}

// anybody is who moved a breaker when the server has no keys to tell by.
const anybody = "somebody"

// SetBreaker moves a breaker by the word of a person. What a person opens stays
// open until a person says otherwise; to close one forgets its evidence.
func (s *Service) SetBreaker(o Override) (breakers.Standing, error) {
	if err := s.ready(); err != nil {
		return breakers.Standing{}, err
	}
	now, wait, err := s.override(o)
	if err != nil {
		return breakers.Standing{}, err
	}
	if err := wait(); err != nil {
		return breakers.Standing{}, s.fail(err)
	}
	return now, nil
}

func (s *Service) override(o Override) (now breakers.Standing, wait func() error, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return now, nil, s.failed
	}
	if err := o.check(); err != nil {
		return now, nil, err
	}
	if o.By == "" {
		o.By = anybody
	}
	at := s.now()
	change, err := s.state.breakers.Override(o.Guardrail, o.Scope, breakers.State(o.State), at, o.By, o.Reason)
	if errors.Is(err, breakers.ErrUnknown) {
		return now, nil, ErrNotFound
	}
	if err != nil {
		return now, nil, &Invalid{Fields: []FieldError{{Field: "state", Problem: err.Error()}}}
	}
	if wait, err = s.commit(&Event{At: at, Breaker: &change}); err != nil {
		return now, nil, err
	}
	now, err = s.state.breakers.Find(o.Guardrail, o.Scope)
	return now, s.last, err
}

func (o *Override) check() error {
	bad := &Invalid{}
	switch breakers.State(o.State) {
	case breakers.Open, breakers.HalfOpen, breakers.Closed:
	default:
		bad.add("state", `must be "open", "half_open" or "closed"`)
	}
	bad.checkReason(o.Reason)
	return bad.or()
}

// Breaker returns one breaker.
func (s *Service) Breaker(guardrail, scope string) (breakers.Standing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, err := s.state.breakers.Find(guardrail, scope)
	if err != nil {
		return now, ErrNotFound
	}
	return now, nil
}
