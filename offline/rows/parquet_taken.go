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
func (t *taken) take(page parquet.Page, scale float64) bool {
	data, dictionary := page.Data(), page.Dictionary()
	var ok bool
	switch {
	case dictionary == nil:
		t.numbers, t.numberRoom, ok = numbers(t.numberRoom, &data, scale)
	case !t.book.open(dictionary, scale):
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

// numbers are those that a page or a dictionary has, in its own memory or in room.
func numbers(room []float64, data *encoding.Values, scale float64) (all, kept []float64, ok bool) {
	switch data.Kind() {
	case encoding.Double:
		return data.Double(), room, true
	case encoding.Float:
		room = converted(room, data.Float(), scale)
	case encoding.Int32:
		room = converted(room, data.Int32(), scale)
	case encoding.Int64:
		room = converted(room, data.Int64(), scale)
	default:
		return nil, room, false
	}
	return room, room, true
}

func converted[T float32 | int32 | int64](dst []float64, values []T, scale float64) []float64 {
	dst = dst[:0]
	for _, x := range values {
		dst = append(dst, float64(x)*scale)
	}
	return dst
}

func looked(dst, numbers []float64, codes []int32) []float64 {
	dst = dst[:0]
	for _, code := range codes {
		dst = append(dst, numbers[code])
	}
	return dst
}
