package store

import (
	"errors"
	"fmt"
)

// What a caller branches on.
var (
	// ErrNoSpace: the disk is too full to write safely. [Badger.Ready] reports
	// it before anything is lost, and stops reporting it when there is room.
	ErrNoSpace = errors.New("disk space is below the floor")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store is closed")
)

var errClosed = fmt.Errorf("store: %w", ErrClosed)

// Corrupt is a record that is not what was written.
type Corrupt struct {
	Where   string // directory of the store
	Key     []byte
	Seq     uint64 // of the event, 0 when it is none
	Problem string
	Err     error // what was found below, nil when there is nothing more to say
}

func (c *Corrupt) Error() string {
	what := fmt.Sprintf("record %x", c.Key)
	if c.Seq > 0 {
		what = fmt.Sprintf("event %d (key %x)", c.Seq, c.Key)
	}
	text := fmt.Sprintf("store: %s: %s: %s", c.Where, what, c.Problem)
	if c.Err != nil {
		text += ": " + c.Err.Error()
	}
	return text + "; nothing after it was read: stop, keep this directory, and restore a backup"
}

func (c *Corrupt) Unwrap() error { return c.Err }
