package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proffer/store"
	"proffer/store/storetest"
)

// closedStore is the directory of a store with 700 events that was closed.
func closedStore(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := opened(t, dir)
	storetest.Append(t, s, 1, 700)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A store is open once at a time.
func TestOneOpener(t *testing.T) {
	dir := t.TempDir()
	first := opened(t, dir)
	if _, err := store.Open(dir, small); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("a second opening got %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	storetest.Append(t, opened(t, dir), 1, 1)
}

// What kills and interrupted openings leave behind does not stop an opening,
// and nothing is lost to it.
func TestLeftovers(t *testing.T) {
	cases := map[string]func(t *testing.T, dir string) error{
		"nothing": func(*testing.T, string) error { return nil },
		"an empty log": func(t *testing.T, dir string) error {
			return errors.Join(touch(dir, "badger/00009.mem"), touch(dir, "badger/000009.vlog"))
		},
		"an opening that was interrupted while it tried": func(t *testing.T, dir string) error {
			if err := os.Rename(filepath.Join(dir, "badger"), filepath.Join(dir, "preopen")); err != nil {
				return err
			}
			return touch(dir, "badger/MANIFEST")
		},
		"an opening that was interrupted while it put back": func(t *testing.T, dir string) error {
			return os.Rename(filepath.Join(dir, "badger"), filepath.Join(dir, "preopen"))
		},
		"an opening that was interrupted while it kept": func(t *testing.T, dir string) error {
			return touch(dir, "preopen.part/MANIFEST")
		},
		"an opening that was interrupted while it tidied": func(t *testing.T, dir string) error {
			return touch(dir, "preopen.gone/MANIFEST")
		},
		"a table that the MANIFEST does not name": func(t *testing.T, dir string) error {
			return touch(dir, "badger/000777.sst")
		},
		"no high-water mark": func(t *testing.T, dir string) error { return os.Remove(filepath.Join(dir, "head")) },
	}
	for name, leave := range cases {
		t.Run(name, func(t *testing.T) {
			dir := closedStore(t)
			if err := leave(t, dir); err != nil {
				t.Fatal(err)
			}
			s := opened(t, dir)
			storetest.Holds(t, s, 1, 700)
			storetest.Append(t, s, 701, 710)
			if extra, _ := filepath.Glob(filepath.Join(dir, "preopen*")); len(extra) > 0 {
				t.Errorf("%v were left", extra)
			}
		})
	}
}

// touch makes a small or, for a log, an empty file.
func touch(dir, name string) error {
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	content := "something that was not ended"
	if strings.HasSuffix(name, ".mem") || strings.HasSuffix(name, ".vlog") {
		content = ""
	}
	return os.WriteFile(path, []byte(content), 0o600)
}

// A refusal says in one sentence what was expected, what was found and how
// many events differ.
func TestRefusal(t *testing.T) {
	older := closedStore(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(older)); err != nil {
		t.Fatal(err)
	}
	s := opened(t, dir)
	storetest.Append(t, s, 701, 720)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	head, err := os.ReadFile(filepath.Join(dir, "head"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(older, "head"), head, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(older, small)
	want := "expected at least event 720, found event 700 as the last: 20 events are lost"
	if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
		t.Errorf("refused with %v, want %q", err, want)
	}
	if err := os.Remove(filepath.Join(older, "head")); err != nil {
		t.Fatal(err)
	}
	storetest.Holds(t, opened(t, older), 1, 700)
}

// A store and the high-water mark of another do not go together, even when
// both hold as many events.
func TestAnotherLog(t *testing.T) {
	dir, other := closedStore(t), t.TempDir()
	s := opened(t, other)
	for seq := uint64(1); seq <= 700; seq++ {
		e := storetest.Event(seq)
		e.Switch.By = "somebody else"
		s.Append(e)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(other, "head"), filepath.Join(dir, "head")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(dir, small); err == nil || !strings.Contains(err.Error(), "another log") {
		t.Errorf("opened with %v", err)
	}
}

// Verify reads everything, says how much that was, and tells its progress.
func TestVerify(t *testing.T) {
	s := opened(t, t.TempDir())
	storetest.Append(t, s, 1, 700)
	storetest.Save(t, s, map[string][]byte{"a": []byte("1"), "b": []byte("2")})
	calls := uint64(0)
	got, err := s.Verify(func(done, all uint64) {
		if calls++; done != calls || all != 700 {
			t.Errorf("progress %d of %d, want %d of 700", done, all, calls)
		}
	})
	if err != nil || got.Events != 700 || got.Records != 2 || got.Saves != 1 || got.Bytes < 700*50 || calls != 700 {
		t.Errorf("verified %+v in %d calls, error %v", got, calls, err)
	}
}

// Without a sync for each batch a store keeps the same order and content.
func TestDurabilityOS(t *testing.T) {
	o := small
	o.Durability = store.OS
	s, err := store.Open(t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	storetest.Append(t, s, 1, 300)
	storetest.Holds(t, s, 1, 300)
}

// Options that cannot be are refused, all of them at once.
func TestOptions(t *testing.T) {
	bad := store.Options{Durability: "maybe", MaxBatch: -1, MemTableSize: 1, BlockCacheSize: -1, IndexCacheSize: -1}
	_, err := store.Open(t.TempDir(), bad)
	if err == nil {
		t.Fatal("taken")
	}
	for _, word := range []string{"durability", "max batch", "memtable", "block cache", "index cache"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%v does not name the %s", err, word)
		}
	}
	if err := (store.Options{}).Validate(); err != nil {
		t.Errorf("the zero value: %v", err)
	}
}
