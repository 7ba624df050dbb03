package store

import (
	"errors"
	"fmt"
	"os"
)

// Open opens the store in dir, or makes a new one there. It refuses a store
// that is not whole, and leaves it as it was found. It does not read the whole
// log: [Badger.Verify] does.
func Open(dir string, o Options) (_ *Badger, err error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	h, o := home(dir), o.complete()
	defer func() {
		if err != nil {
			err = fmt.Errorf("store: %s: %w", dir, err)
		}
	}()
	lock, err := h.lock()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			lock.Close()
		}
	}()
	room := &space{dir: dir, floor: o.FreeSpaceFloor, look: o.free}
	if err := room.above(o.FreeSpaceFloor, 0); err != nil {
		return nil, err
	}
	found, err := h.guard(o)
	if err != nil {
		return nil, err
	}
	return h.start(o, lock, room, found)
}

// guard makes sure that the store is whole before anything may change it for
// good, and says what it holds.
func (h home) guard(o Options) (found mark, err error) {
	if err := errors.Join(h.settle(), h.removeEmpty()); err != nil {
		return mark{}, err
	}
	expected, err := readMark(h.headPath())
	if err != nil {
		return mark{}, fmt.Errorf("%w; remove it to open the store without knowing how much it should hold", err)
	}
	if err := h.inspect(badgerOptions(h.badgerPath(), o)); err != nil {
		return mark{}, refused(err)
	}
	logged, err := h.keep()
	if err != nil {
		return mark{}, err
	}
	if found, err = h.trial(o, expected, logged); err != nil {
		return mark{}, errors.Join(refused(err), h.putBack())
	}
	return found, h.forget()
}

// trial opens Badger once, only to see what it makes of its files.
func (h home) trial(o Options, expected mark, logged int64) (found mark, err error) {
	db, err := openBadger(trialOptions(h.badgerPath(), o))
	if err != nil {
		return mark{}, err
	}
	found, err = examine(h.badgerPath(), db, expected, logged)
	return found, errors.Join(err, closeBadger(db))
}

// refused adds what an operator needs to know about a store that is not whole.
func refused(err error) error {
	return fmt.Errorf("%w; nothing was changed: keep this directory and restore a backup (docs/format/log.md says what else can be done)", err)
}

// start opens Badger for good and begins to write.
func (h home) start(o Options, lock *os.File, room *space, found mark) (*Badger, error) {
	db, err := openBadger(badgerOptions(h.badgerPath(), o))
	if err != nil {
		return nil, err
	}
	head, err := createMark(h.headPath(), found)
	if err != nil {
		return nil, errors.Join(err, closeBadger(db))
	}
	return run(h, o, db, lock, head, room, found)
}
