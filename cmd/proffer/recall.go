package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"syscall"
	"time"

	"proffer/engine"
	"proffer/store"
)

// recall opens a data directory that nobody uses, and hands over what its log
// folds to, with a bar that shows how far a walk has come. A running server
// answers instead at a route.
func (a *app) recall(ctx context.Context, data, route string, do func(*watched) error) (err error) {
	st, err := openIdle(data, "ask its server for "+route+", or stop it first")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	state, err := engine.Restore(ctx, st, st)
	if err != nil {
		return err
	}
	bar := a.progress("reading the log")
	defer bar.end()
	return do(&watched{State: state, bar: bar})
}

// readingFloor is how much of a disk must be free to read a store on it: room for
// what opening and closing write. Nothing is put behind the log.
const readingFloor = 16 << 20

// openIdle opens a data directory that nobody uses. Of one in use it says what to
// do instead.
func openIdle(data, instead string) (*store.Badger, error) {
	st, err := store.Open(data, store.Options{FreeSpaceFloor: readingFloor})
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fmt.Errorf("%s is in use: %s (%w)", data, instead, err)
	}
	return st, err
}

// A watched state shows on a bar how far a walk over it has come.
type watched struct {
	*engine.State
	bar *progress
}

// Stories are those of the state.
func (w *watched) Stories(from, to time.Time) iter.Seq2[engine.Story, error] {
	return func(yield func(engine.Story, error) bool) {
		for s, err := range w.State.Stories(from, to) {
			if err == nil {
				w.bar.step(s.Decision.Position, w.Seq())
			}
			if !yield(s, err) {
				return
			}
		}
	}
}
