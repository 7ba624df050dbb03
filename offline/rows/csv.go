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
	"unicode/utf8"
)

// A sheet is CSV. All its cells are texts or empty. A line without quotes is split
// where it lies in the buffer; whatever is less plain, csv.Reader reads, which
// takes from the same buffer.
type sheet struct {
	name   string
	in     *bufio.Reader
	csv    *csv.Reader
	at     []int
	record []string
	quoted bool // the last record is of csv.Reader

	lines int // that csv.Reader has read
	plain int // that it has not
}

func openCSV(name string, in *bufio.Reader) ([]string, Source, error) {
	s := &sheet{name: name, in: in, csv: csv.NewReader(in)} // which takes a bufio.Reader as its own
	s.csv.ReuseRecord = true
	err := s.readQuoted()
	if errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("%s: the table is empty, without so much as a line that names its columns", name)
	}
	if err != nil {
		return nil, nil, err
	}
	record := s.record
	if len(record) == 1 {
		if at := strings.IndexAny(record[0], ";\t|"); at >= 0 {
			return nil, nil, fmt.Errorf("%s: has %q between its columns and must have commas; its first line is %.80q", name, record[0][at], record[0])
		}
	}
	names := slices.Clone(record)
	names[0] = strings.TrimPrefix(names[0], byteOrderMark)
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names, s, nil
}

func (s *sheet) Pick(columns []int) { s.at = columns }

func (s *sheet) Next(cells []Cell) error {
	if err := s.read(); err != nil {
		return err
	}
	for k, i := range s.at {
		cells[k] = textCell(trimmed(s.record[i]))
	}
	return nil
}

// trimmed is a text without the spaces around it, of which most have none.
func trimmed(text string) string {
	if text == "" || isPrint(text[0]) && isPrint(text[len(text)-1]) {
		return text
	}
	return strings.TrimSpace(text)
}

// isPrint reports whether a byte is a character that is no space.
func isPrint(c byte) bool { return c > ' ' && c < utf8.RuneSelf }

// read reads a record.
func (s *sheet) read() error {
	for {
		buffered, _ := s.in.Peek(s.in.Buffered()) // all of it is there
		end := bytes.IndexByte(buffered, '\n')
		if end < 0 || bytes.IndexByte(buffered[:end], '"') >= 0 {
			return s.readQuoted()
		}
		line := string(bytes.TrimSuffix(buffered[:end], []byte("\r")))
		s.plain++
		if _, err := s.in.Discard(end + 1); err != nil {
			return broken(s.name, err)
		}
		if line != "" {
			return s.split(line)
		}
	}
}

// split makes a record of a line.
func (s *sheet) split(line string) error {
	s.quoted = false
	s.record = s.record[:0]
	for {
		end := strings.IndexByte(line, ',')
		if end < 0 {
			break
		}
		s.record = append(s.record, line[:end])
		line = line[end+1:]
	}
	if s.record = append(s.record, line); len(s.record) != s.csv.FieldsPerRecord {
		return fmt.Errorf("%s:%d: %w", s.name, s.lines+s.plain, csv.ErrFieldCount)
	}
	return nil
}

// readQuoted reads a record that may have quotes, and lines within them.
func (s *sheet) readQuoted() error {
	record, err := s.csv.Read()
	if err != nil {
		return s.broken(err)
	}
	s.quoted, s.record = true, append(s.record[:0], record...)
	last := len(record) - 1
	line, _ := s.csv.FieldPos(last)
	s.lines = line + strings.Count(record[last], "\n")
	return nil
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
