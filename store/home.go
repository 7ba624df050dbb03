package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A home is the data directory of one store:
//
//	LOCK      held by the process that has the store open
//	head      the high-water mark
//	badger/   Badger's own files
//	preopen/  what badger/ was before an opening that has not ended
type home string

func (h home) lockPath() string    { return filepath.Join(string(h), "LOCK") }
func (h home) headPath() string    { return filepath.Join(string(h), "head") }
func (h home) badgerPath() string  { return filepath.Join(string(h), "badger") }
func (h home) preopenPath() string { return filepath.Join(string(h), "preopen") }
func (h home) partPath() string    { return filepath.Join(string(h), "preopen.part") } // being made
func (h home) gonePath() string    { return filepath.Join(string(h), "preopen.gone") } // being removed

// ours are the names that a store gives to what is in its directory.
var ours = []string{"LOCK", "head", "badger", "preopen", "preopen.part", "preopen.gone"}

// Look says what is in a directory, without changing it: whether a store is, and
// the names of what is not the store's. Hidden files and a file system's own
// lost+found count as nothing; a directory that is not there is empty.
func Look(dir string) (held bool, foreign []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, nil, fmt.Errorf("store: %w", err)
	}
	for _, entry := range entries {
		switch name := entry.Name(); {
		case slices.Contains(ours, name):
			held = held || name == "head" || name == "badger" || name == "preopen"
		case !strings.HasPrefix(name, ".") && name != "lost+found":
			foreign = append(foreign, name)
		}
	}
	return held, foreign, nil
}

// lock takes the store for this process. The lock ends with the process,
// however that ends.
func (h home) lock() (*os.File, error) {
	if err := os.MkdirAll(string(h), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(h.lockPath(), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("another process has this store open: %w", err)
	}
	return f, nil
}

// removeEmpty removes logs of no length. A kill between the creation of such a
// file and its first byte leaves one, and Badger will not open over it.
func (h home) removeEmpty() error {
	files, err := h.files()
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.size == 0 && (f.is(".mem") || f.is(".vlog")) {
			if err := os.Remove(filepath.Join(h.badgerPath(), f.name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// A file is one of Badger's.
type file struct {
	name string
	size int64
}

func (f file) is(extension string) bool { return strings.HasSuffix(f.name, extension) }

// files are Badger's files in order of their names; none when there is no directory.
func (h home) files() ([]file, error) {
	entries, err := os.ReadDir(h.badgerPath())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var files []file
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return nil, err
		}
		if info.Mode().IsRegular() {
			files = append(files, file{entry.Name(), info.Size()})
		}
	}
	return files, nil
}
