package engine

import "iter"

// A Log is the durable order of events.
type Log interface {
	// Append puts e behind all events before it, without waiting; e.Seq must be
	// Last()+1, and e must not change afterwards. The function it returns waits
	// until e would survive a crash. An error from it means that this cannot be
	// known any more: every later Append reports it too.
	Append(e Event) (wait func() error)
	// Events are the durable events from sequence number from on, in order.
	// What cannot be read is an error and ends the sequence; it is never a gap.
	Events(from uint64) iter.Seq2[Event, error]
	// Last is the sequence number of the last event appended, 0 for none.
	Last() uint64
}

// An Archive keeps the folded records that memory need not hold. It is a
// cache of the log: it may be empty, but it is never half of a Save.
type Archive interface {
	// Load returns the record of the last Save that wrote key, nil for none.
	Load(key string) ([]byte, error)
	// Each calls fn for every record whose key begins with prefix, in order of
	// the keys, as of the last Save.
	Each(prefix string, fn func(key string, value []byte) error) error
	// Save writes all records or, after a crash in between, none of them. It
	// is never called twice at once; Load and Each may run meanwhile and see
	// the Save before.
	Save(records iter.Seq2[string, []byte]) error
}
