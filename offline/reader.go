package offline

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A reader reads a table row by row. A row is good until the next is read.
type reader struct {
	table *Table
	file  io.ReadCloser
	csv   *csv.Reader
	at    []int // where each of Columns.all stands in a record
	cells []string
	read  int

	// Of the row that was read last.
	action     string
	propensity float64
	reward     float64
	context    []string
}

// The places of Columns.all.
const (
	actionCell = iota
	propensityCell
	rewardCell
	firstContext
)

// open begins to read a table. The caller closes the reader.
func (t *Table) open() (*reader, error) {
	if err := t.Columns.Validate(); err != nil {
		return nil, err
	}
	file, err := t.Open()
	if err != nil {
		return nil, fmt.Errorf("offline: %w", err)
	}
	r := &reader{table: t, file: file, csv: csv.NewReader(file)}
	r.csv.ReuseRecord = true
	if err := r.header(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return r, nil
}

func (r *reader) close() error { return r.file.Close() }

// header finds the columns by the table's first line.
func (r *reader) header() error {
	names, err := r.names()
	if err != nil {
		return err
	}
	for _, wanted := range r.table.Columns.all() {
		i := slices.Index(names, wanted)
		if i < 0 {
			return fmt.Errorf("%s: there is no column %q%s", r.table.Name, wanted, suggestion(wanted, names))
		}
		if slices.Contains(names[i+1:], wanted) {
			return fmt.Errorf("%s: two columns are called %q", r.table.Name, wanted)
		}
		r.at = append(r.at, i)
	}
	r.cells = make([]string, len(r.at))
	r.context = r.cells[firstContext:]
	return nil
}

// names reads the table's first line.
func (r *reader) names() ([]string, error) {
	names, err := r.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: the table is empty, without so much as a line that names its columns", r.table.Name)
	}
	if err != nil {
		return nil, r.broken(err)
	}
	names[0] = strings.TrimPrefix(names[0], "\ufeff") // the mark some spreadsheets begin a file with
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names, nil
}

// Names are the names of a table's columns, in its own order.
func (t *Table) Names() (names []string, err error) {
	file, err := t.Open()
	if err != nil {
		return nil, fmt.Errorf("offline: %w", err)
	}
	r := &reader{table: t, file: file, csv: csv.NewReader(file)}
	defer func() { err = errors.Join(err, r.close()) }()
	return r.names()
}

// next reads a row. It returns io.EOF after the last.
func (r *reader) next() error {
	if r.table.Limit > 0 && r.read >= r.table.Limit {
		return io.EOF
	}
	record, err := r.csv.Read()
	if err != nil {
		return r.broken(err)
	}
	r.read++
	for k, i := range r.at {
		r.cells[k] = strings.TrimSpace(record[i])
	}
	if r.action = r.cells[actionCell]; r.action == "" {
		return r.fault(actionCell, "is empty")
	}
	if r.reward, err = r.number(rewardCell); err != nil {
		return err
	}
	if r.propensity, err = r.number(propensityCell); err != nil {
		return err
	}
	if !(r.propensity > 0 && r.propensity <= 1) {
		return r.fault(propensityCell, "must be above 0 and at most 1, not "+r.cells[propensityCell])
	}
	return nil
}

func (r *reader) number(cell int) (float64, error) {
	x, problem := number(r.cells[cell])
	if problem != "" {
		return 0, r.fault(cell, problem)
	}
	return x, nil
}

// maxNumber is what the posteriors can take; its square and the sum of a
// billion of them are finite.
const maxNumber = 1e75

// number reads a cell, or says what is wrong with it.
func number(text string) (x float64, problem string) {
	x, err := strconv.ParseFloat(text, 64)
	switch {
	case text == "":
		return 0, "is empty"
	case err != nil && !errors.Is(err, strconv.ErrRange):
		return 0, fmt.Sprintf("must be a number, not %q", clip(text))
	case !(math.Abs(x) <= maxNumber):
		return 0, fmt.Sprintf("must be a finite number, not %s", clip(text))
	}
	return x, ""
}

// clip keeps a cell from filling a screen.
func clip(text string) string {
	const most = 40
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// fault is an error about one cell of the row that was read last.
func (r *reader) fault(cell int, problem string) error {
	line, _ := r.csv.FieldPos(r.at[cell])
	return &CellError{Table: r.table.Name, Line: line, Column: r.table.Columns.all()[cell], Problem: problem}
}

// broken gives an error of the file its place.
func (r *reader) broken(err error) error {
	var wrong *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.As(err, &wrong):
		return fmt.Errorf("%s:%d: %w", r.table.Name, wrong.Line, wrong.Err)
	}
	return fmt.Errorf("%s: %w", r.table.Name, err)
}
