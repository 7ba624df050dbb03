package rows

import (
	"errors"
	"io"

	"github.com/parquet-go/parquet-go"
)

// A leaf reads the values of one physical column: a page at a time where they can
// be had as they are, else some at a time.
type leaf struct {
	at, n   int       // of values or of taken
	numbers []float64 // of taken, where every row has one
	index   int
	means   meaning // of its whole numbers
	digits  []byte  // of the one at hand
	asIs    bool    // its pages may be taken: a row has one value at most
	pages   parquet.Pages
	page    parquet.Page        // whose values are being read
	source  parquet.ValueReader // of its values, unless they are in taken
	values  []parquet.Value
	taken   taken
}

// atOnce is how many values a leaf reads at a time.
const atOnce = 512

func newLeaf(c *parquet.Column) leaf {
	l := leaf{index: c.Index(), means: newMeaning(c.Type()), values: make([]parquet.Value, atOnce)}
	l.taken.book.words = words{}
	kind := c.Type().Kind()
	bytes := kind == parquet.ByteArray || kind == parquet.FixedLenByteArray
	l.asIs = c.MaxRepetitionLevel() == 0 && c.MaxDefinitionLevel() <= 1 && l.means.plain() && !(l.means.decimal && bytes)
	return l
}

func (l *leaf) open(chunks []parquet.ColumnChunk) {
	l.pages, l.at, l.n = chunks[l.index].Pages(), 0, 0
	l.taken.book.close()
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
	l.taken.forget()
	l.numbers = nil
}

// ready sees to it that there is a value to read.
func (l *leaf) ready() error {
	if l.at < l.n {
		return nil
	}
	err := l.fill()
	if errors.Is(err, io.EOF) {
		err = errors.New("ends before the others do")
	}
	return err
}

// next is the next value, good until the one after.
func (l *leaf) next() (*parquet.Value, error) {
	if err := l.ready(); err != nil {
		return nil, err
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

// fill makes values ready until there are some, or returns io.EOF.
func (l *leaf) fill() error {
	for l.at, l.n = 0, 0; l.n == 0; {
		if l.source == nil {
			if err := l.turn(); err != nil {
				return err
			}
			continue
		}
		var err error
		if l.n, err = l.source.ReadValues(l.values); l.n > 0 {
			return nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		l.source = nil
	}
	return nil
}

// turn turns to the next page.
func (l *leaf) turn() (err error) {
	l.release()
	if l.page, err = l.pages.ReadPage(); err != nil {
		return err
	}
	if !l.asIs || !l.taken.take(l.page, &l.means) {
		l.source = l.page.Values()
		return nil
	}
	l.n = l.taken.rows
	if l.taken.there == nil {
		l.numbers = l.taken.numbers
	}
	return nil
}
