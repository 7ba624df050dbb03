package store

import (
	"errors"
	"time"
)

// tidyEvery is how old the durable high-water mark may become while events flow.
const tidyEvery = time.Second

// tidy does what is due every second, until the store is closed.
func (b *Badger) tidy() {
	defer close(b.tidied)
	ticker := time.NewTicker(tidyEvery)
	defer ticker.Stop()
	for {
		select {
		case <-b.committed:
			return
		case <-ticker.C:
			if err := errors.Join(b.head.there(), b.head.sync()); err != nil {
				_ = b.fail(err) // whoever waits is told
			}
			b.lookAgain()
		}
	}
}

// lookAgain exchanges the view of the archive for a younger one of the same
// Save: Badger keeps account of every transaction since the oldest one open.
func (b *Badger) lookAgain() {
	b.archive.mu.RLock()
	old := b.archive.view
	b.archive.mu.RUnlock()
	view := b.db.NewTransaction(false)
	b.archive.mu.Lock()
	defer b.archive.mu.Unlock()
	if b.archive.view != old {
		view.Discard() // a Save has ended meanwhile
		return
	}
	b.archive.view = view
	old.Discard()
}
