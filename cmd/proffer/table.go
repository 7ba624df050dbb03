package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// gzipMagic is what gzip begins with.
const gzipMagic = "\x1f\x8b"

// openTable opens a file, and unpacks it when it begins as gzip does.
func openTable(name string) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	var magic [len(gzipMagic)]byte
	_, err = io.ReadFull(f, magic[:])
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) { // too short to be packed
		err = nil
	}
	if _, back := f.Seek(0, io.SeekStart); err != nil || back != nil {
		return nil, errors.Join(err, back, f.Close())
	}
	if string(magic[:]) != gzipMagic {
		return f, nil
	}
	u := &unpacked{file: f, in: bufio.NewReader(f)}
	if u.unpacking, err = gzip.NewReader(u.in); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: the compressed file is cut off or damaged: %w", name, err), f.Close())
	}
	u.unpacking.Multistream(false)
	return u, nil
}

// An unpacked file is one or more gzip members, one after the other. What follows
// them is told from one that is cut off.
type unpacked struct {
	file      io.Closer
	in        *bufio.Reader
	unpacking *gzip.Reader
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.unpacking.Read(p)
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	next, wrong := u.in.Peek(len(gzipMagic))
	switch {
	case len(next) == 0:
		return n, wrong
	case !bytes.Equal(next, []byte(gzipMagic)):
		return n, errors.New("after the end of the compressed data there are bytes that are no gzip")
	}
	err = u.unpacking.Reset(u.in)
	u.unpacking.Multistream(false)
	return n, err
}

func (u *unpacked) Close() error { return u.file.Close() }
