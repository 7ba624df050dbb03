package rows

import (
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
)

// A book is what the codes of a dictionary stand for: numbers or texts.
type book struct {
	of      parquet.Dictionary
	numbers []float64
	texts   []string // nil: they are numbers
	words   words
}

// open learns a dictionary, unless it is the one that is open. It is false of one
// that has neither texts nor numbers that a float64 holds.
func (b *book) open(d parquet.Dictionary, means *meaning) bool {
	if d == b.of {
		return true
	}
	b.of = nil
	switch all := d.Page().Data(); all.Kind() {
	case encoding.ByteArray, encoding.FixedLenByteArray:
		b.texts = slices.Grow(b.texts[:0], d.Len())[:0]
		for i := range d.Len() {
			text := d.Index(int32(i))
			b.texts = append(b.texts, b.words.of(text.ByteArray()))
		}
	default:
		values, _, ok := numbers(nil, &all, means)
		if !ok {
			return false
		}
		b.texts, b.numbers = nil, slices.Clone(values)
	}
	b.of = d
	return true
}

// close forgets the dictionary, whose memory may become that of another.
func (b *book) close() { b.of = nil }
