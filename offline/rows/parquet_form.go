package rows

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"time"

	"github.com/parquet-go/parquet-go/format"
)

// A form is how values are written that are neither plain numbers nor texts.
type form uint8

const (
	plainForm form = iota
	dateForm       // days since 1970
	clockForm      // of meaning.unit, since midnight
	uuidForm       // 16 bytes
	halfForm       // half a float: 2 bytes, the lowest first
)

// formed is the cell of a whole number that is a date or a time of day.
func (m *meaning) formed(x int64) Cell {
	if m.form == dateForm {
		return textCell(time.Unix(0, 0).UTC().AddDate(0, 0, int(x)).Format(time.DateOnly))
	}
	return textCell(time.Unix(0, 0).UTC().Add(time.Duration(x) * m.unit).Format("15:04:05.999999999"))
}

// formedBytes is the cell of bytes that are a UUID or half a float.
func (m *meaning) formedBytes(text []byte) (Cell, error) {
	switch {
	case m.form == uuidForm && len(text) == 16:
		digits := hex.EncodeToString(text)
		return textCell(digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:]), nil
	case m.form == halfForm && len(text) == 2:
		return Cell{Kind: Number, Number: half(binary.LittleEndian.Uint16(text))}, nil
	}
	return Cell{}, fmt.Errorf("has a value of %d bytes, which its type does not have", len(text))
}

// halve finds the leaves of half floats in the schema as it is written: the library
// below takes them for plain bytes.
func (f *field) halve(schema []format.SchemaElement) {
	index := 0
	for i := range schema {
		if !schema[i].Type.Valid { // it is no leaf
			continue
		}
		_, isHalf := schema[i].LogicalType.Value.(*format.Float16Type)
		for _, l := range []*leaf{&f.leaf, &f.values} {
			if isHalf && l.values != nil && l.index == index {
				l.means.form, l.asIs = halfForm, false
			}
		}
		index++
	}
}

// half is the number that 16 bits stand for, as IEEE 754 has it: a sign, 5 bits of an
// exponent and 10 of a fraction.
func half(bits uint16) float64 {
	exponent, fraction := int(bits>>10&0x1f), float64(bits&0x3ff)
	x := math.Ldexp(1024+fraction, exponent-25)
	switch {
	case exponent == 0:
		x = math.Ldexp(fraction, -24)
	case exponent == 0x1f && fraction == 0:
		x = math.Inf(1)
	case exponent == 0x1f:
		x = math.NaN()
	}
	if bits>>15 == 1 {
		return -x
	}
	return x
}
