package store

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"proffer/engine"
)

// Memory is a store without a disk. Events and records pass through the same
// encoding as on disk, so what could not be stored there fails here as well,
// and nobody shares memory with what they stored. It may be shared.
type Memory struct {
	mu      sync.Mutex
	end     link
	keys    [][]byte // of the events
	records [][]byte // of the events, as on disk
	saved   map[string][]byte
	err     error // why nothing can be appended any more
	closed  bool
}

var (
	_ engine.Log     = (*Memory)(nil)
	_ engine.Archive = (*Memory)(nil)
)

const inMemory = "memory" // where a record of it is

// NewMemory is an empty store.
func NewMemory() *Memory { return &Memory{} }

// Append puts e behind all events before it. It is as durable as it gets when
// Append returns.
func (m *Memory) Append(e engine.Event) (wait func() error) {
	err := m.append(e)
	return func() error { return err }
}

func (m *Memory) append(e engine.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return fmt.Errorf("store: %w", ErrClosed)
	}
	if m.err != nil {
		return m.err
	}
	if e.Seq != m.end.seq+1 {
		return outOfTurn(e.Seq, m.end.seq)
	}
	var record bytes.Buffer
	key, next, err := m.end.seal(&record, &e)
	if err != nil {
		m.err = fmt.Errorf("store: %w", err)
		return m.err
	}
	m.end = next
	m.keys, m.records = append(m.keys, key), append(m.records, record.Bytes())
	return nil
}

// Events are the events from number from on that were there when the reading
// began.
func (m *Memory) Events(from uint64) iter.Seq2[engine.Event, error] {
	return func(yield func(engine.Event, error) bool) {
		m.mu.Lock()
		keys, records := m.keys, m.records
		m.mu.Unlock()
		for i := max(from, 1) - 1; i < uint64(len(records)); i++ {
			e, err := open(keys[i], records[i])
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// open reads one event back.
func open(key, record []byte) (engine.Event, error) {
	payload, at, problem := parse(key, record)
	if problem != "" {
		return engine.Event{}, &Corrupt{Where: inMemory, Key: key, Problem: problem}
	}
	return decode(inMemory, at, payload)
}

// Last is the number of the last event appended, 0 for none.
func (m *Memory) Last() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.end.seq
}

// Load returns the record of the last Save that wrote key, nil for none.
func (m *Memory) Load(key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return bytes.Clone(m.saved[key]), nil
}

// Each calls fn for every record whose key begins with prefix, in the order of
// the keys, as of the last Save that had ended when Each began.
func (m *Memory) Each(prefix string, fn func(key string, value []byte) error) error {
	m.mu.Lock()
	saved := m.saved
	m.mu.Unlock()
	for _, key := range slices.Sorted(maps.Keys(saved)) {
		if !strings.HasPrefix(key, prefix) {
			continue
		}
		if err := fn(key, bytes.Clone(saved[key])); err != nil {
			return err
		}
	}
	return nil
}

// Save writes all records as one. The last of two records with one key counts.
// A record without a value deletes.
func (m *Memory) Save(records iter.Seq2[string, []byte]) error {
	m.mu.Lock()
	next := maps.Clone(m.saved)
	m.mu.Unlock()
	if next == nil {
		next = map[string][]byte{}
	}
	for key, value := range records {
		if err := checkRecord(key, value); err != nil {
			return fmt.Errorf("store: save: %w", err)
		}
		if len(value) == 0 {
			delete(next, key)
			continue
		}
		next[key] = bytes.Clone(value)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return fmt.Errorf("store: %w", ErrClosed)
	}
	m.saved = next
	return nil
}

// Reopen is a new store that holds what this one holds, as after a restart.
func (m *Memory) Reopen() *Memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &Memory{end: m.end, keys: slices.Clip(m.keys), records: slices.Clip(m.records), saved: m.saved}
}

// Close makes every later Append and Save report [ErrClosed]. What is stored
// can still be read.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}
