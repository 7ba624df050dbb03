package rows

import (
	"bytes"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
)

// Taken are the values of a page by row, as they lie in its memory: numbers, or
// texts by their place in a dictionary. A parquet.Value for each of them costs as
// much as all the rest of reading it.
type taken struct {
	rows    int       // 0: nothing is taken
	there   []byte    // 0 for a row without a value; nil: every row has one
	numbers []float64 // of a page of numbers
	codes   []int32   // of a page of texts, into book.texts
	book    book

	numberRoom []float64 // for what does not lie there as it is needed
	codeRoom   []int32
}

// forget forgets the values, whose memory is the page's.
func (t *taken) forget() { t.rows, t.there, t.numbers, t.codes = 0, nil, nil, nil }

// take takes the values of a page, if they are numbers or texts of a dictionary.
func (t *taken) take(page parquet.Page, means *meaning) bool {
	data, dictionary := page.Data(), page.Dictionary()
	var ok bool
	switch {
	case dictionary == nil:
		t.numbers, t.numberRoom, ok = numbers(t.numberRoom, &data, means)
	case !t.book.open(dictionary, means):
	case t.book.texts == nil:
		t.numberRoom = looked(t.numberRoom, t.book.numbers, data.Int32())
		t.numbers, ok = t.numberRoom, true
	default:
		t.codes, ok = data.Int32(), true
	}
	if !ok {
		return false
	}
	t.rows = len(t.numbers) + len(t.codes)
	if levels := page.DefinitionLevels(); bytes.IndexByte(levels, 0) >= 0 {
		t.spread(levels)
	}
	return true
}

// spread gives the values to the rows that have one.
func (t *taken) spread(levels []byte) {
	t.rows, t.there = len(levels), levels
	if t.codes == nil {
		t.numberRoom = spread(t.numberRoom, t.numbers, levels)
		t.numbers = t.numberRoom
		return
	}
	t.codeRoom = spread(t.codeRoom, t.codes, levels)
	t.codes = t.codeRoom
}

// spread writes values into dst, one for each level above 0. It begins at the end,
// because dst may be their own memory.
func spread[T any](dst, values []T, levels []byte) []T {
	dst = slices.Grow(dst[:0], len(levels))[:len(levels)]
	n := len(values)
	for i, level := range slices.Backward(levels) {
		if level > 0 {
			n--
			dst[i] = values[n]
		}
	}
	return dst
}

// numbers are those that a page or a dictionary has, in its own memory or in room. It
// is not ok if one is larger than a float64 holds exactly.
func numbers(room []float64, data *encoding.Values, means *meaning) (all, kept []float64, ok bool) {
	switch kind := data.Kind(); {
	case kind == encoding.Double:
		return data.Double(), room, true
	case kind == encoding.Float:
		room, ok = singles(room, data.Float()), true
	case kind == encoding.Int32 && means.unsigned:
		room, ok = wholes(room, data.Uint32(), means.divisor)
	case kind == encoding.Int32:
		room, ok = wholes(room, data.Int32(), means.divisor)
	case kind == encoding.Int64 && means.unsigned:
		room, ok = wholes(room, data.Uint64(), means.divisor)
	case kind == encoding.Int64:
		room, ok = wholes(room, data.Int64(), means.divisor)
	}
	return room, room, ok
}

func singles(dst []float64, values []float32) []float64 {
	dst = dst[:0]
	for _, x := range values {
		dst = append(dst, float64(x))
	}
	return dst
}

func wholes[T int32 | uint32 | int64 | uint64](dst []float64, values []T, divisor float64) (all []float64, ok bool) {
	dst = dst[:0]
	for _, value := range values {
		x := float64(value)
		if x >= inexact || x <= -inexact {
			return dst, false
		}
		dst = append(dst, x/divisor)
	}
	return dst, true
}

func looked(dst, numbers []float64, codes []int32) []float64 {
	dst = dst[:0]
	for _, code := range codes {
		dst = append(dst, numbers[code])
	}
	return dst
}
