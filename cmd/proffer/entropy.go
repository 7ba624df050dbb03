package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"sync"

	"github.com/google/uuid"
)

// A chance hands out the ids and the seeds of decisions. Its stream is
// ChaCha8 with a key from the system's entropy: as hard to foresee, and without
// a call to the system for every decision. It may be shared.
type chance struct {
	mu     sync.Mutex
	stream *rand.ChaCha8
}

// newChance takes a key from entropy.
func newChance(entropy io.Reader) (*chance, error) {
	var key [32]byte
	if _, err := io.ReadFull(entropy, key[:]); err != nil {
		return nil, fmt.Errorf("entropy: %w", err)
	}
	return &chance{stream: rand.NewChaCha8(key)}, nil
}

// next is a decision id, which is a UUID of version 7 and so in order of time,
// and a seed.
func (c *chance) next() (id string, seed uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.uuid(), c.stream.Uint64()
}

// id is an id alone, for what needs no seed.
func (c *chance) id() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.uuid()
}

// uuid is the next of version 7. The caller holds the lock.
func (c *chance) uuid() string {
	u, err := uuid.NewV7FromReader(c.stream)
	if err != nil {
		panic("entropy: a stream in memory cannot fail: " + err.Error())
	}
	return u.String()
}
