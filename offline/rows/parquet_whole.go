package rows

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// A meaning is what the whole numbers of a leaf stand for.
type meaning struct {
	unsigned bool
	decimal  bool
	scale    int           // digits behind the point, of a decimal
	divisor  float64       // 10 to the scale; 1 of what is no decimal
	unit     time.Duration // of a time; 0: it is none
	form     form
}

func newMeaning(t parquet.Type) meaning {
	m := meaning{divisor: 1}
	logical := t.LogicalType()
	if logical == nil {
		return m
	}
	switch means := logical.Value.(type) {
	case *format.IntType:
		m.unsigned = !means.IsSigned
	case *format.DecimalType:
		m.decimal, m.scale = true, int(means.Scale)
		m.divisor = math.Pow10(m.scale)
	case *format.TimestampType:
		m.unit = unitOf(means.Unit)
	case *format.TimeType:
		m.unit, m.form = unitOf(means.Unit), clockForm
	case *format.DateType:
		m.form = dateForm
	case *format.UUIDType:
		m.form = uuidForm
	case *format.Float16Type:
		m.form = halfForm
	}
	return m
}

func unitOf(u format.TimeUnit) time.Duration {
	if u.Value == nil {
		return time.Nanosecond
	}
	return u.Value.Duration()
}

// mostExactTen is the largest power of ten that a float64 holds as it is.
const mostExactTen = 22

// plain reports whether a quotient of numbers is what they stand for, rounded once.
func (m *meaning) plain() bool {
	return m.form == plainForm && m.unit == 0 && m.scale >= 0 && m.scale <= mostExactTen
}

// whole is the cell of a whole number.
func (l *leaf) whole(v *parquet.Value) Cell {
	x, below := int64(v.Int32()), uint64(v.Uint32())
	if v.Kind() == parquet.Int64 {
		x, below = v.Int64(), v.Uint64()
	}
	m := &l.means
	switch {
	case m.form != plainForm:
		return m.formed(x)
	case m.unit != 0:
		perSecond := int64(time.Second / m.unit)
		at := time.Unix(x/perSecond, x%perSecond*int64(m.unit)).UTC()
		return textCell(at.Format(time.RFC3339Nano))
	case m.unsigned && below >= inexact:
		return l.large(strconv.AppendUint(l.digits[:0], below, 10))
	case m.unsigned:
		x = int64(below)
	}
	return l.signed(x)
}

func (l *leaf) signed(x int64) Cell {
	if !l.means.plain() || x >= inexact || x <= -inexact {
		return l.large(strconv.AppendInt(l.digits[:0], x, 10))
	}
	return Cell{Kind: Number, Number: float64(x) / l.means.divisor}
}

// large is the cell of a number whose digits are more than a float64 has.
func (l *leaf) large(digits []byte) Cell {
	if l.digits = digits; l.means.scale == 0 {
		return Cell{Kind: Text, Text: l.taken.book.words.of(digits)}
	}
	l.digits = strconv.AppendInt(append(digits, 'e'), -int64(l.means.scale), 10)
	x, _ := strconv.ParseFloat(string(l.digits), 64) // infinite if it is too large
	return Cell{Kind: Number, Number: x}
}

// mostDecimal is how many bytes a decimal may have: 38 digits, as much as other
// programs write.
const mostDecimal = 16

// decimal is the cell of a decimal that is kept as bytes, in two's complement with
// the highest first.
func (l *leaf) decimal(text []byte) (Cell, error) {
	if len(text) == 0 || len(text) > mostDecimal {
		return Cell{}, fmt.Errorf("has a decimal of %d bytes, which must be 1 to %d", len(text), mostDecimal)
	}
	x := int64(int8(text[0]))
	for _, b := range text[1:] {
		x = x<<8 | int64(b)
	}
	if rest := len(text) - 8; rest <= 0 || isSign(text[:rest], x < 0) {
		return l.signed(x), nil
	}
	n := new(big.Int).SetBytes(text)
	if text[0] >= 1<<7 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(text))))
	}
	return l.large(n.Append(l.digits[:0], 10)), nil
}

// isSign reports whether bytes say no more than which sign the number has.
func isSign(text []byte, negative bool) bool {
	want := byte(0)
	if negative {
		want = 0xff
	}
	for _, b := range text {
		if b != want {
			return false
		}
	}
	return true
}
