package rows

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A sheet is CSV. All its cells are texts or empty. A line without quotes is split
// where it lies in the buffer; whatever is less plain, csv.Reader reads, which
// takes from the same buffer.
type sheet struct {
	name   string
	in     *bufio.Reader
	csv    *csv.Reader
	at     []int
	cell   []int // that a column goes into, by column; −1: none
	quoted bool  // the last row is of csv.Reader

	lines int // that csv.Reader has read
	plain int // that it has not
}

func openCSV(name string, in *bufio.Reader) ([]string, Source, error) {
	if err := begin(name, in); err != nil {
		return nil, nil, err
	}
	s := &sheet{name: name, in: in, csv: csv.NewReader(in)} // which takes a bufio.Reader as its own
	s.csv.ReuseRecord = true
	record, err := s.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("%s: the table is empty, without so much as a line that names its columns", name)
	}
	if err != nil {
		return nil, nil, s.broken(err)
	}
	if len(record) == 1 {
		if at := strings.IndexAny(record[0], ";\t|"); at >= 0 {
			return nil, nil, fmt.Errorf("%s: has %q between its columns and must have commas; its first line is %.80q", name, record[0][at], record[0])
		}
	}
	names := slices.Clone(record)
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	s.count(record)
	return names, s, nil
}

// begin passes over what may stand before the first line, and wants that line to
// have an end: without one the whole file would be taken for names.
func begin(name string, in *bufio.Reader) error {
	head, _ := in.Peek(in.Size()) // whatever is wrong with it will be told when it is read
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		return fmt.Errorf("%s: its lines end in CR alone, and must end in LF or CR LF", name)
	}
	if bytes.HasPrefix(head, []byte(byteOrderMark)) {
		_, err := in.Discard(len(byteOrderMark))
		return err
	}
	return nil
}

func (s *sheet) Pick(columns []int) {
	s.at, s.cell = columns, slices.Repeat([]int{-1}, s.csv.FieldsPerRecord)
	for k, i := range columns {
		s.cell[i] = k
	}
}

func (s *sheet) Next(cells []Cell) error {
	for {
		buffered, _ := s.in.Peek(s.in.Buffered()) // all of it is there
		end := bytes.IndexByte(buffered, '\n')
		if end < 0 || bytes.IndexByte(buffered[:end], '"') >= 0 {
			return s.read(cells)
		}
		line := string(bytes.TrimSuffix(buffered[:end], []byte("\r")))
		if _, err := s.in.Discard(end + 1); err != nil {
			return broken(s.name, err)
		}
		if s.plain++; line != "" {
			return s.split(cells, line)
		}
	}
}

// split reads a row from a line without quotes.
func (s *sheet) split(cells []Cell, line string) error {
	s.quoted = false
	last := len(s.cell) - 1
	for i, k := range s.cell {
		end := strings.IndexByte(line, ',')
		if (end < 0) != (i == last) {
			return fmt.Errorf("%s:%d: %w", s.name, s.lines+s.plain, csv.ErrFieldCount)
		}
		field := line
		if i < last {
			field, line = line[:end], line[end+1:]
		}
		if k >= 0 {
			cells[k].setText(field)
		}
	}
	return nil
}

// read reads a row that may have quotes, and lines within them.
func (s *sheet) read(cells []Cell) error {
	record, err := s.csv.Read()
	if err != nil {
		return s.broken(err)
	}
	s.quoted = true
	s.count(record)
	for i, k := range s.cell {
		if k >= 0 {
			cells[k].setText(record[i])
		}
	}
	return nil
}

// count counts the lines that csv.Reader has read.
func (s *sheet) count(record []string) {
	last := len(record) - 1
	line, _ := s.csv.FieldPos(last)
	s.lines = line + strings.Count(record[last], "\n")
}

func (s *sheet) Line(k int) int {
	if !s.quoted {
		return s.lines + s.plain
	}
	line, _ := s.csv.FieldPos(s.at[k])
	return line + s.plain
}

// broken gives an error of the file its place.
func (s *sheet) broken(err error) error {
	var wrong *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.As(err, &wrong):
		return fmt.Errorf("%s:%d: %w", s.name, wrong.Line+s.plain, wrong.Err)
	}
	return broken(s.name, err)
}
