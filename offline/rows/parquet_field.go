package rows

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/parquet-go/parquet-go"
)

// A field is a column of a Parquet file as its schema's top level has it: a leaf
// with one value a row, or a map or a list, whose names and numbers are leaves.
type field struct {
	leaf   leaf // of a column that does not nest
	name   string
	nests  bool
	names  leaf
	values leaf
	room   []Pair
	words  words
	wrong  error // why its cells cannot be read
}

func newField(c *parquet.Column) field {
	f := field{name: c.Name(), words: words{}}
	if c.Leaf() && !c.Repeated() {
		f.leaf = newLeaf(c)
		return f
	}
	f.nests = true
	var names, values *parquet.Column
	find := func(path ...string) *parquet.Column {
		at := c
		for _, name := range path {
			if at = at.Column(name); at == nil {
				return nil
			}
		}
		return at
	}
	for _, path := range [][2][]string{
		{{"key_value", "key"}, {"key_value", "value"}},
		{{"list", "element", "offer"}, {"list", "element", "p"}},
		{{"list", "item", "offer"}, {"list", "item", "p"}},
	} {
		if names, values = find(path[0]...), find(path[1]...); names != nil && values != nil && names.Leaf() && values.Leaf() {
			f.names, f.values = newLeaf(names), newLeaf(values)
			return f
		}
	}
	f.wrong = errors.New("nests, and is neither a map of numbers nor a list of groups with an offer and its p")
	return f
}

func (f *field) open(chunks []parquet.ColumnChunk) {
	switch {
	case f.wrong != nil:
	case f.nests:
		f.names.open(chunks)
		f.values.open(chunks)
	default:
		f.leaf.open(chunks)
	}
}

func (f *field) close() error { return errors.Join(f.leaf.close(), f.names.close(), f.values.close()) }

// read reads what the next row has in the column.
func (f *field) read(c *Cell) error {
	switch {
	case f.wrong != nil:
		return f.wrong
	case f.nests:
		return f.pairs(c)
	}
	l := &f.leaf
	if err := l.ready(); err != nil {
		return err
	}
	at := l.at
	l.at++
	switch t := &l.taken; {
	case t.rows == 0:
		return f.single(c, l, &l.values[at])
	case t.there != nil && t.there[at] == 0:
		*c = Cell{}
	case t.codes == nil:
		*c = Cell{Kind: Number, Number: t.numbers[at]}
	default:
		*c = textCell(t.book.texts[t.codes[at]])
	}
	return nil
}

// single makes a cell of a value of a leaf.
func (f *field) single(c *Cell, l *leaf, v *parquet.Value) (err error) {
	switch kind := v.Kind(); kind {
	case parquet.Double:
		*c = Cell{Kind: Number, Number: v.Double()}
	case parquet.Float:
		*c = Cell{Kind: Number, Number: float64(v.Float())}
	case parquet.Boolean:
		*c = textCell(strconv.FormatBool(v.Boolean()))
	case parquet.ByteArray, parquet.FixedLenByteArray:
		switch {
		case l.means.decimal:
			*c, err = l.decimal(v.ByteArray())
		case l.means.form != plainForm:
			*c, err = l.means.formedBytes(v.ByteArray())
		default:
			*c = textCell(f.words.of(v.ByteArray()))
		}
	case parquet.Int32, parquet.Int64:
		*c = l.whole(v)
	default:
		if !v.IsNull() {
			return fmt.Errorf("has the type %s, which is none of a table's", kind)
		}
		*c = Cell{}
	}
	return err
}

// pairs are the names and numbers of one row. The first of a row repeats nothing.
func (f *field) pairs(c *Cell) error {
	f.room = f.room[:0]
	for first := true; ; first = false {
		if more, err := f.more(first); !more || err != nil {
			*c = Cell{Kind: Pairs, Pairs: f.room}
			return err
		}
		name, err := f.names.next()
		if err != nil {
			return err
		}
		value, err := f.values.next()
		if err != nil {
			return err
		}
		if name.IsNull() { // the row has none
			continue
		}
		if name.Kind() != parquet.ByteArray {
			return errors.New("has names that are no texts")
		}
		x, err := f.number(value)
		if err != nil {
			return err
		}
		f.room = append(f.room, Pair{f.words.of(name.ByteArray()), x})
	}
}

// number is the value of a pair.
func (f *field) number(v *parquet.Value) (float64, error) {
	var c Cell
	if err := f.single(&c, &f.values, v); err != nil {
		return 0, err
	}
	if kind := v.Kind(); c.Kind == Text && (f.values.means.decimal || kind == parquet.Int64) { // and large
		if x, err := strconv.ParseFloat(c.Text, 64); err == nil {
			return x, nil
		}
	}
	if c.Kind != Number {
		return 0, errors.New("has values that are no numbers")
	}
	return c.Number, nil
}

// more reports whether the row has another pair.
func (f *field) more(first bool) (bool, error) {
	if first {
		return true, nil
	}
	name, err := f.names.repeats()
	value, wrong := f.values.repeats()
	if err = errors.Join(err, wrong); err == nil && name != value {
		err = errors.New("has more names than values, or fewer")
	}
	return name, err
}
