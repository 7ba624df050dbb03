package store

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is in a directory is told apart from what a store has put there, whether it
// is open or not, and looking makes nothing.
func TestLook(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	looks := func(when string, held bool, foreign ...string) {
		t.Helper()
		gotHeld, gotForeign, err := Look(dir)
		if diff := cmp.Diff(foreign, gotForeign); err != nil || gotHeld != held || diff != "" {
			t.Errorf("%s: got %v, %v, %v, want %v (-want +got):\n%s", when, gotHeld, gotForeign, err, held, diff)
		}
	}
	looks("not there", false)
	if _, err := os.Stat(dir); err == nil {
		t.Error("looking made the directory")
	}
	for _, name := range []string{"lost+found", ".hidden", "notes.txt", "skincare"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	looks("with other things", false, "notes.txt", "skincare")
	b, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	looks("while it is open", true, "notes.txt", "skincare")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	looks("closed", true, "notes.txt", "skincare")
}
