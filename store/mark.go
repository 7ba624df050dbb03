package store

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// A mark is the high-water mark: what the store held at least, when last
// looked at. Badger cuts its write-ahead log at the first damaged byte and
// says nothing; the mark, which lies in a file of its own, is what turns that
// into a refusal.
type mark struct {
	link
	saves uint64 // generation of the last Save of the archive
}

// markFile holds the mark twice, in sectors of their own that are written by
// turns, so a write that is cut short leaves the other. Each is a line of text:
//
//	proffer head 1 SEQ SAVES HASH CRC
//
// It may be shared.
type markFile struct {
	f *os.File

	mu    sync.Mutex
	now   mark
	turn  int64
	dirty bool // written since the last sync
}

const (
	sector     = 512
	markFormat = "proffer head 1 %020d %020d %032x"
)

// encode is the mark as it stands in a sector.
func (m mark) encode() []byte {
	line := fmt.Sprintf(markFormat, m.seq, m.saves, m.hash)
	line += fmt.Sprintf(" %08x\n", crc32.Checksum([]byte(line), castagnoli))
	return []byte(line + strings.Repeat("\n", sector-len(line)))
}

// parseMark reads a sector; false when it is not whole.
func parseMark(text []byte) (m mark, ok bool) {
	line, _, _ := strings.Cut(string(text), "\n")
	var hash []byte
	var sum uint32
	n, err := fmt.Sscanf(line, "proffer head 1 %d %d %x %x", &m.seq, &m.saves, &hash, &sum)
	if err != nil || n != 4 || copy(m.hash[:], hash) != hashSize {
		return mark{}, false
	}
	return m, strings.HasPrefix(string(m.encode()), line+"\n")
}

// readMark reads the better of the two sectors. No file is no mark; a file
// without a whole sector is an error.
func readMark(path string) (m mark, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return mark{}, nil
	}
	if err != nil {
		return mark{}, err
	}
	found := false
	for ; len(text) > 0; text = text[min(sector, len(text)):] {
		if one, ok := parseMark(text[:min(sector, len(text))]); ok {
			found = true
			if !one.before(m) {
				m = one
			}
		}
	}
	if !found {
		return mark{}, fmt.Errorf("%s is damaged", path)
	}
	return m, nil
}

// before says whether m was written before other.
func (m mark) before(other mark) bool {
	return m.seq < other.seq || m.seq == other.seq && m.saves < other.saves
}

// createMark writes m twice to a new file, which takes the place of the old
// one only when it is whole and durable.
func createMark(path string, m mark) (*markFile, error) {
	next := path + ".next"
	both := append(m.encode(), m.encode()...)
	if err := writeSynced(next, both); err != nil {
		return nil, err
	}
	if err := os.Rename(next, path); err != nil {
		return nil, err
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	return &markFile{f: f, now: m}, err
}

// raise changes the mark to what has become durable. That survives the end of
// the process at once, and a power cut after the next sync.
func (w *markFile) raise(change func(*mark)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.now)
	_, err := w.f.WriteAt(w.now.encode(), w.turn*sector)
	w.turn, w.dirty = 1-w.turn, true
	return err
}

// sync makes what was raised survive a power cut. Nobody waits for it who raises.
func (w *markFile) sync() error {
	w.mu.Lock()
	dirty := w.dirty
	w.dirty = false
	w.mu.Unlock()
	if !dirty {
		return nil
	}
	return w.f.Sync()
}

// there is an error when the file is not in its directory any more: then
// neither is the store, and what is written would be read by nobody.
func (w *markFile) there() error {
	ours, err := w.f.Stat()
	if err != nil {
		return err
	}
	now, err := os.Stat(w.f.Name())
	if err == nil && !os.SameFile(ours, now) {
		err = fmt.Errorf("%s is another file now", w.f.Name())
	}
	return err
}

func (w *markFile) close() error {
	return errors.Join(w.sync(), w.f.Close())
}
