package rows_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// What has a form of its own is written as others write it: a UUID and a date, a time
// and a moment by RFC 9562 and RFC 3339; half a float is a number. A column that may be
// empty, or has a dictionary, says the same.
func TestParquetKinds(t *testing.T) {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	days := int32(day.Unix() / (24 * 60 * 60))
	half := func(bytes string) parquet.Value { return parquet.FixedLenByteArrayValue([]byte(bytes)) }
	for _, c := range []struct {
		what  string
		node  parquet.Node
		value parquet.Value
		want  string
	}{
		{"a UUID", parquet.UUID(), parquet.FixedLenByteArrayValue([]byte("\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef")), "01234567-89ab-cdef-0123-456789abcdef"},
		{"a date", parquet.Date(), parquet.Int32Value(days), "2026-03-01"},
		{"a date before all others", parquet.Date(), parquet.Int32Value(-1), "1969-12-31"},
		{"a time", parquet.Time(parquet.Millisecond), parquet.Int32Value(3_723_004), "01:02:03.004"},
		{"a finer time", parquet.Time(parquet.Microsecond), parquet.Int64Value(3_723_000_005), "01:02:03.000005"},
		{"a moment", parquet.Timestamp(parquet.Millisecond), parquet.Int64Value(day.UnixMilli() + 5), "2026-03-01T00:00:00.005Z"},
		{"a moment before 1970", parquet.Timestamp(parquet.Nanosecond), parquet.Int64Value(-1), "1969-12-31T23:59:59.999999999Z"},
		{"half a float", parquet.Leaf(halfFloat{parquet.FixedLenByteArrayType(2)}), half("\x00\x3e"), "1.5"},
		{"a negative one", parquet.Leaf(halfFloat{parquet.FixedLenByteArrayType(2)}), half("\xff\xfb"), "-65504"},
		{"the smallest", parquet.Leaf(halfFloat{parquet.FixedLenByteArrayType(2)}), half("\x01\x00"), "0.00000005960464477539063"},
		{"an infinite one", parquet.Leaf(halfFloat{parquet.FixedLenByteArrayType(2)}), half("\x00\x7c"), "+Inf"},
	} {
		for _, node := range []parquet.Node{c.node, parquet.Optional(c.node), parquet.Encoded(c.node, &parquet.RLEDictionary)} {
			got, err := read("t.parquet", oneColumn(t, node, c.value), "x")
			if want := [][]string{{c.want}}; err != nil || !cmp.Equal(want, got) {
				t.Errorf("%s, %v: got %v, %v, want %v", c.what, node, got, err, want)
			}
		}
	}
}

// A halfFloat is the type of two bytes that are half a float.
type halfFloat struct{ parquet.Type }

func (halfFloat) LogicalType() *format.LogicalType {
	return &format.LogicalType{Value: &format.Float16Type{}}
}

// oneColumn is a file with one value.
func oneColumn(t *testing.T, node parquet.Node, v parquet.Value) []byte {
	t.Helper()
	var file bytes.Buffer
	w := parquet.NewGenericWriter[any](&file, parquet.NewSchema("t", parquet.Group{"x": node}))
	level := 0
	if node.Optional() {
		level = 1
	}
	if _, err := w.WriteRows([]parquet.Row{{v.Level(0, level, 0)}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}
