package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"proffer/guardrails/breakers"
)

// A Config says what a Service works with.
type Config struct {
	Log     Log
	Archive Archive                 // nil: every record stays in memory
	Clock   func() time.Time        // the time now
	Chance  func() (string, uint64) // a new decision id, unique and ordered by time, and a seed
	Ready   func() error            // nil: always; else why the log should take nothing more now
	Every   uint64                  // events between two snapshots; 0: 20,000
	Trouble func(err error)         // told once when the service stops for good; nil: nobody
	Moved   func(breakers.Change)   // told of every move of a breaker, under the lock, so it must not call back; nil: nobody
}

const defaultEvery = 20_000

// ErrUnavailable is returned while nothing can be logged: the disk is full, or
// the log has failed and only a restart helps.
var ErrUnavailable = errors.New("engine: the log cannot take events now")

// ErrNotFound is returned for a decision, an offer or a catalogue that is not known.
var ErrNotFound = errors.New("engine: not found")

// A Service answers requests and reports, one after another, from one state.
// It may be used by many goroutines. What it has answered is durable.
type Service struct {
	cfg    Config
	swap   sync.Mutex // held while a catalogue is put into force
	refold sync.Mutex // held while a past decision is made again

	mu       sync.Mutex
	state    *State
	last     func() error // waits for the event appended last
	failed   error        // once set, nothing is answered any more
	saving   bool
	savedSeq uint64
	policies map[string]*Policy // catalogues that served before, when they were asked for
	work     sync.WaitGroup
}

// Open restores the state from the archive and the log, and puts the catalogue
// into force if its file changed since the last start. A catalogue that was
// put into force later, over the API, otherwise stays.
func Open(ctx context.Context, cfg Config, catalogue []byte) (*Service, error) {
	p, err := Compile(catalogue)
	if err != nil {
		return nil, err
	}
	if cfg.Every == 0 {
		cfg.Every = defaultEvery
	}
	state, err := Restore(ctx, cfg.Log, cfg.Archive)
	if err != nil {
		return nil, err
	}
	s := &Service{cfg: cfg, state: state, savedSeq: state.seq, last: func() error { return nil }, policies: map[string]*Policy{}}
	if err := s.Tick(); err != nil { // what a crash kept from being concluded
		return nil, err
	}
	if state.filed == p.Version {
		return s, nil
	}
	_, err = s.SetCatalogue(ctx, catalogue, ByFile)
	return s, err
}

// ByFile is who puts the catalogue of the command line into force.
const ByFile = "file"

// An Answer is a decision with the policy it was made under.
type Answer struct {
	*Decision
	Policy   *Policy
	Repeated bool // the request_id was answered before; this is that answer
}

// Rank decides, logs the decision and returns it once it is durable. Without a
// log there is no decision: the answer is then a fallback without offers, that
// nothing is learned from, beside the error.
func (s *Service) Rank(ctx context.Context, r Request) (Answer, error) {
	if err := s.ready(); err != nil {
		return fallback(r), err
	}
	answer, wait, err := s.decide(r)
	if err != nil {
		return fallback(r), err
	}
	if err := wait(); err != nil {
		return fallback(r), s.fail(err)
	}
	return answer, nil
}

func fallback(r Request) Answer {
	return Answer{Decision: &Decision{Request: r, Group: Treatment, Reason: Fallback}}
}

func (s *Service) decide(r Request) (Answer, func() error, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return Answer{}, nil, s.failed
	}
	if first, err := s.first(r.RequestID); first != nil || err != nil {
		return s.again(first, err)
	}
	id, seed := s.cfg.Chance()
	d, err := Decide(s.state, r, s.now(), seed)
	if err != nil {
		return Answer{}, nil, err
	}
	d.ID = id
	policy := s.state.policy
	wait, err := s.commit(&Event{At: d.At, Decision: d})
	return Answer{Decision: d, Policy: policy}, wait, err
}

// first finds the mark of a request that was answered before.
func (s *Service) first(request string) (*mark, error) {
	if request == "" {
		return nil, nil
	}
	return s.state.requests.get(request)
}

// again is the first answer, read back from the log.
func (s *Service) again(m *mark, err error) (Answer, func() error, error) {
	if err != nil {
		return Answer{}, nil, err
	}
	if err := s.last(); err != nil {
		return Answer{}, nil, err
	}
	d, err := s.state.decisionAt(m.Seq)
	if err != nil {
		return Answer{}, nil, err
	}
	p, err := s.policyOf(d.PolicyVersion)
	return Answer{Decision: d, Policy: p, Repeated: true}, s.last, err
}

// Feedback logs and folds reports, in their order, and says what became of
// each. The error is about all of them: then none may be taken as recorded.
func (s *Service) Feedback(ctx context.Context, reports []Report) ([]Result, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	results := make([]Result, len(reports))
	wait := func() error { return nil }
	for i, r := range reports {
		var err error
		if results[i], wait, err = s.observe(r, wait); err != nil {
			return nil, err
		}
	}
	if err := wait(); err != nil {
		return nil, s.fail(err)
	}
	return results, nil
}

// observe takes one report; before waits for the ones in front of it.
func (s *Service) observe(r Report, before func() error) (Result, func() error, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return Result{}, nil, s.failed
	}
	now := s.now()
	f, err := Observe(s.state, r, now)
	if err != nil {
		return Result{}, nil, err
	}
	result := Result{EventID: r.EventID, Status: f.Status, Detail: f.Detail}
	switch f.Status {
	case Rejected:
		return result, before, nil
	case Duplicate: // the first may still be on its way to the disk
		return result, s.last, nil
	}
	wait, err := s.commit(&Event{At: now, Feedback: &f})
	return result, wait, err
}

// commit gives an event its place in the log, and the moves of breakers that it
// brings about theirs behind it. The caller holds the lock, and waits after it
// has let go of it.
func (s *Service) commit(e *Event) (wait func() error, err error) {
	if wait, err = s.append(e); err != nil {
		return nil, err
	}
	if err := s.conclude(e.At); err != nil {
		return nil, err
	}
	if s.cfg.Archive != nil && !s.saving && s.state.seq-s.savedSeq >= s.cfg.Every {
		s.startSave()
	}
	return wait, nil
}

// append logs an event and folds it: check, log, change.
func (s *Service) append(e *Event) (wait func() error, err error) {
	e.Seq = s.state.seq + 1
	wait = s.cfg.Log.Append(*e)
	s.last = wait
	if err := s.state.Apply(e); err != nil {
		return nil, s.failLocked(err)
	}
	if e.Breaker != nil && s.cfg.Moved != nil {
		s.cfg.Moved(*e.Breaker)
	}
	return wait, nil
}

// now is the time of the next event: never before the last one.
func (s *Service) now() time.Time { return later(s.state.at, s.cfg.Clock().UTC().Round(0)) }

// ready says whether an event could be logged now.
func (s *Service) ready() error {
	if s.cfg.Ready != nil {
		if err := s.cfg.Ready(); err != nil {
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
	}
	return nil
}

// Ready returns nil when requests can be answered, and else why not.
func (s *Service) Ready() error {
	s.mu.Lock()
	failed := s.failed
	s.mu.Unlock()
	if failed != nil {
		return failed
	}
	return s.ready()
}

// fail stops the service for good. What is on disk is then unknown, so only a
// restart, which reads it again, may go on.
func (s *Service) fail(err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failLocked(err)
}

func (s *Service) failLocked(err error) error {
	if s.failed == nil {
		s.failed = fmt.Errorf("%w: %w", ErrUnavailable, err)
		if s.cfg.Trouble != nil {
			s.cfg.Trouble(err)
		}
	}
	return s.failed
}

// Close waits for what was appended, and saves the state so that the next
// start need not fold it again.
func (s *Service) Close() error {
	s.work.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return s.failed
	}
	if err := s.last(); err != nil {
		return s.failLocked(err)
	}
	if s.cfg.Archive == nil || s.savedSeq == s.state.seq {
		return nil
	}
	return s.state.save(s.cfg.Archive)
}
