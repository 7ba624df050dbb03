package store_test

import (
	"testing"

	"go.uber.org/goleak"

	"proffer/store"
	"proffer/store/storetest"
)

// Nothing that a store starts outlives its Close.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The store on disk keeps the contract, with tables small enough that the
// tests see them written and merged.
func TestBadger(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (storetest.Store, func() storetest.Store) {
		dir := t.TempDir()
		again := func() storetest.Store { return opened(t, dir) }
		return again(), again
	})
}

// opened opens a store, and closes it when the test ends.
func opened(t *testing.T, dir string) *store.Badger {
	t.Helper()
	s, err := store.Open(dir, small)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var small = store.Options{MemTableSize: 1 << 20, FreeSpaceFloor: 1 << 20}

// The store in memory keeps the same contract.
func TestMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (storetest.Store, func() storetest.Store) {
		s := store.NewMemory()
		return s, func() storetest.Store {
			s = s.Reopen()
			return s
		}
	})
}
