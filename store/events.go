package store

import (
	"errors"
	"iter"

	"github.com/dgraph-io/badger/v4"

	"proffer/engine"
)

// Events are the events from number from on that were durable when the reading
// began. Each is checked; the first that is not what was written is a
// [Corrupt] error and the end.
func (b *Badger) Events(from uint64) iter.Seq2[engine.Event, error] {
	return func(yield func(engine.Event, error) bool) {
		if err := b.read(from, yield); err != nil {
			yield(engine.Event{}, err)
		}
	}
}

// read yields events. It returns what ended it too early.
func (b *Badger) read(from uint64, yield func(engine.Event, error) bool) error {
	err := b.records(from, func(payload []byte, at link) error {
		e, err := decode(b.home.badgerPath(), at, payload)
		if err == nil && !yield(e, nil) {
			err = errStop
		}
		return err
	})
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// records calls fn for every durable record from number from on, in order and
// checked, until fn returns an error. A payload is valid during its call only.
func (b *Badger) records(from uint64, fn func(payload []byte, at link) error) error {
	if err := b.use.enter(); err != nil {
		return err
	}
	defer b.use.leave()
	where, until := b.home.badgerPath(), b.durable.Load()
	if from > until {
		return nil
	}
	txn := b.db.NewTransaction(false)
	defer txn.Discard()
	at, err := before(where, txn, from)
	if err != nil {
		return err
	}
	at, err = walk(where, txn, at, fn)
	if err == nil && at.seq < until {
		err = unreadable(where, at, errors.New("the log ends before it"))
	}
	return err
}

// errStop ends a walk that needs no more.
var errStop = errors.New("enough")

// before is the link in front of the event with number from.
func before(where string, txn *badger.Txn, from uint64) (link, error) {
	if from <= 1 {
		return link{}, nil
	}
	return linkAt(where, txn, from-1)
}

// linkAt reads the link of one record.
func linkAt(where string, txn *badger.Txn, seq uint64) (link, error) {
	key := eventKey(seq)
	record, err := get(txn, key)
	problem := "event cannot be read"
	if err == nil {
		var at link
		if _, at, problem = parse(key, record); problem == "" {
			return at, nil
		}
	}
	return link{}, &Corrupt{Where: where, Key: key, Seq: seq, Problem: problem, Err: err}
}

// walk calls fn for every record after a link, in the order of their numbers,
// each checked against the one before it, and returns the last link.
func walk(where string, txn *badger.Txn, after link, fn func(payload []byte, at link) error) (at link, err error) {
	at = after
	c, err := over(txn, []byte{eventPrefix}, eventKey(at.seq+1))
	if err != nil {
		return at, unreadable(where, at, err)
	}
	defer c.close()
	for {
		key, record, err := c.next()
		if err != nil {
			return at, unreadable(where, at, err)
		}
		if key == nil {
			return at, nil
		}
		payload, next, err := at.follow(where, key, record)
		if err != nil {
			return at, err
		}
		if at = next; fn != nil {
			if err := fn(payload, at); err != nil {
				return at, err
			}
		}
	}
}

// unreadable is what is wrong with the event after a link when Badger cannot
// give it.
func unreadable(where string, at link, err error) error {
	return &Corrupt{Where: where, Key: eventKey(at.seq + 1), Seq: at.seq + 1, Problem: "event cannot be read", Err: err}
}
