package store

import (
	"sync"

	"github.com/dgraph-io/badger/v4"
)

// An archive is what a store knows of its own archive. The lock makes the
// moment at which a Save counts one moment for all who begin to read.
type archive struct {
	saving sync.Mutex // held by the Save that goes on

	mu   sync.RWMutex
	view *badger.Txn // since the last Save; a new one would wait for the commit that goes on
	saves
}

// lookFirst finds out which Saves count when the store is opened.
func (b *Badger) lookFirst() error {
	txn := b.db.NewTransaction(false)
	defer txn.Discard()
	found, err := readSaves(b.home.badgerPath(), txn)
	b.look(found)
	return err
}

// look makes all who begin to read from now on see these Saves.
func (b *Badger) look(next saves) {
	view := b.db.NewTransaction(false)
	b.archive.mu.Lock()
	defer b.archive.mu.Unlock()
	b.archive.view, view = view, b.archive.view
	b.archive.saves = next
	if view != nil {
		view.Discard()
	}
}

// Load returns the record of the last Save that wrote key, nil for none.
func (b *Badger) Load(key string) ([]byte, error) {
	if err := b.use.enter(); err != nil {
		return nil, err
	}
	defer b.use.leave()
	b.archive.mu.RLock()
	defer b.archive.mu.RUnlock()
	txn := b.archive.view
	shelf, r, err := b.current(txn, b.archive.saves, key)
	if err != nil || r == nil || r.pieces == 0 {
		return nil, err
	}
	value := r.piece
	for i := uint16(1); i < r.pieces; i++ {
		next, err := b.rowAt(txn, rowKey(key, shelf, i))
		if err != nil {
			return nil, err
		}
		if next == nil || next.generation != r.generation {
			return nil, b.torn(rowKey(key, shelf, i))
		}
		value = append(value, next.piece...)
	}
	return value, nil
}

// current finds the shelf whose version counts, and the first row of it; no
// row when the record was never saved.
func (b *Badger) current(txn *badger.Txn, s saves, name string) (shelf byte, first *row, err error) {
	for i := range byte(shelves) {
		r, err := b.rowAt(txn, rowKey(name, i, 0))
		if err != nil {
			return 0, nil, err
		}
		if r != nil && s.counts(r.generation) && (first == nil || r.generation > first.generation) {
			shelf, first = i, r
		}
	}
	return shelf, first, nil
}

// rowAt reads one row, nil for none.
func (b *Badger) rowAt(txn *badger.Txn, key []byte) (*row, error) {
	where := b.home.badgerPath()
	v, err := get(txn, key)
	if err != nil {
		return nil, &Corrupt{Where: where, Key: key, Problem: "record cannot be read", Err: err}
	}
	if v == nil {
		return nil, nil
	}
	r, err := parseRow(where, key, v)
	return &r, err
}

func (b *Badger) torn(key []byte) error {
	return &Corrupt{Where: b.home.badgerPath(), Key: key, Problem: "a piece of the record is missing"}
}
