package store

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dgraph-io/badger/v4"

	"proffer/engine"
)

// Badger is a store on disk. It may be shared.
type Badger struct {
	home    home
	db      *badger.DB
	lock    *os.File
	room    *space
	observe func(batch int, took time.Duration)

	queue     *queue
	committed chan struct{} // closed when the committer has ended
	durable   atomic.Uint64 // number of the last event that would survive a crash

	head   *markFile
	tidied chan struct{} // closed when tidy has ended

	archive archive

	failed chan struct{} // closed by the first failure
	fault  atomic.Pointer[error]

	use      gate // of all who read or save
	closing  sync.Once
	closeErr error
}

var (
	_ engine.Log     = (*Badger)(nil)
	_ engine.Archive = (*Badger)(nil)
)

// run makes a store of its opened parts and starts the committer.
func run(h home, o Options, db *badger.DB, lock *os.File, head *markFile, room *space, found mark) (*Badger, error) {
	b := &Badger{
		home: h, db: db, lock: lock, room: room, observe: o.Observe,
		queue:     newQueue(found.seq, o.MaxBatch),
		head:      head,
		committed: make(chan struct{}),
		tidied:    make(chan struct{}),
		failed:    make(chan struct{}),
	}
	b.durable.Store(found.seq)
	if err := b.lookFirst(); err != nil {
		return nil, errors.Join(err, closeBadger(db), head.close())
	}
	go b.commit(found.link)
	go b.tidy()
	return b, nil
}

// Last is the number of the last event appended, 0 for none.
func (b *Badger) Last() uint64 { return b.queue.tip() }

// Ready is nil when the store can take another event. A caller asks before it
// decides anything: below the free-space floor Ready says ErrNoSpace, no event
// is lost, and all goes on when there is room again.
func (b *Badger) Ready() error {
	if err := b.queue.refusal(); err != nil {
		return err
	}
	return b.room.forMore()
}

// Failed is closed when the store can acknowledge nothing any more. The
// process should end with an error and be started again: what the failed
// commit wrote is not known before the store is opened anew.
func (b *Badger) Failed() <-chan struct{} { return b.failed }

// Err is the failure, nil before there is one.
func (b *Badger) Err() error {
	if err := b.fault.Load(); err != nil {
		return *err
	}
	return nil
}

// fail makes err final, unless another was first, and returns the first.
func (b *Badger) fail(err error) error {
	err = fmt.Errorf("store: %s: commit failed, what it wrote is unknown: %w", b.home, err)
	if b.fault.CompareAndSwap(nil, &err) {
		b.queue.refuse(err)
		close(b.failed)
	}
	return b.Err()
}

// Close writes what waits, and then the high-water mark, and ends. It waits for
// all who read, so it must not be called from within a reading. It may be
// called twice; what is called after it reports ErrClosed.
func (b *Badger) Close() error {
	b.closing.Do(func() {
		b.queue.close()
		<-b.committed
		<-b.tidied
		b.use.close()
		b.archive.view.Discard()
		err := closeBadger(b.db)
		b.closeErr = errors.Join(b.Err(), err, b.head.close(), b.lock.Close())
	})
	return b.closeErr
}

func closeBadger(db *badger.DB) (err error) {
	defer recovered(&err)
	return db.Close()
}
