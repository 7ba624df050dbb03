package store

import (
	"errors"

	"github.com/dgraph-io/badger/v4"
)

// A writer writes keys in order, in as many transactions as Badger needs.
// Keys and values must not change before commit returns.
type writer struct {
	b   *Badger
	txn *badger.Txn
}

func (b *Badger) newWriter() *writer { return &writer{b: b, txn: b.db.NewTransaction(true)} }

func (w *writer) set(key, value []byte) error {
	return w.apply(func() error { return w.txn.Set(key, value) })
}

func (w *writer) delete(key []byte) error {
	return w.apply(func() error { return w.txn.Delete(key) })
}

// apply does one operation, in a next transaction when this one is full.
func (w *writer) apply(do func() error) error {
	err := do()
	if !errors.Is(err, badger.ErrTxnTooBig) {
		return err
	}
	if err := w.commit(); err != nil {
		return err
	}
	return do()
}

// commit makes everything so far durable, and begins anew. Its failure is the
// store's: what Badger has written then is not known.
func (w *writer) commit() error {
	if err := commitBadger(w.txn); err != nil {
		return w.b.fail(err)
	}
	w.txn = w.b.db.NewTransaction(true)
	return nil
}

func commitBadger(txn *badger.Txn) (err error) {
	defer recovered(&err)
	return txn.Commit()
}

func (w *writer) discard() { w.txn.Discard() }
