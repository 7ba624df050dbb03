package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"proffer/engine"
)

// A filed is a server whose catalogue file the test may edit.
type filed struct {
	*running
	file, data, src string // src is what the file says at first
}

func serveFile(t *testing.T) *filed {
	t.Helper()
	src, err := os.ReadFile(shop)
	if err != nil {
		t.Fatal(err)
	}
	f := &filed{file: filepath.Join(t.TempDir(), "shop.yaml"), data: t.TempDir(), src: string(src)}
	if err := os.WriteFile(f.file, src, 0o600); err != nil {
		t.Fatal(err)
	}
	f.running = serve(t, f.data, "--catalogue", f.file)
	return f
}

// edit writes the file, sends SIGHUP and waits for a line of the log.
func (f *filed) edit(text, want string) {
	f.t.Helper()
	if err := os.WriteFile(f.file, []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
	f.signal(syscall.SIGHUP)
	f.said(want)
}

func (f *filed) publish(text string) {
	f.t.Helper()
	if err := f.SetCatalogue(f.t.Context(), []byte(text)); err != nil {
		f.t.Fatal(err)
	}
}

// wants compares the catalogue in force.
func (f *filed) wants(want, when string) {
	f.t.Helper()
	got, err := f.Catalogue(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	if string(got) != want {
		f.t.Errorf("another catalogue is in force than is wanted %s", when)
	}
}

// telling is what only the line of a reload says that leaves a catalogue in force.
func telling(t *testing.T, catalogue string) string {
	t.Helper()
	p, err := engine.Compile([]byte(catalogue))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`"policy_version":%q,"time"`, p.Version)
}

// SIGHUP puts a changed catalogue file into force, and a faulty one changes nothing.
func TestHangupReadsTheCatalogueAgain(t *testing.T) {
	f := serveFile(t)
	f.edit(f.src, "the catalogue is in force already")
	f.edit("version: 2\n", "the catalogue is faulty, and nothing was changed")
	f.wants(f.src, "after a faulty one")

	if err := os.Remove(f.file); err != nil {
		t.Fatal(err)
	}
	f.signal(syscall.SIGHUP)
	f.said("the catalogue could not be read, and nothing was changed")

	changed := f.src + "\n# Changed.\n"
	f.edit(changed, "the catalogue is in force\"")
	f.wants(changed, "after the file was changed")
}

// What comes over the API stays over SIGHUP and over a restart until the file
// changes. A file that comes to say the same has changed as well.
func TestWhatTheAPIPutStaysUntilTheFileChanges(t *testing.T) {
	const stays = "the catalogue in force was put there over the API, and stays until the file changes"
	f := serveFile(t)
	first, second, third := f.src+"\n# First.\n", f.src+"\n# Second.\n", f.src+"\n# Third.\n"
	f.publish(first)
	f.edit(f.src, stays)
	f.wants(first, "after SIGHUP with the same file")

	f.publish(second)
	f.edit(second, telling(t, second))
	f.publish(third)
	f.edit(second, telling(t, third))
	f.wants(third, "after SIGHUP with a file that had said what was in force")

	f.stop()
	f.running = serve(t, f.data, "--catalogue", f.file)
	f.said(stays)
	f.wants(third, "after a restart with the same file")

	f.edit(f.src, telling(t, f.src))
	f.wants(f.src, "after the file was rolled back")
}
