package store

import (
	"bytes"

	"github.com/dgraph-io/badger/v4"
)

// Each calls fn for every record whose key begins with prefix, in the order of
// the keys, as of the last Save that had ended when Each began.
func (b *Badger) Each(prefix string, fn func(key string, value []byte) error) error {
	if err := b.use.enter(); err != nil {
		return err
	}
	defer b.use.leave()
	txn, s := b.asOf()
	defer txn.Discard()
	found := uint64(0)
	err := b.versions(txn, s, namePrefix(prefix), func(name string, value []byte) error {
		found++
		return fn(name, value)
	})
	if err == nil && prefix == "" && found != s.records {
		return &Corrupt{Where: b.home.badgerPath(), Key: savesKey, Problem: "the archive holds another number of records than were saved"}
	}
	return err
}

// asOf begins to read: a transaction, and the Saves that count in it.
func (b *Badger) asOf() (*badger.Txn, saves) {
	b.archive.mu.RLock()
	defer b.archive.mu.RUnlock()
	return b.db.NewTransaction(false), b.archive.saves
}

// versions walks over rows and puts together the version that counts of each
// record.
func (b *Badger) versions(txn *badger.Txn, s saves, prefix []byte, fn func(name string, value []byte) error) error {
	c, err := over(txn, prefix, prefix)
	if err != nil {
		return err
	}
	defer c.close()
	var at assembly
	for {
		key, v, err := c.next()
		if err != nil {
			return &Corrupt{Where: b.home.badgerPath(), Key: prefix, Problem: "record cannot be read", Err: err}
		}
		name, shelf, piece, ok := splitRow(key)
		if key != nil && !ok {
			return &Corrupt{Where: b.home.badgerPath(), Key: bytes.Clone(key), Problem: "key is no record's"}
		}
		if key == nil || name != at.name {
			if err := at.finish(b, fn); err != nil || key == nil {
				return err
			}
			at = assembly{name: name}
		}
		r, err := parseRow(b.home.badgerPath(), key, v)
		if err != nil {
			return err
		}
		at.add(s, shelf, piece, r)
	}
}

// An assembly puts the rows of one record together, as they come.
type assembly struct {
	name       string
	shelf      byte
	generation uint64 // 0: nothing that counts was seen
	pieces     uint16
	have       uint16
	value      []byte
}

// add takes the rows of the newest version that counts, and passes over what
// older and unfinished Saves left.
func (a *assembly) add(s saves, shelf byte, piece uint16, r row) {
	if piece == 0 && s.counts(r.generation) && r.generation > a.generation {
		*a = assembly{name: a.name, shelf: shelf, generation: r.generation, pieces: r.pieces}
	}
	if r.generation == a.generation && shelf == a.shelf && piece == a.have && piece < a.pieces {
		a.have++
		a.value = append(a.value, r.piece...)
	}
}

// finish hands on what was put together, if there is anything.
func (a *assembly) finish(b *Badger, fn func(name string, value []byte) error) error {
	if a.generation == 0 || a.pieces == 0 {
		return nil
	}
	if a.have != a.pieces {
		return b.torn(rowKey(a.name, a.shelf, a.have))
	}
	return fn(a.name, a.value)
}
