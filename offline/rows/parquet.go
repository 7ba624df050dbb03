package rows

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"
)

// parquetMagic is what a Parquet file begins and ends with.
const parquetMagic = "PAR1"

// A columnar is a Parquet file. It holds a page of each column at a time.
type columnar struct {
	name   string
	file   *parquet.File
	fields []*parquet.Column // of the schema, as their names
	picked []field
	group  int // that is read next
	left   int64
	row    int
}

// openParquet begins to read a file at its end, where its index is.
func openParquet(name string, file io.Reader) (names []string, s Source, err error) {
	at, ok := file.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return nil, nil, fmt.Errorf("%s: Parquet is read at any place, so it must be a file of its own, neither packed nor a pipe", name)
	}
	defer rescue(name, &err)
	size, err := at.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, nil, broken(name, err)
	}
	f, err := parquet.OpenFile(at, size, parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: the Parquet file is cut off or damaged: %w", name, err)
	}
	c := &columnar{name: name, file: f, fields: f.Root().Columns()}
	for _, field := range c.fields {
		names = append(names, field.Name())
	}
	return names, c, nil
}

// rescue makes an error of a panic: a damaged file can mislead the library below
// into one, and it is the file's fault.
func rescue(name string, err *error) {
	if wrong := recover(); wrong != nil {
		*err = fmt.Errorf("%s: the Parquet file is damaged: %v", name, wrong)
	}
}

func (c *columnar) Pick(columns []int) {
	for _, i := range columns {
		f := newField(c.fields[i])
		f.halve(c.file.Metadata().Schema)
		for _, leaf := range leaves(c.fields[i]) {
			f.wrong = cmp.Or(f.wrong, packed(c.file.Metadata().RowGroups, leaf))
		}
		c.picked = append(c.picked, f)
	}
}

func (c *columnar) Line(int) int { return c.row }

func (c *columnar) Next(cells []Cell) (err error) {
	defer rescue(c.name, &err)
	for c.left == 0 {
		if err := c.nextGroup(); err != nil {
			return err
		}
	}
	c.left--
	c.row++
	cells = cells[:len(c.picked)]
	for k := range c.picked {
		f, cell := &c.picked[k], &cells[k]
		if at := f.leaf.at; at < len(f.leaf.numbers) && cell.Kind == Number { // most of most tables
			cell.Number = f.leaf.numbers[at]
			f.leaf.at++
			continue
		}
		if err := f.read(cell); err != nil {
			return fmt.Errorf("%s:%d: column %s: %w", c.name, c.row, f.name, err)
		}
	}
	return nil
}

// nextGroup turns to the next group of rows.
func (c *columnar) nextGroup() error {
	var err error
	for k := range c.picked {
		err = errors.Join(err, c.picked[k].close())
	}
	groups := c.file.RowGroups()
	if err != nil || c.group == len(groups) {
		return errors.Join(err, io.EOF)
	}
	g := groups[c.group]
	c.group++
	c.left = g.NumRows()
	for k := range c.picked {
		c.picked[k].open(g.ColumnChunks())
	}
	return nil
}
