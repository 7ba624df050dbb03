package store

import (
	"fmt"
	"sync"

	"proffer/engine"
)

// A queue holds the events that wait for the committer: one batch that grows
// while the one before it is written. It may be shared.
type queue struct {
	most int // events of a batch

	mu      sync.Mutex
	change  sync.Cond // of what waits, or of err
	waiting *batch
	last    uint64 // number of the last event appended
	err     error  // why nothing can be appended any more
	closed  bool
}

// A batch is committed, and answered, as one.
type batch struct {
	events []engine.Event
	done   chan struct{}
	err    error // set before done is closed
}

func newBatch() *batch { return &batch{done: make(chan struct{})} }

// wait returns when the batch is on disk or can never be known to be.
func (b *batch) wait() error {
	<-b.done
	return b.err
}

func (b *batch) answer(err error) {
	b.err = err
	close(b.done)
}

func newQueue(last uint64, most int) *queue {
	q := &queue{most: most, last: last, waiting: newBatch()}
	q.change.L = &q.mu
	return q
}

// Append puts e behind all events before it. It does not wait for the disk,
// but it does while as many events wait as one commit takes.
func (b *Badger) Append(e engine.Event) (wait func() error) { return b.queue.push(e) }

func (q *queue) push(e engine.Event) func() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.err == nil && len(q.waiting.events) >= q.most {
		q.change.Wait()
	}
	err := q.err
	if err == nil && e.Seq != q.last+1 {
		err = outOfTurn(e.Seq, q.last)
	}
	if err != nil {
		return func() error { return err }
	}
	q.last = e.Seq
	q.waiting.events = append(q.waiting.events, e)
	if len(q.waiting.events) == 1 {
		q.change.Broadcast()
	}
	return q.waiting.wait
}

// outOfTurn is the mistake of a caller; the log is not harmed by it.
func outOfTurn(seq, last uint64) error {
	return fmt.Errorf("store: event %d was appended after event %d", seq, last)
}

// take waits for events and takes all of them. It returns nil when the queue
// is closed and empty.
func (q *queue) take() *batch {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.waiting.events) == 0 && !q.closed {
		q.change.Wait()
	}
	taken := q.waiting
	if len(taken.events) == 0 {
		return nil
	}
	q.waiting = newBatch()
	q.change.Broadcast()
	return taken
}

// refusal is why nothing can be appended any more, nil while it can.
func (q *queue) refusal() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.err
}

// tip is the number of the last event appended.
func (q *queue) tip() uint64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.last
}

// refuse makes every later push report err.
func (q *queue) refuse(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err == nil {
		q.err = err
	}
	q.change.Broadcast()
}

// close refuses what comes, and lets take end when it has taken the rest.
func (q *queue) close() {
	q.refuse(errClosed)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.change.Broadcast()
}
