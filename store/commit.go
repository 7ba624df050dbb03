package store

import (
	"bytes"
	"time"

	"proffer/engine"
)

// commit is the one goroutine that writes events: everything that waits, in
// one synced transaction, and then an answer to all who wait. Badger does not
// do this by itself: it syncs for each transaction.
func (b *Badger) commit(end link) {
	defer close(b.committed)
	var buffer bytes.Buffer
	for {
		batch := b.queue.take()
		if batch == nil {
			return
		}
		start := time.Now()
		if err := b.Err(); err != nil {
			batch.answer(err)
			continue
		}
		next, err := b.write(end, batch.events, &buffer)
		if err != nil {
			batch.answer(b.fail(err))
			continue
		}
		end = next
		b.durable.Store(end.seq)
		batch.answer(nil)
		if b.observe != nil {
			b.observe(len(batch.events), time.Since(start))
		}
	}
}

// write puts events behind end, and the high-water mark behind them. Badger
// has copied what is in the buffer when a commit returns.
func (b *Badger) write(end link, events []engine.Event, buffer *bytes.Buffer) (link, error) {
	if err := b.room.forThis(); err != nil {
		return end, err
	}
	buffer.Reset()
	w := b.newWriter()
	defer w.discard()
	for i := range events {
		start := buffer.Len()
		key, next, err := end.seal(buffer, &events[i])
		if err != nil {
			return end, err
		}
		if err := w.set(key, buffer.Bytes()[start:]); err != nil {
			return end, err
		}
		end = next
	}
	if err := w.commit(); err != nil {
		return end, err
	}
	return end, b.head.raise(func(m *mark) { m.link = end })
}
