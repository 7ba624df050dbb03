package store

import (
	"fmt"

	"github.com/dgraph-io/badger/v4"
)

// tailRecords is how many of the last records an opening checks at least. It
// also checks as many bytes as the write-ahead logs held, since those are what
// a crash and a damaged log put at risk.
const tailRecords = 1024

// examine says what an open database holds, or why that is not what it must.
func examine(where string, db *badger.DB, expected mark, logged int64) (found mark, err error) {
	defer recovered(&err)
	err = db.View(func(txn *badger.Txn) error {
		saves, err := readSaves(where, txn)
		if err != nil {
			return err
		}
		found.saves = saves.committed
		from, last := tail(txn, logged)
		if last < expected.seq {
			return fmt.Errorf("expected at least event %d, found event %d as the last: %d events are lost",
				expected.seq, last, expected.seq-last)
		}
		if found.link, err = checkFrom(where, txn, from); err != nil {
			return err
		}
		if found.seq != last {
			return fmt.Errorf("expected event %d as the last, could read up to event %d: %d events are lost", last, found.seq, last-found.seq)
		}
		if found.saves < expected.saves {
			return fmt.Errorf("expected save %d of the archive, found save %d: %d saves are lost",
				expected.saves, found.saves, expected.saves-found.saves)
		}
		return sameAs(where, txn, expected)
	})
	return found, err
}

// tail finds the last event, and the one from which to check.
func tail(txn *badger.Txn, logged int64) (from, last uint64) {
	it := txn.NewIterator(badger.IteratorOptions{Reverse: true, Prefix: []byte{eventPrefix}})
	defer it.Close()
	for it.Seek(eventKey(^uint64(0))); it.Valid(); it.Next() {
		item := it.Item()
		seq, ok := eventSeq(item.Key())
		if !ok {
			continue
		}
		from, last = seq, max(last, seq)
		if logged -= item.EstimatedSize(); logged < 0 && last-from >= tailRecords {
			break
		}
	}
	return from, last
}

// checkFrom follows the chain from a record to the end of the log, without
// decoding what the records say.
func checkFrom(where string, txn *badger.Txn, from uint64) (end link, err error) {
	at, err := before(where, txn, from)
	if err != nil {
		return at, err
	}
	return walk(where, txn, at, nil)
}

// sameAs checks that the event at the high-water mark is the one it was.
func sameAs(where string, txn *badger.Txn, expected mark) error {
	if expected.seq == 0 {
		return nil
	}
	at, err := linkAt(where, txn, expected.seq)
	if err == nil && at != expected.link {
		return fmt.Errorf("expected hash %x at event %d, found %x: this is another log", expected.hash, expected.seq, at.hash)
	}
	return err
}
