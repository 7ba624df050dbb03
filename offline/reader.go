package offline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"proffer/offline/rows"
)

// A reader reads a table row by row. A row is good until the next is read.
type reader struct {
	table  *Table
	file   io.ReadCloser
	source rows.Source
	cells  []rows.Cell
	read   int // rows, but for those that are passed over
	past   passing
	own    own

	// Of the row that was read last.
	action     string
	propensity float64
	reward     float64
	context    []rows.Cell
	surveyed   []float64 // the numbers of its signals, as a survey read them, NaN for what is none; nil: nobody did

	texts map[float64]string // actions that are numbers, as texts
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
	file, names, source, err := t.source()
	if err != nil {
		return nil, err
	}
	r := &reader{table: t, file: file, source: source, texts: map[float64]string{}, past: passing{layout: t.layout, immature: t.immature}}
	if err := r.find(names); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return r, nil
}

// source begins to read a table, and finds the names of its columns.
func (t *Table) source() (io.ReadCloser, []string, rows.Source, error) {
	file, err := t.Open()
	if err != nil {
		return nil, nil, nil, fmt.Errorf("offline: %w", err)
	}
	names, source, err := rows.Open(t.Name, file)
	if err != nil {
		return nil, nil, nil, errors.Join(err, file.Close())
	}
	if unnamed, ok := source.(rows.Namer); ok && t.Actions != "" {
		unnamed.Call(rows.Naming(t.Actions))
	}
	return file, names, source, nil
}

func (r *reader) close() error { return r.file.Close() }

// find finds the columns by their names.
func (r *reader) find(names []string) error {
	var at []int
	for _, wanted := range r.table.Columns.all() {
		i := slices.Index(names, wanted)
		if i < 0 {
			return fmt.Errorf("%s: there is no column %q%s", r.table.Name, wanted, suggestion(wanted, names))
		}
		if slices.Contains(names[i+1:], wanted) {
			return fmt.Errorf("%s: two columns are called %q", r.table.Name, wanted)
		}
		at = append(at, i)
	}
	if source, ok := r.source.(rows.Latecomer); ok && r.table.layout != nil {
		source.Late(r.table.layout.matters)
	}
	r.source.Pick(at)
	r.cells = make([]rows.Cell, len(at))
	r.context = r.cells[firstContext:]
	return nil
}

// Names are the names of a table's columns, in its own order.
func (t *Table) Names() ([]string, error) {
	file, names, _, err := t.source()
	if err != nil {
		return nil, err
	}
	return names, file.Close()
}

// chunk is how many rows are handled between two looks at the context and two
// reports of progress.
const chunk = 2048

// scan reads the table and calls each for every row, and learner, unless it is nil,
// for those that were chosen without chance. It says what it left out; progress is
// told in rows, and may be nil.
func (t *Table) scan(ctx context.Context, left *LeftOut, progress func(rows int), learner, each func(r *reader) error) (err error) {
	r, err := t.open()
	if err != nil {
		return err
	}
	r.past.learner = learner
	defer func() { err = errors.Join(err, r.close()) }()
	for {
		switch err := r.next(); {
		case errors.Is(err, io.EOF):
			*left = r.past.left
			return nil
		case err != nil:
			return err
		}
		if err := each(r); err != nil {
			return err
		}
		if r.read%chunk != 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if progress != nil {
			progress(r.read)
		}
	}
}

// next reads a row that is not passed over. It returns io.EOF after the last.
func (r *reader) next() error {
	if r.table.Limit > 0 && r.read >= r.table.Limit {
		return io.EOF
	}
	for {
		if err := r.source.Next(r.cells); err != nil {
			return err
		}
		if !r.past.over(r) {
			r.read++
			return r.check()
		}
		if err := r.past.tell(r); err != nil {
			return err
		}
	}
}

// check reads what every row must have.
func (r *reader) check() (err error) {
	if r.action = r.name(&r.cells[actionCell]); r.action == "" {
		return r.fault(actionCell, "is empty")
	}
	if l := r.table.layout; l != nil && l.whole {
		r.action = numbered(r.action)
	}
	if r.reward, err = r.number(rewardCell); err != nil {
		return err
	}
	if r.propensity, err = r.number(propensityCell); err != nil {
		return err
	}
	if r.propensity = probability(r.propensity); !(r.propensity > 0 && r.propensity <= 1) {
		return r.fault(propensityCell, "must be above 0 and at most 1, not "+r.cells[propensityCell].String())
	}
	return r.own.read(r)
}

// name is the text of an action, which a format with types may have as a number.
func (r *reader) name(c *rows.Cell) string {
	if c.Kind != rows.Number {
		return c.Text
	}
	name, known := r.texts[c.Number]
	if !known {
		name = c.String()
		if len(r.texts) < maxActions {
			r.texts[c.Number] = name
		}
	}
	return name
}

func (r *reader) number(cell int) (float64, error) {
	x, problem := number(&r.cells[cell])
	if problem != "" {
		return 0, r.fault(cell, problem)
	}
	return x, nil
}

// fault is an error about one cell of the row that was read last.
func (r *reader) fault(cell int, problem string) error {
	return &CellError{Table: r.table.Name, Line: r.source.Line(cell), Column: r.table.Columns.all()[cell], Problem: problem}
}
