package store_test

import (
	"flag"
	"os"
	"testing"

	"go.uber.org/goleak"

	"proffer/store"
	"proffer/store/storetest"
)

// long makes the crash and fault tests go on for minutes instead of seconds.
var long = flag.Bool("long", false, "more crashes and more faults")

// Started again by a crash test, the test binary is the process to be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(victimDir); dir != "" {
		victim(dir)
	}
	os.Exit(m.Run())
}

// The store on disk keeps the contract, with tables small enough that the
// tests see them written and merged, and nothing that it starts outlives Close.
func TestBadger(t *testing.T) {
	before := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, before) })
	storetest.Run(t, func(t *testing.T) (storetest.Store, func() storetest.Store) {
		dir := t.TempDir()
		again := func() storetest.Store { return opened(t, dir) }
		return again(), again
	})
}

// The store in memory keeps the same contract.
func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) (storetest.Store, func() storetest.Store) {
		s := store.NewMemory()
		return s, func() storetest.Store {
			s = s.Reopen()
			return s
		}
	})
}

var small = store.Options{MemTableSize: 1 << 20, FreeSpaceFloor: 1 << 20}

// opened opens a store, and closes it when the test ends.
func opened(t testing.TB, dir string) *store.Badger {
	t.Helper()
	s, err := store.Open(dir, small)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
