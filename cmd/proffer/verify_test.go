package main

import (
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"proffer/store"
)

// What the archive holds and the log does not fold to is a difference: it is
// told, counted, and ends with 3; and verify changes nothing, so that it is
// told again.
func TestVerifyFindsWhatTheLogDoesNotFoldTo(t *testing.T) {
	data := t.TempDir()
	serveOne(t, data)
	verifies(t, data)
	forge(t, data, "customer/nobody", `{}`)
	for range 2 {
		a, out := unwatched()
		code := a.run(t.Context(), []string{"verify", "--data", data})
		if code != exitWanting {
			t.Errorf("got exit code %d, want %d", code, exitWanting)
		}
		for _, want := range []string{`customer/nobody" is in the archive, and the log does not fold to it`, "1 decision made again", ": 1 difference\n"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("got %q, want %q in it", out, want)
			}
		}
	}
}

// serveOne makes a data directory with one decision in it.
func serveOne(t *testing.T, data string) {
	t.Helper()
	src, err := os.ReadFile(shop)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newApp().open(t.Context(), serverConfig{
		Catalogue: src, Data: data, Addr: "127.0.0.1:0", Grace: time.Second, Logger: zerolog.Nop(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.service.Rank(t.Context(), asks(1)); err != nil {
		t.Error(err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
}

// forge puts a record into the archive that no event is behind. Its key begins
// as the other keys of the archive do.
func forge(t *testing.T, data, key, value string) {
	t.Helper()
	st, err := store.Open(data, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	prefix := ""
	err = st.Each("", func(known string, _ []byte) error {
		if before, _, ok := strings.Cut(known, "decision/"); ok { // not every visit leaves a customer
			prefix = before
		}
		return nil
	})
	if err == nil {
		err = st.Save(maps.All(map[string][]byte{prefix + key: []byte(value)}))
	}
	if err != nil {
		t.Fatal(err)
	}
}
