package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proffer/store/storetest"
)

// A store whose files are taken away while it is open acknowledges nothing more
// that nobody could read again, and says what is missing. What was acknowledged
// before is there when they are brought back.
func TestFilesTakenAway(t *testing.T) {
	for name, take := range map[string]func(dir, away string) error{
		"the directory": os.Rename,
		"its files": func(dir, away string) error {
			return errors.Join(os.Rename(dir, away), os.Mkdir(dir, 0o700))
		},
		"its files, and others are there": func(dir, away string) error {
			return errors.Join(os.Rename(dir, away), touch(dir, "head"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, away := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "data")
			s := opened(t, dir)
			storetest.Append(t, s, 1, 700)
			if err := take(dir, away); err != nil {
				t.Fatal(err)
			}
			<-s.Failed()
			if err := s.Ready(); err == nil || !strings.Contains(err.Error(), filepath.Join(dir, "head")) {
				t.Errorf("ready is %v, want an error that names the head of %s", err, dir)
			}
			if err := errors.Join(os.RemoveAll(dir), os.Rename(away, dir)); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err == nil {
				t.Error("a store that failed is closed without a word")
			}
			storetest.Holds(t, opened(t, dir), 1, 700)
		})
	}
}
