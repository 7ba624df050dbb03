package main

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// A file is replaced whole or not at all, and what went wrong in between
// leaves nothing behind that would be in the way of the next.
func TestReplaceFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys")
	put := func(text string) func() ([]byte, error) {
		return func() ([]byte, error) { return []byte(text), nil }
	}
	if err := replaceFile(name, put("first")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("out of keys")
	if err := replaceFile(name, func() ([]byte, error) { return []byte("sec"), broken }); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
	wantContent(t, name, "first")
	if err := replaceFile(name, put("second")); err != nil {
		t.Fatal(err)
	}
	wantContent(t, name, "second")
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, %v, want 0600", info.Mode(), err)
	}
}

// Of many who add to a file at once, each either did or was told that it did not.
func TestReplaceFileLosesNoChange(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys")
	var mu sync.Mutex
	var all sync.WaitGroup
	want := 0
	for range 16 {
		all.Go(func() {
			err := replaceFile(name, func() ([]byte, error) {
				old, err := os.ReadFile(name)
				if errors.Is(err, os.ErrNotExist) {
					err = nil
				}
				return append(old, '+'), err
			})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				want++
			}
		})
	}
	all.Wait()
	got, err := os.ReadFile(name)
	if err != nil || len(got) != want || want == 0 {
		t.Errorf("got %d changes, %v, want %d, at least one", len(got), err, want)
	}
}

func wantContent(t *testing.T, name, want string) {
	t.Helper()
	if got, err := os.ReadFile(name); err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}
