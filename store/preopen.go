package store

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Badger changes its files when it opens them: it cuts logs at the first entry
// that it cannot read, empties logs into tables, and removes tables that its
// MANIFEST does not name. So everything is kept aside before: tables, which
// are never written to again, as hard links, and all else as copies. As long
// as preopen/ exists, it is whole and durable, and it is the truth.

// keep makes preopen/. It returns how many bytes the write-ahead logs hold.
func (h home) keep() (logged int64, err error) {
	files, err := h.files()
	if err != nil {
		return 0, err
	}
	if err := errors.Join(os.MkdirAll(h.badgerPath(), 0o700), os.Mkdir(h.partPath(), 0o700)); err != nil {
		return 0, err
	}
	for _, f := range files {
		from, to := filepath.Join(h.badgerPath(), f.name), filepath.Join(h.partPath(), f.name)
		if f.is(".sst") && os.Link(from, to) == nil {
			continue // a file system without links gets copies
		}
		n, err := copySparse(to, from)
		if err != nil {
			return 0, err
		}
		if f.is(".mem") {
			logged += n
		}
	}
	if err := syncDir(h.partPath()); err != nil {
		return 0, err
	}
	return logged, h.rename(h.partPath(), h.preopenPath())
}

// putBack makes badger/ again what it was when preopen/ was made.
func (h home) putBack() error {
	if err := os.RemoveAll(h.badgerPath()); err != nil {
		return err
	}
	return h.rename(h.preopenPath(), h.badgerPath())
}

// forget removes preopen/ after an opening that was found good.
func (h home) forget() error {
	if err := h.rename(h.preopenPath(), h.gonePath()); err != nil {
		return err
	}
	return os.RemoveAll(h.gonePath())
}

// settle ends an opening that was interrupted: what was kept is put back, and
// what was half made or half removed goes.
func (h home) settle() error {
	if err := errors.Join(os.RemoveAll(h.partPath()), os.RemoveAll(h.gonePath())); err != nil {
		return err
	}
	_, err := os.Stat(h.preopenPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return h.putBack()
}

// rename moves a directory, durably.
func (h home) rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncDir(string(h))
}

// copySparse copies a file, durably, with holes where it holds nothing but
// zeros. It returns the offset behind the last block that holds anything.
func copySparse(to, from string) (end int64, err error) {
	in, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	var block, zeros [64 << 10]byte
	for at := int64(0); ; {
		n, err := io.ReadFull(in, block[:])
		if n > 0 && !bytes.Equal(block[:n], zeros[:n]) {
			if _, err := out.WriteAt(block[:n], at); err != nil {
				return 0, err
			}
			end = at + int64(n)
		}
		at += int64(n)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return end, errors.Join(out.Truncate(at), out.Sync())
		}
		if err != nil {
			return 0, err
		}
	}
}

// writeSynced writes a whole file, durably.
func writeSynced(path string, content []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Sync()
}
