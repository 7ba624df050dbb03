package rows

import (
	"errors"
	"io"
	"math"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// A leaf reads the values of one physical column, some at a time.
type leaf struct {
	index  int
	unit   time.Duration // of a time; 0: it is none
	scale  float64       // of a whole number: 1, or less for decimals
	pages  parquet.Pages
	page   parquet.Page // whose values are being read
	source parquet.ValueReader
	values []parquet.Value
	at, n  int
}

// atOnce is how many values a leaf reads at a time.
const atOnce = 512

func newLeaf(c *parquet.Column) leaf {
	l := leaf{index: c.Index(), scale: 1, values: make([]parquet.Value, atOnce)}
	t := c.Type().LogicalType()
	if t == nil {
		return l
	}
	switch means := t.Value.(type) {
	case *format.DecimalType:
		l.scale = math.Pow10(-int(means.Scale))
	case *format.TimestampType:
		l.unit = time.Nanosecond
		if means.Unit.Value != nil {
			l.unit = means.Unit.Value.Duration()
		}
	}
	return l
}

// whole is the cell of a whole number, which may stand for a time.
func (l *leaf) whole(v *parquet.Value) Cell {
	x := int64(v.Int32())
	if v.Kind() == parquet.Int64 {
		x = v.Int64()
	}
	if l.unit == 0 {
		return Cell{Kind: Number, Number: float64(x) * l.scale}
	}
	perSecond := int64(time.Second / l.unit)
	at := time.Unix(x/perSecond, x%perSecond*int64(l.unit)).UTC()
	return textCell(at.Format(time.RFC3339Nano))
}

func (l *leaf) open(chunks []parquet.ColumnChunk) {
	l.pages, l.at, l.n = chunks[l.index].Pages(), 0, 0
}

func (l *leaf) close() error {
	if l.pages == nil {
		return nil
	}
	l.release()
	pages := l.pages
	l.pages = nil
	return pages.Close()
}

// release gives the memory of a page back, whose values have all been read.
func (l *leaf) release() {
	if l.page != nil {
		parquet.Release(l.page)
	}
	l.page, l.source = nil, nil
}

// next is the next value, good until the one after.
func (l *leaf) next() (*parquet.Value, error) {
	if l.at == l.n {
		err := l.fill()
		if errors.Is(err, io.EOF) {
			err = errors.New("ends before the others do")
		}
		if err != nil {
			return nil, err
		}
	}
	l.at++
	return &l.values[l.at-1], nil
}

// repeats reports whether the next value belongs to the row of the one before.
func (l *leaf) repeats() (bool, error) {
	if l.at == l.n {
		err := l.fill()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return l.values[l.at].RepetitionLevel() > 0, nil
}

// fill reads values until there are some, or returns io.EOF.
func (l *leaf) fill() error {
	l.at, l.n = 0, 0
	for ended := l.source == nil; ; ended = true {
		if ended {
			l.release()
			page, err := l.pages.ReadPage()
			if err != nil {
				return err
			}
			l.page, l.source = page, page.Values()
		}
		n, err := l.source.ReadValues(l.values)
		if n > 0 {
			l.n = n
			return nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
}
