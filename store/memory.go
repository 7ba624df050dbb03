package store

import (
	"bytes"
	"errors"
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
	mu sync.Mutex
	held
	err error // why nothing can be appended any more
	use error // why nothing can be done any more
}

// held is what a store in memory holds. None of it changes once it is there:
// what comes is put behind it or in the place of the whole.
type held struct {
	end     link
	keys    [][]byte // of the events
	records [][]byte // of the events, as on disk
	saved   map[string][]byte
}

var (
	_ engine.Log     = (*Memory)(nil)
	_ engine.Archive = (*Memory)(nil)
)

const inMemory = "memory" // where a record of it is

// NewMemory is an empty store.
func NewMemory() *Memory { return &Memory{} }

// Append puts e behind all events before it. An error of it is final, unless
// the event was out of turn.
func (m *Memory) Append(e engine.Event) (wait func() error) {
	err := m.append(e)
	return func() error { return err }
}

func (m *Memory) append(e engine.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := errors.Join(m.use, m.err); err != nil {
		return err
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

// look is what the store holds now.
func (m *Memory) look() (held, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.held, m.use
}

// Events are the events from number from on that were there when the reading
// began.
func (m *Memory) Events(from uint64) iter.Seq2[engine.Event, error] {
	return func(yield func(engine.Event, error) bool) {
		h, err := m.look()
		if err != nil {
			yield(engine.Event{}, err)
			return
		}
		for i := max(from, 1) - 1; i < uint64(len(h.records)); i++ {
			e, err := unseal(h.keys[i], h.records[i])
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// unseal reads one event back.
func unseal(key, record []byte) (engine.Event, error) {
	payload, at, problem := parse(key, record)
	if problem != "" {
		return engine.Event{}, &Corrupt{Where: inMemory, Key: key, Problem: problem}
	}
	return decode(inMemory, at, payload)
}

// Last is the number of the last event appended, 0 for none.
func (m *Memory) Last() uint64 {
	h, _ := m.look()
	return h.end.seq
}

// Load returns the record of the last Save that wrote key, nil for none.
func (m *Memory) Load(key string) ([]byte, error) {
	h, err := m.look()
	return bytes.Clone(h.saved[key]), err
}

// Each calls fn for every record whose key begins with prefix, in the order of
// the keys, as of the last Save that had ended when Each began.
func (m *Memory) Each(prefix string, fn func(key string, value []byte) error) error {
	h, err := m.look()
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(h.saved)) {
		if !strings.HasPrefix(key, prefix) {
			continue
		}
		if err := fn(key, bytes.Clone(h.saved[key])); err != nil {
			return err
		}
	}
	return nil
}

// Save writes all records as one. The last of two records with one key counts.
// A record without a value deletes.
func (m *Memory) Save(records iter.Seq2[string, []byte]) error {
	h, err := m.look()
	if err != nil {
		return err
	}
	next := map[string][]byte{}
	maps.Copy(next, h.saved)
	for key, value := range records {
		if err := checkRecord(key, value); err != nil {
			return fmt.Errorf("store: save: %w", err)
		}
		if next[key] = bytes.Clone(value); len(value) == 0 {
			delete(next, key)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.saved = next
	return m.use
}

// Reopen is a new store with what this one holds, as after a restart.
func (m *Memory) Reopen() *Memory {
	h, _ := m.look()
	h.keys, h.records = slices.Clip(h.keys), slices.Clip(h.records)
	return &Memory{held: h}
}

// Close makes every later call report [ErrClosed].
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.use = errClosed
	return nil
}
