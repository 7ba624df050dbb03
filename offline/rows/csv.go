package rows

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A sheet is CSV. All its cells are texts or empty.
type sheet struct {
	name string
	csv  *csv.Reader
	at   []int
}

func openCSV(name string, in io.Reader) ([]string, Source, error) {
	s := &sheet{name: name, csv: csv.NewReader(in)}
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
	names[0] = strings.TrimPrefix(names[0], byteOrderMark)
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names, s, nil
}

func (s *sheet) Pick(columns []int) { s.at = columns }

func (s *sheet) Next(cells []Cell) error {
	record, err := s.csv.Read()
	if err != nil {
		return s.broken(err)
	}
	for k, i := range s.at {
		cells[k] = textCell(strings.TrimSpace(record[i]))
	}
	return nil
}

func (s *sheet) Line(k int) int {
	line, _ := s.csv.FieldPos(s.at[k])
	return line
}

// broken gives an error of the file its place.
func (s *sheet) broken(err error) error {
	var wrong *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.As(err, &wrong):
		return fmt.Errorf("%s:%d: %w", s.name, wrong.Line, wrong.Err)
	}
	return broken(s.name, err)
}
