package store_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/store"
	"proffer/store/storetest"
)

// A picture is a store as a kill leaves it, and what it must be found to hold.
type picture struct {
	files   map[string][]byte // by path
	events  uint64
	archive map[string][]byte
}

// faultStore makes a store with tables, with a write-ahead log and a value log
// that hold events, and with saved records in both.
func faultStore(t *testing.T) picture {
	t.Helper()
	dir := t.TempDir()
	s := opened(t, dir)
	p := picture{files: map[string][]byte{}, events: 2500, archive: map[string][]byte{}}
	for round := range uint64(4) {
		storetest.Append(t, s, round*600+1, round*600+600)
		for i := range 50 {
			p.archive[fmt.Sprintf("record-%02d", i)] = fmt.Appendf(nil, "%0*d", 10_000, round)
		}
		storetest.Save(t, s, p.archive)
	}
	storetest.Append(t, s, 2401, p.events)
	for range 1000 { // Badger may be turning a log into a table at this moment
		if p.copy(t, dir) {
			return p
		}
	}
	t.Fatal("the files of the store never stood still")
	return p
}

// copy reads every file as a kill would leave it, and reports whether the
// store had the same files from beginning to end.
func (p picture) copy(t *testing.T, dir string) bool {
	t.Helper()
	clear(p.files)
	before := paths(t, dir)
	for _, path := range before {
		content, err := os.ReadFile(filepath.Join(dir, path))
		if errors.Is(err, fs.ErrNotExist) {
			return false
		}
		if err != nil {
			t.Fatal(err)
		}
		p.files[path] = content[:min(held(content)+8192, len(content))]
	}
	return slices.Equal(before, paths(t, dir))
}

// held is how much of a file was written to; logs are made longer than that.
func held(content []byte) int { return len(bytes.TrimRight(content, "\x00")) }

// write makes the store anew.
func (p picture) write(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "badger"), 0o700); err != nil {
		t.Fatal(err)
	}
	for path, content := range p.files {
		if err := os.WriteFile(filepath.Join(dir, path), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// paths are the files under dir that matter.
func paths(t *testing.T, dir string) (paths []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && entry.Name() != "LOCK" {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return paths
}

// A fault is something that happens to one file.
type fault struct {
	name   string
	damage func(chance *rand.Rand, content []byte) []byte // nil removes the file
}

var faults = []fault{
	{"one bit flipped", func(chance *rand.Rand, content []byte) []byte {
		content[chance.IntN(len(content))] ^= 1 << chance.IntN(8)
		return content
	}},
	{"cut short", func(chance *rand.Rand, content []byte) []byte { return content[:chance.IntN(len(content))] }},
	{"cut to the header", func(_ *rand.Rand, content []byte) []byte { return content[:min(20, len(content))] }},
	{"overwritten with zeros", func(chance *rand.Rand, content []byte) []byte {
		from := chance.IntN(len(content))
		clear(content[from:min(from+4096, len(content))])
		return content
	}},
	{"removed", func(*rand.Rand, []byte) []byte { return nil }},
}

// Whatever happens to any one file of a store, it opens with everything or it
// says what is wrong and where; it is never silently less, and a refusal
// leaves every file as it found it.
func TestFaults(t *testing.T) {
	rounds := 2
	if *long {
		rounds = 20
	}
	intact := faultStore(t)
	chance := rand.New(rand.NewPCG(3, 4))
	for _, kind := range []string{"*.sst", "*.mem", "*.vlog", "MANIFEST", "KEYREGISTRY", "DISCARD", "../head"} {
		refused := 0
		for _, f := range faults {
			for round := range rounds {
				dir := filepath.Join(t.TempDir(), "store")
				intact.write(t, dir)
				path := strike(t, filepath.Join(dir, "badger", kind), f, chance)
				before := contents(t, dir)
				if err := judge(dir, intact); err != nil {
					refused++
					refusedWell(t, fmt.Errorf("%s %s, round %d: %w", path, f.name, round, err), dir, before)
				}
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
			}
		}
		all := rounds * len(faults)
		t.Logf("%s: %d of %d faults refused", kind, refused, all)
		if essential := strings.Contains("*.sst *.mem *.vlog MANIFEST", kind); essential && refused < all/2 {
			t.Errorf("%d of %d faults in %s were refused; the others cannot all have been harmless", refused, all, kind)
		}
	}
}

// strike damages one of the files that match, somewhere in what it holds.
func strike(t *testing.T, kind string, f fault, chance *rand.Rand) (path string) {
	t.Helper()
	paths, err := filepath.Glob(kind)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no %s, error %v", kind, err)
	}
	path = paths[chance.IntN(len(paths))]
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size := max(held(content), 1)
	damaged := f.damage(chance, bytes.Clone(content[:size]))
	if damaged == nil {
		err = os.Remove(path)
	} else {
		err = os.WriteFile(path, append(damaged, content[size:]...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// judge opens a store and reads all of it. It is nil when everything is there.
func judge(dir string, want picture) error {
	s, err := store.Open(dir, small)
	if err != nil {
		return err
	}
	defer s.Close()
	next := uint64(1)
	for e, err := range s.Events(1) {
		if err != nil {
			return err
		}
		if want := storetest.Event(next); e.Seq != want.Seq || !e.At.Equal(want.At) || *e.Switch != *want.Switch {
			return fmt.Errorf("silently wrong: event %d is %v", next, e)
		}
		next++
	}
	if next != want.events+1 {
		return fmt.Errorf("silently less: %d events, want %d", next-1, want.events)
	}
	return archiveHolds(s, want.archive)
}

func archiveHolds(s engine.Archive, want map[string][]byte) error {
	got := map[string][]byte{}
	err := s.Each("", func(key string, value []byte) error {
		got[key] = append([]byte(nil), value...)
		return nil
	})
	if err != nil {
		return err
	}
	for key, value := range want {
		loaded, err := s.Load(key)
		if err != nil {
			return err
		}
		if !bytes.Equal(loaded, value) || !bytes.Equal(got[key], value) {
			return fmt.Errorf("silently less: %s is %.20q by load and %.20q by each, want %.20q", key, loaded, got[key], value)
		}
	}
	return nil
}

// refusedWell checks an error: that it is one, that it names the store, and
// that the files are as they were.
func refusedWell(t *testing.T, err error, dir string, before map[string][32]byte) {
	t.Helper()
	if strings.Contains(err.Error(), "silently") || !strings.Contains(err.Error(), dir) {
		t.Errorf("the error does not do: %v", err)
	}
	if corrupt := (*store.Corrupt)(nil); errors.As(err, &corrupt) && !strings.Contains(err.Error(), "nothing was changed") {
		return // found while reading a store that had opened
	}
	if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
		t.Errorf("after the refusal %v\nthe files are not what they were (-want +got):\n%s", err, diff)
	}
}

// contents are the hashes of all files that hold anything.
func contents(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	got := map[string][32]byte{}
	for _, path := range paths(t, dir) {
		content, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		if len(content) > 0 {
			got[path] = sha256.Sum256(content)
		}
	}
	return got
}
