package main

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A rehearsal changes nothing on the disk: every file of a directory that was
// closed in order holds the same bytes before and after. Badger begins a new and
// empty value log at each opening, which nothing is ever written to.
func TestRehearsalChangesNothing(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	completes(t, "simulate", "--data", data, "--visits", "200", "--days", "10")
	completes(t, "guardrails", "replay", "--data", data, "--catalogue", shop)
	before := sums(t, data)
	completes(t, "guardrails", "replay", "--data", data, "--catalogue", shop, "--json")
	completes(t, "replay", "--data", data, "--catalogue", shop)
	if diff := cmp.Diff(before, sums(t, data)); diff != "" {
		t.Errorf("the files (-before +after):\n%s", diff)
	}
}

func completes(t *testing.T, args ...string) {
	t.Helper()
	a, out := unwatched()
	if code := a.run(t.Context(), args); code != exitDone {
		t.Fatalf("proffer %v ended with %d:\n%s", args, code, out)
	}
}

// sums are the hashes of all files of a data directory, but for empty value logs.
func sums(t *testing.T, dir string) map[string][sha256.Size]byte {
	t.Helper()
	all := map[string][sha256.Size]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) == ".vlog" {
			return err
		}
		content, err := os.ReadFile(name)
		all[name] = sha256.Sum256(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
