package engine

import (
	"context"
	"fmt"
	"slices"

	"proffer/guardrails/breakers"
)

// SetCatalogue checks a catalogue whole and puts it into force for the next
// request, once that is durable. A bad one changes nothing. Where it learns in
// another way, its beliefs are learned from the log beside the serving ones
// first, and requests go on meanwhile. Returned are the breakers that stopped
// something which the new catalogue lets through.
func (s *Service) SetCatalogue(ctx context.Context, src []byte, by string) (released []breakers.Stop, err error) {
	p, err := Compile(src)
	if err != nil {
		return nil, err
	}
	if err := s.ready(); err != nil {
		return nil, err
	}
	s.swap.Lock()
	defer s.swap.Unlock()
	if err := s.relearn(ctx, p); err != nil {
		return nil, err
	}
	released, wait, err := s.enforce(p, by)
	if err != nil {
		return nil, err
	}
	if err := wait(); err != nil {
		return nil, s.fail(err)
	}
	return released, nil
}

// sameMoney refuses another currency once the log holds any amount in one, which
// would be read as another amount.
func (s *State) sameMoney(p *Policy) error {
	was := s.policy
	if !s.money || was.Currency.Code == p.Currency.Code {
		return nil
	}
	return &Invalid{Fields: []FieldError{{Field: "currency", Problem: fmt.Sprintf(
		"cannot become %s: the log holds amounts in %s, of offers that were weighed or shown and of what was reported; "+
			"another currency needs a data directory of its own", p.Currency.Code, was.Currency.Code)}}}
}

// holdsMoney reports whether an event holds an amount in the currency of the
// catalogue in force: a belief about an offer, the price of what was shown, or the
// value of a report.
func (e *Event) holdsMoney() bool {
	switch {
	case e.Decision != nil:
		weighed := func(c Candidate) bool { return c.Score != nil }
		return len(e.Decision.Shown()) > 0 || slices.ContainsFunc(e.Decision.Candidates, weighed)
	case e.Feedback != nil:
		return e.Feedback.Report.Value != nil
	}
	return false
}

// enforce logs and folds the catalogue. What was answered while it was relearned may
// hold the first amount, so its currency is asked about again.
func (s *Service) enforce(p *Policy, by string) (released []breakers.Stop, wait func() error, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return nil, nil, s.failed
	}
	if err := s.state.sameMoney(p); err != nil {
		s.state.next = nil
		return nil, nil, err
	}
	if err := s.last(); err != nil { // what is still to be learned is read from the log
		return nil, nil, s.failLocked(err)
	}
	now, stops := s.now(), s.state.breakers.Stops()
	wait, err = s.commit(&Event{At: now, Catalogue: &CatalogueEvent{Version: p.Version, Source: string(p.Source), By: by}})
	if err != nil {
		return nil, nil, err
	}
	released = s.state.breakers.Released(stops, p.Catalogue)
	if s.cfg.Moved != nil {
		for _, was := range released { // the catalogue's event is their move
			s.cfg.Moved(was.Release(s.state.at))
		}
	}
	return released, wait, nil
}

// relearn brings the beliefs of p close to the present, a few outcomes at a
// time, so that nobody waits long; enforce does the rest. A currency that cannot
// become another is refused before.
func (s *Service) relearn(ctx context.Context, p *Policy) error {
	r, target, err := s.beginRelearning(p)
	if err != nil || r == nil {
		return err
	}
	for from := uint64(1); from < target; {
		found, next, err := r.pasts(s.cfg.Log, from, relearnBatch)
		if err == nil && next == from {
			break
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = s.takeRelearned(r, found, next)
		}
		if err != nil {
			s.dropRelearning()
			return fmt.Errorf("engine: learning anew: %w", err)
		}
		from = next
	}
	return nil
}

func (s *Service) beginRelearning(p *Policy) (*relearning, uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.state.sameMoney(p); err != nil {
		return nil, 0, err
	}
	if s.state.policy == nil || s.state.policy.learnsLike(p) {
		return nil, 0, nil
	}
	s.state.next = newRelearning(p, s.state.at)
	return s.state.next, s.state.seq, nil
}

func (s *Service) takeRelearned(r *relearning, found []past, next uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return r.take(s.state, found, next)
}

func (s *Service) dropRelearning() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.next = nil
}

// policyOf finds a policy that served, by its version. The caller holds the lock.
func (s *Service) policyOf(version string) (*Policy, error) {
	return s.state.policyOf(version, s.policies)
}

// policyOf finds a policy that served, in force or among the known, and adds it
// to the known when it has to be read from the log.
func (s *State) policyOf(version string, known map[string]*Policy) (*Policy, error) {
	if s.policy.Version == version {
		return s.policy, nil
	}
	if p := known[version]; p != nil {
		return p, nil
	}
	seq, ok := s.catalogues[version]
	if !ok {
		return nil, fmt.Errorf("%w: catalogue %s", ErrNotFound, version)
	}
	p, err := s.catalogueAt(seq)
	if err != nil {
		return nil, err
	}
	known[version] = p
	return p, nil
}

// catalogueAt reads a logged catalogue again.
func (s *State) catalogueAt(seq uint64) (*Policy, error) {
	for e, err := range s.log.Events(seq) {
		if err != nil {
			return nil, err
		}
		if e.Seq == seq && e.Catalogue != nil {
			return Recall([]byte(e.Catalogue.Source))
		}
		break
	}
	return nil, fmt.Errorf("engine: event %d of the log is not the catalogue that was expected there", seq)
}
