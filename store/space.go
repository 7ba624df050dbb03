package store

import (
	"fmt"
	"sync"
	"time"
)

// freshFor is how long a look at the free space is believed by Ready.
const freshFor = 200 * time.Millisecond

// space watches the room on the disk. It may be shared.
type space struct {
	dir   string
	floor uint64
	look  func(dir string) (uint64, error)

	mu   sync.Mutex
	at   time.Time
	free uint64
	err  error
}

// above is nil while at least floor bytes were free at most age ago.
func (s *space) above(floor uint64, age time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); s.at.IsZero() || now.Sub(s.at) >= age {
		s.free, s.err = s.look(s.dir)
		s.at = now
	}
	if s.err != nil {
		return fmt.Errorf("free space is not known: %w", s.err)
	}
	if s.free < floor {
		return fmt.Errorf("%w: %d bytes are free, %d are needed", ErrNoSpace, s.free, floor)
	}
	return nil
}

// forMore is nil while new work may be taken on.
func (s *space) forMore() error { return s.told(s.above(s.floor, freshFor)) }

// forThis is nil while what was already taken on may be written: half the
// floor is kept for it, so that no event is lost between two looks.
func (s *space) forThis() error { return s.told(s.above(s.floor/2, 0)) }

func (s *space) told(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %s: %w", s.dir, err)
}
