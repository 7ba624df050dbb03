package main

import (
	"os"
	"testing"
	"time"

	"github.com/rs/zerolog"
)

// A server whose clock is behind its log goes on, and says at its start until
// when time stands still: caps and windows seem to be stuck meanwhile.
func TestLogAheadOfTheClock(t *testing.T) {
	src, err := os.ReadFile(guarded)
	if err != nil {
		t.Fatal(err)
	}
	data, until := t.TempDir(), time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	early := newApp()
	early.now = func() time.Time { return until }
	first, err := early.open(t.Context(), serverConfig{Catalogue: src, Data: data, Addr: "127.0.0.1:0", Logger: zerolog.Nop()})
	if err != nil {
		t.Fatal(err)
	}
	if err := first.close(); err != nil {
		t.Fatal(err)
	}
	s := serve(t, data, "--catalogue", guarded)
	s.said(`"level":"warn","until":"` + until.Format(time.RFC3339) + `"`)
	s.said("the log is ahead of this clock")
	if _, err := s.Rank(t.Context(), views("drawer", "1")); err != nil {
		t.Error(err)
	}
	s.stop()
	verifies(t, data)
}
