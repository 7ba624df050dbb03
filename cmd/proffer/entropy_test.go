package main

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// key is as much entropy as a chance takes.
func key(b byte) *bytes.Reader { return bytes.NewReader(bytes.Repeat([]byte{b}, 32)) }

// Ids are UUIDs of version 7, each after the one before it, and none is handed
// out twice, whoever asks.
func TestIDs(t *testing.T) {
	c, err := newChance(key(1))
	if err != nil {
		t.Fatal(err)
	}
	const callers, each = 8, 1000
	ids := make([][]string, callers)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			for range each {
				id, _ := c.next()
				ids[i] = append(ids[i], id)
			}
		})
	}
	all.Wait()
	for _, one := range ids {
		if !slices.IsSorted(one) {
			t.Error("ids are not in the order in which they were handed out")
		}
	}
	together := slices.Concat(ids...)
	slices.Sort(together)
	if got := len(slices.Compact(together)); got != callers*each {
		t.Errorf("got %d different ids, want %d", got, callers*each)
	}
	if u, err := uuid.Parse(c.id()); err != nil || u.Version() != 7 {
		t.Errorf("got version %d, %v, want a UUID of version 7", u.Version(), err)
	}
}

// Seeds come from the entropy and from nothing else.
func TestSeeds(t *testing.T) {
	seeds := func(b byte) (all []uint64) {
		c, err := newChance(key(b))
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			_, seed := c.next()
			all = append(all, seed)
		}
		return all
	}
	if !slices.Equal(seeds(1), seeds(1)) {
		t.Error("the same entropy gave other seeds")
	}
	if slices.Equal(seeds(1), seeds(2)) {
		t.Error("other entropy gave the same seeds")
	}
}

// Without entropy there is no chance, rather than one that can be foreseen.
func TestNoEntropy(t *testing.T) {
	if _, err := newChance(strings.NewReader("too short")); err == nil {
		t.Error("nine bytes were taken for a key of 32")
	}
}
