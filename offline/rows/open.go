package rows

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A Source is a table that is being read.
type Source interface {
	// Pick chooses the columns that rows are read into, by their places among the
	// names of the table, each once. It must be called before the first row is read.
	Pick(columns []int)
	// Next reads a row into one cell for each column picked. The cells are empty at
	// first, and nobody else writes to them. It returns io.EOF after the last row;
	// any other error says where the table is broken.
	Next(cells []Cell) error
	// Line is where the k-th cell of the last row stood. Parquet has no lines: there
	// the first row is 1.
	Line(k int) int
}

// A Latecomer is a Source whose rows can have columns that were not among the names.
// Of those that matter, it fails on the first.
type Latecomer interface {
	Late(matters func(name string) bool)
}

// sniffed is how many bytes are looked at to tell what a file is.
const sniffed = 512

// Open finds out what a file is and reads the names of its columns. The name is
// for errors. The caller closes the file.
func Open(name string, file io.Reader) (names []string, s Source, err error) {
	in := bufio.NewReaderSize(file, 1<<16)
	head, err := in.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, broken(name, err)
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(byteOrderMark)), " \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte(parquetMagic)):
		return openParquet(name, file)
	case strings.HasSuffix(name, ".parquet"):
		return nil, nil, fmt.Errorf("%s: is no Parquet: it does not begin with %s", name, parquetMagic)
	case bytes.IndexByte(head, 0) >= 0:
		return nil, nil, fmt.Errorf("%s: is neither CSV nor JSON lines nor Parquet", name)
	case bytes.HasPrefix(start, []byte("[")):
		return nil, nil, fmt.Errorf("%s: is one JSON list, and must be JSON lines: an object on each line, without a list around them", name)
	case bytes.HasPrefix(start, []byte("{")):
		return openJSON(name, in)
	}
	return openCSV(name, in)
}

// byteOrderMark is what some spreadsheets begin a file with.
const byteOrderMark = "\ufeff"

// broken gives an error of a file its name, and says in words what the readers
// below say in their own.
func broken(name string, err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: the file is cut off", name)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return fmt.Errorf("%s: the compressed file is damaged: %w", name, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}
