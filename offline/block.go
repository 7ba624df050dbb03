package offline

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// A block is some rows of a table, as columns.
type block struct {
	action     []int32 // into Survey.Actions
	reward     []float64
	propensity []float64
	context    []column // as Survey.Signals
}

// A column is the cells of one signal: numbers, with NaN for a missing one, or
// the places of texts in a list, with the first for a missing one.
type column struct {
	numbers []float64
	texts   []int32
	list    []any // nil, and then each distinct text
	place   map[string]int32
}

func (s *Survey) newBlock(room int) *block {
	b := &block{action: make([]int32, 0, room), reward: make([]float64, 0, room), propensity: make([]float64, 0, room), context: make([]column, len(s.Signals))}
	b.reset()
	return b
}

func (b *block) rows() int { return len(b.action) }

// reset empties b and keeps its room.
func (b *block) reset() {
	b.action, b.reward, b.propensity = b.action[:0], b.reward[:0], b.propensity[:0]
	for i := range b.context {
		c := &b.context[i]
		c.numbers, c.texts = c.numbers[:0], c.texts[:0]
		c.list, c.place = append(c.list[:0], nil), map[string]int32{}
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
			return fmt.Errorf("%s: the table has changed while it was read: action %q is new", r.table.Name, clip(r.action))
		}
		b.action = append(b.action, int32(i))
		b.reward = append(b.reward, r.reward)
		b.propensity = append(b.propensity, r.propensity)
		for k := range b.context {
			b.context[k].add(&s.Signals[k], r.context[k])
		}
	}
	return nil
}

func (c *column) add(s *Signal, cell string) {
	if s.Numeric {
		x, problem := number(cell)
		if problem != "" {
			x = math.NaN()
		}
		c.numbers = append(c.numbers, x)
		return
	}
	if missing(cell) {
		c.texts = append(c.texts, 0)
		return
	}
	at, known := c.place[cell]
	if !known {
		text := strings.Clone(cell) // the record's memory is used again
		at = int32(len(c.list))
		c.list = append(c.list, text)
		c.place[text] = at
	}
	c.texts = append(c.texts, at)
}

// value is the cell of a row as the engine reads it, nil for a missing one.
func (c *column) value(row int, to scale) any {
	if len(c.texts) > 0 {
		return c.list[c.texts[row]]
	}
	if x := c.numbers[row]; !math.IsNaN(x) {
		return to.in(x)
	}
	return nil
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
