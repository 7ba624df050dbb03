package store

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dgraph-io/badger/v4"
)

// A cursor walks over the keys that begin with a prefix, as of a transaction.
// What panics in Badger is an error here; what panics in the caller is not
// touched. A cursor that Badger silently ends early looks like one at its end:
// whoever walks must know how much there is.
type cursor struct {
	it      *badger.Iterator
	started bool
	value   []byte
}

// over begins in front of the first key that is not before from.
func over(txn *badger.Txn, prefix, from []byte) (c *cursor, err error) {
	defer recovered(&err)
	c = &cursor{it: txn.NewIterator(badger.IteratorOptions{Prefix: prefix})}
	c.it.Seek(from)
	return c, nil
}

// next returns the next key and its value, which are valid until the call
// after it; no key at the end.
func (c *cursor) next() (key, value []byte, err error) {
	defer recovered(&err)
	if c.started {
		c.it.Next()
	}
	c.started = true
	if !c.it.Valid() {
		return nil, nil, nil
	}
	item := c.it.Item()
	c.value, err = item.ValueCopy(c.value[:0])
	return item.Key(), c.value, err
}

func (c *cursor) close() { c.it.Close() }

// get copies the value of a key; nil when there is none.
func get(txn *badger.Txn, key []byte) (value []byte, err error) {
	defer recovered(&err)
	item, err := txn.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return item.ValueCopy(nil)
}

// recovered turns a panic into an error. Badger panics on tables that are
// damaged in places that its checksums do not cover, and then says pages.
func recovered(err *error) {
	if p := recover(); p != nil {
		text := strings.Join(strings.Fields(fmt.Sprint(p)), " ")
		*err = fmt.Errorf("badger panicked: %.120s", text)
	}
}
