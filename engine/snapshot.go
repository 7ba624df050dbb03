package engine

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"time"

	"proffer/bandit"
	"proffer/guardrails"
	"proffer/guardrails/breakers"
)

// A Snapshot is the part of the state that is not kept in tables. It is a
// cache: without it the log is folded from its beginning.
type snapshot struct {
	Seq        uint64                 `json:"seq"`
	At         time.Time              `json:"at"`
	Catalogue  string                 `json:"catalogue"` // source of the one in force
	Money      bool                   `json:"money,omitzero"`
	Filed      string                 `json:"filed"`
	Catalogues map[string]uint64      `json:"catalogues"`
	Switches   guardrails.Switches    `json:"switches"`
	Breakers   []breakers.Watch       `json:"breakers,omitzero"`
	Ledgers    *guardrails.Ledgers    `json:"ledgers"`
	Epoch      time.Time              `json:"epoch,omitzero"`
	Beliefs    map[string]savedBelief `json:"beliefs"`
	Tally      tally                  `json:"tally"`
}

type savedBelief struct {
	Sums     []*bandit.Moments   `json:"sums"` // by model, the plainest first
	Total    figures             `json:"total"`
	Segments map[string]*figures `json:"segments"`
}

// snapshotKey is the record that holds the snapshot.
const snapshotKey = foldVersion + "state"

// Restore folds the log into a state, from the archive's snapshot on when it
// has one.
func Restore(ctx context.Context, log Log, archive Archive) (*State, error) {
	s := NewState(log, archive)
	if archive != nil {
		data, err := archive.Load(snapshotKey)
		if err != nil {
			return nil, err
		}
		if data != nil {
			if err := s.load(data); err != nil {
				return nil, fmt.Errorf("engine: snapshot: %w", err)
			}
		}
	}
	if s.seq > log.Last() {
		return nil, fmt.Errorf("engine: the snapshot is of event %d, and the log ends at event %d: the log has lost events", s.seq, log.Last())
	}
	return s, s.foldTo(ctx, log.Last())
}

// foldTo applies the log's events up to one of them.
func (s *State) foldTo(ctx context.Context, seq uint64) error {
	if s.seq >= seq {
		return nil
	}
	for e, err := range s.log.Events(s.seq + 1) {
		if err != nil {
			return err
		}
		if err := s.Apply(&e); err != nil {
			return err
		}
		if s.seq == seq {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return fmt.Errorf("engine: the log ends at event %d, before event %d", s.seq, seq)
}

// load takes up a snapshot.
func (s *State) load(data []byte) error {
	var z snapshot
	if err := decode(data, &z); err != nil {
		return err
	}
	p, err := Recall([]byte(z.Catalogue))
	if err != nil {
		return err
	}
	s.seq, s.at, s.policy, s.money, s.filed, s.catalogues = z.Seq, z.At, p, z.Money, z.Filed, z.Catalogues
	s.switches, s.tally = z.Switches, z.Tally
	s.breakers = breakers.Load(z.Breakers, p.guards.Breakers(), p.Catalogue, z.At, z.Seq)
	if z.Ledgers != nil {
		s.ledgers = *z.Ledgers
	}
	s.ledgers.Adopt(p.guards.Budgets(), z.Seq)
	s.forget = forgetting{halfLife: p.Learning.HalfLife, epoch: z.Epoch}
	for offer, saved := range z.Beliefs {
		b, err := beliefFrom(p.prior(offer), saved.Sums)
		if err != nil {
			return fmt.Errorf("%s: %w", offer, err)
		}
		b.total, b.segments = saved.Total, saved.Segments
		s.beliefs[offer] = b
	}
	return nil
}

// snapshot copies what load needs, so that it can be encoded without the lock.
func (s *State) snapshot() *snapshot {
	z := &snapshot{
		Seq: s.seq, At: s.at, Catalogue: string(s.policy.Source), Money: s.money, Filed: s.filed, Catalogues: maps.Clone(s.catalogues),
		Switches: maps.Clone(s.switches), Breakers: s.breakers.Save(), Ledgers: s.ledgers.Clone(), Epoch: s.forget.epoch, Beliefs: make(map[string]savedBelief, len(s.beliefs)), Tally: s.tally.clone(),
	}
	for offer, b := range s.beliefs {
		saved := savedBelief{Sums: b.sums(), Total: b.total, Segments: make(map[string]*figures, len(b.segments))}
		for name, f := range b.segments {
			copied := *f
			saved.Segments[name] = &copied
		}
		z.Beliefs[offer] = saved
	}
	return z
}

func (t *tally) clone() tally {
	return tally{Decisions: maps.Clone(t.Decisions), Feedback: maps.Clone(t.Feedback), Withheld: maps.Clone(t.Withheld)}
}

// save writes the snapshot and all changed records, with nothing else going on.
func (s *State) save(a Archive) error {
	own := s.snapshot()
	s.cut()
	if err := saveCut(a, own, &s.facts); err != nil {
		s.undo()
		return err
	}
	s.saved()
	return nil
}

// saveCut writes what was cut, and the snapshot of the same moment.
func saveCut(a Archive, z *snapshot, f *facts) error {
	own, broken := encode(z)
	if broken != nil {
		return broken
	}
	err := a.Save(func(yield func(string, []byte) bool) {
		if broken = f.encodeCut(yield); broken == nil {
			yield(snapshotKey, own)
		}
	})
	if broken != nil {
		return broken
	}
	return err
}

// startSave saves in the background. The lock is held only to set aside what
// is to be saved, and to take note that it was.
func (s *Service) startSave() {
	own := s.state.snapshot()
	s.state.cut()
	seq, durable, frozen := s.state.seq, s.last, s.state.facts
	s.saving = true
	s.work.Go(func() {
		err := durable() // a snapshot is never ahead of the log
		if err == nil {
			err = saveCut(s.cfg.Archive, own, &frozen)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.saving = false
		if err != nil {
			s.state.undo()
			_ = s.failLocked(err) // the next caller hears of it
			return
		}
		s.state.saved()
		s.savedSeq = seq
	})
}

// encodeCut yields every record that was cut, encoded.
func (f *facts) encodeCut(yield func(string, []byte) bool) error {
	for _, t := range f.tables() {
		for key, r := range t.frozenRecords() {
			data, err := encode(r)
			if err != nil {
				return fmt.Errorf("engine: record %s: %w", key, err)
			}
			if !yield(key, data) {
				return fmt.Errorf("engine: the archive stopped taking records at %s", key)
			}
		}
	}
	return nil
}

// shelf is what saving needs of a table, whatever it holds.
type shelf interface {
	cut()
	saved()
	undo()
	frozenRecords() iter.Seq2[string, any]
}

func (f *facts) tables() []shelf {
	return []shelf{&f.outcomes, &f.customers, &f.sessions, &f.orders, &f.requests, &f.reports}
}

func (f *facts) cut() {
	for _, t := range f.tables() {
		t.cut()
	}
}

func (f *facts) saved() {
	for _, t := range f.tables() {
		t.saved()
	}
}

func (f *facts) undo() {
	for _, t := range f.tables() {
		t.undo()
	}
}
