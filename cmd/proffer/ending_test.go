package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"proffer/engine"
	"proffer/store"
)

// A server whose store cannot be closed, because its files are gone, does not
// wait for them for ever: it ends and says so. Whoever brings them back finds
// everything that was answered.
func TestEndWithoutFiles(t *testing.T) {
	src, err := os.ReadFile(guarded)
	if err != nil {
		t.Fatal(err)
	}
	data, away := t.TempDir(), filepath.Join(t.TempDir(), "badger")
	s, err := newApp().open(t.Context(), serverConfig{
		Catalogue: src, Data: data, Addr: "127.0.0.1:0", Grace: time.Millisecond, Closing: 100 * time.Millisecond, Logger: zerolog.New(io.Discard),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.service.Rank(t.Context(), engine.Request{Trigger: "page_viewed", Placement: "drawer"}); err != nil {
		t.Fatal(err)
	}
	files := filepath.Join(data, "badger")
	if err := os.Rename(files, away); err != nil {
		t.Fatal(err)
	}
	if err := s.close(); !errors.Is(err, errStuck) {
		t.Errorf("got %v, want that %v", err, errStuck)
	}
	if err := os.Rename(away, files); err != nil {
		t.Fatal(err)
	}
	awaits(t, "the store to let go of its files", func() bool {
		again, err := store.Open(data, store.Options{})
		return err == nil && again.Close() == nil
	})
	verifies(t, data)
}
