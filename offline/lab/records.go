package lab

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// records hands the cells of every line to take, and tells what take refuses
// with the number of the line. Lines that begin with # are comments.
func records(name string, from io.Reader, comma rune, cells int, take func(cells []string) error) error {
	r := csv.NewReader(from)
	r.Comma, r.Comment, r.FieldsPerRecord, r.ReuseRecord = comma, '#', -1, true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err = checkWidth(row, cells); err == nil {
			err = take(row)
		}
		if err != nil {
			line, _ := r.FieldPos(0)
			return fmt.Errorf("%s: line %d: %w", name, line, err)
		}
	}
}

func checkWidth(row []string, cells int) error {
	if len(row) != cells {
		return fmt.Errorf("%d cells, want %d: %q", len(row), cells, strings.Join(row, " "))
	}
	return nil
}
