package store

import (
	"bytes"
	"time"

	"proffer/engine"
)

// markEvery is how old the durable high-water mark may become while events flow.
const markEvery = time.Second

// commit is the one goroutine that writes events: everything that waits, in
// one synced transaction, and then an answer to all who wait. Badger does not
// do this by itself: it syncs for each transaction.
func (b *Badger) commit(end link) {
	defer close(b.committed)
	stop := b.syncMarks()
	defer stop()
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
		next, err := b.write(end, batch.events)
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

// write puts events behind end, and the high-water mark behind them.
func (b *Badger) write(end link, events []engine.Event) (_ link, err error) {
	defer recovered(&err)
	if err := b.room.forThis(); err != nil {
		return end, err
	}
	w := b.newWriter()
	defer w.discard()
	var buffer bytes.Buffer
	for i := range events {
		start := buffer.Len()
		key, next, err := end.seal(&buffer, &events[i])
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
	return end, b.mark(func(m *mark) { m.link = end })
}

// mark raises the high-water mark to what has become durable.
func (b *Badger) mark(raise func(*mark)) error {
	b.marks.Lock()
	defer b.marks.Unlock()
	raise(&b.marks.mark)
	return b.marks.file.write(b.marks.mark)
}

// syncMarks makes the mark durable every second, until stop is called.
func (b *Badger) syncMarks() (stop func()) {
	ticker, quit, ended := time.NewTicker(markEvery), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-quit:
				return
			case <-ticker.C:
				if err := b.syncMark(); err != nil {
					b.fail(err)
				}
			}
		}
	}()
	return func() {
		ticker.Stop()
		close(quit)
		<-ended
	}
}

func (b *Badger) syncMark() error {
	b.marks.Lock()
	defer b.marks.Unlock()
	return b.marks.file.sync()
}
