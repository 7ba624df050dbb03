package store

import (
	"errors"
	"fmt"
	"iter"
	"slices"
)

// saveBytes is how much a Save writes between two commits: little, so that
// events need not wait long behind it.
const saveBytes = 256 << 10

// Save writes all records or, whatever happens in between, none of them; until
// it returns everyone reads the Save before. The last of two records with one
// key counts. A record without a value deletes.
//
// Saves are not bounded by what Badger takes in one transaction: each record
// is written beside the version that counts, under a generation that does not
// count yet, and one small transaction at the end makes it count.
func (b *Badger) Save(records iter.Seq2[string, []byte]) error {
	if err := b.use.enter(); err != nil {
		return err
	}
	defer b.use.leave()
	b.archive.saving.Lock()
	defer b.archive.saving.Unlock()
	if err := b.Ready(); err != nil {
		return err
	}
	s := saving{b: b, w: b.newWriter(), was: b.archive.saves}
	defer s.w.discard()
	if err := s.all(records); err != nil {
		return fmt.Errorf("store: %s: save: %w", b.home, err)
	}
	return nil
}

// saving is one Save that goes on.
type saving struct {
	b       *Badger
	w       *writer
	was     saves // what counts meanwhile
	now     saves // what will count
	pending int   // bytes since the last commit
	deleted []string
}

func (s *saving) all(records iter.Seq2[string, []byte]) error {
	if err := s.begin(); err != nil {
		return err
	}
	for name, value := range records {
		if err := s.put(name, value); err != nil {
			return err
		}
	}
	if err := s.commit(); err != nil {
		return err
	}
	if err := s.publish(s.now); err != nil {
		return err
	}
	if err := s.sweep(); err != nil && s.b.Err() == nil {
		return nil // it counts; what was not removed is read by nobody
	}
	return s.b.Err()
}

// begin uses up a generation: it is noted as ended, without having counted,
// before anything is written under it.
func (s *saving) begin() error {
	generation := s.was.fresh()
	began := s.was
	began.ended = append(slices.Clone(s.was.ended), generation)
	if err := s.publish(began); err != nil {
		return err
	}
	s.now = saves{committed: generation, records: s.was.records, ended: s.was.ended}
	s.was = began
	return nil
}

// put writes one record beside the version that counts.
func (s *saving) put(name string, value []byte) error {
	if err := checkRecord(name, value); err != nil {
		return err
	}
	cut, count := pieces(value)
	shelf, err := s.clear(name, count)
	if err != nil {
		return err
	}
	for i, piece := range cut {
		key := rowKey(name, shelf, uint16(i))
		v := encodeRow(key, row{generation: s.now.committed, pieces: count, piece: piece})
		if err := s.w.set(key, v); err != nil {
			return err
		}
		if s.pending += len(v); s.pending >= saveBytes {
			if err := s.commit(); err != nil {
				return err
			}
		}
	}
	return nil
}

// clear makes room for a version of so many pieces: it returns the shelf whose
// version does not count, rid of the pieces that the new one will not overwrite.
func (s *saving) clear(name string, count uint16) (shelf byte, err error) {
	taken, first, err := s.b.current(s.w.txn, s.was, name)
	if err != nil {
		return 0, err
	}
	if first != nil {
		shelf = 1 - taken
	}
	left, err := s.b.rowAt(s.w.txn, rowKey(name, shelf, 0))
	if err != nil {
		return 0, err
	}
	s.tally(first, left, count)
	if count == 0 {
		s.deleted = append(s.deleted, name)
	}
	return shelf, s.remove(name, shelf, max(count, 1), left)
}

// tally keeps the number of records: one that was there, and is not any more,
// or the other way round.
func (s *saving) tally(first, left *row, count uint16) {
	before := first
	if left != nil && left.generation == s.now.committed {
		before = left // this Save had it already
	}
	if before != nil && before.pieces > 0 {
		s.now.records--
	}
	if count > 0 {
		s.now.records++
	}
}

// remove deletes the pieces of a version from one on.
func (s *saving) remove(name string, shelf byte, from uint16, version *row) error {
	if version == nil {
		return nil
	}
	for i := from; i < max(version.pieces, 1); i++ {
		if err := s.w.delete(rowKey(name, shelf, i)); err != nil {
			return err
		}
	}
	return nil
}

// commit makes durable what was written, while there is room for it.
func (s *saving) commit() error {
	if err := s.b.room.forMore(); err != nil {
		return err
	}
	s.pending = 0
	return s.w.commit()
}

// publish makes it durable which Saves count, and then makes them count.
func (s *saving) publish(next saves) error {
	if err := s.w.set(savesKey, next.encode()); err != nil {
		return err
	}
	if err := s.w.commit(); err != nil {
		return err
	}
	s.b.look(next)
	if err := s.b.head.raise(func(m *mark) { m.saves = next.committed }); err != nil {
		return s.b.fail(err)
	}
	return nil
}

// sweep removes the rows of deleted records: first the version before, then
// the row that says deleted, so that nothing comes back whatever happens.
func (s *saving) sweep() error {
	for _, name := range s.deleted {
		shelf, first, err := s.b.current(s.w.txn, s.now, name)
		if err != nil {
			return err
		}
		if first == nil || first.pieces > 0 {
			continue // removed already, or written again by this Save
		}
		older, err := s.b.rowAt(s.w.txn, rowKey(name, 1-shelf, 0))
		if err != nil {
			return err
		}
		if err := errors.Join(s.remove(name, 1-shelf, 0, older), s.remove(name, shelf, 0, first)); err != nil {
			return err
		}
	}
	return s.w.commit()
}
