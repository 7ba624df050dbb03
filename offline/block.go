package offline

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"proffer/offline/rows"
)

// A block is some rows of a table, encoded once for all runs. The cells of a row
// lie side by side, because runs take the rows in orders of their own.
type block struct {
	action     []int32 // into Survey.Actions
	reward     []float64
	propensity []float64
	cells      []float64 // of each row one for each of Survey.Signals, NaN for a missing one
	texts      []dictionary
}

// A dictionary numbers the texts of one signal in the order they come in.
type dictionary struct {
	texts []any // boxed once, as the engine is given them
	place map[string]int
}

func (s *Survey) newBlock(room int) *block {
	b := &block{
		action: make([]int32, 0, room), reward: make([]float64, 0, room), propensity: make([]float64, 0, room),
		cells: make([]float64, 0, room*len(s.Signals)), texts: make([]dictionary, len(s.Signals)),
	}
	b.reset()
	return b
}

func (b *block) rows() int { return len(b.action) }

// reset empties b and keeps its room.
func (b *block) reset() {
	b.action, b.reward, b.propensity, b.cells = b.action[:0], b.reward[:0], b.propensity[:0], b.cells[:0]
	for i := range b.texts {
		b.texts[i] = dictionary{place: map[string]int{}}
	}
}

// gather replaces b's rows with some of another block. Rows that are taken in an
// order of chance are each a wait for memory; gathered, they are waited for together.
func (b *block) gather(from *block, order []int) {
	b.action, b.reward, b.propensity, b.cells = b.action[:0], b.reward[:0], b.propensity[:0], b.cells[:0]
	b.texts = from.texts
	width := len(from.texts)
	for _, i := range order {
		b.action = append(b.action, from.action[i])
		b.reward = append(b.reward, from.reward[i])
		b.propensity = append(b.propensity, from.propensity[i])
		b.cells = append(b.cells, from.cells[i*width:(i+1)*width]...)
	}
}

// fill reads rows into b until it holds so many, or returns io.EOF at the end.
func (s *Survey) fill(b *block, r *reader, most int) error {
	for b.rows() < most {
		if err := r.next(); err != nil {
			return err
		}
		i, known := s.index[r.action]
		if !known {
			return fmt.Errorf("%s: the table has changed since it was surveyed: action %q is new", r.table.Name, clip(r.action))
		}
		b.action = append(b.action, int32(i))
		b.reward = append(b.reward, r.reward)
		b.propensity = append(b.propensity, r.propensity)
		for k := range s.Signals {
			b.cells = append(b.cells, b.cell(s.Signals[k].Numeric, &b.texts[k], &r.context[k]))
		}
	}
	return nil
}

func (b *block) cell(numeric bool, d *dictionary, cell *rows.Cell) float64 {
	switch {
	case missing(cell):
		return math.NaN()
	case !numeric:
		return float64(d.number(cell.String()))
	}
	if x, problem := number(cell); problem == "" {
		return x
	}
	return math.NaN()
}

func (d *dictionary) number(cell string) int {
	n, known := d.place[cell]
	if !known {
		text := strings.Clone(cell) // the record's memory is used again
		n = len(d.texts)
		d.texts = append(d.texts, text)
		d.place[text] = n
	}
	return n
}

// load reads a whole table into one block.
func (s *Survey) load(t *Table) (b *block, err error) {
	r, err := t.open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	b = s.newBlock(s.Rows)
	if err := s.fill(b, r, math.MaxInt); !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b, nil
}
