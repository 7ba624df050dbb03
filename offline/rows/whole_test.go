package rows_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// Numbered is a row of whole numbers, in ways in which Parquet keeps them.
type numbered struct {
	Long     int64            `parquet:"long"`
	Coded    int64            `parquet:"coded,dict"`
	Gaps     *int64           `parquet:"gaps,optional"`
	Above    uint64           `parquet:"above"`
	AboveIn  uint64           `parquet:"above_in,dict"`
	Middle   uint32           `parquet:"middle"`
	MiddleIn uint32           `parquet:"middle_in,dict"`
	Context  map[string]int64 `parquet:"context"`
}

// Whole numbers are the same in every format, to the last digit and without a sign
// that they do not have, however large they are.
func TestWholeNumbers(t *testing.T) {
	names := []string{"long", "coded", "gaps", "above", "above_in", "middle", "middle_in", "context"}
	var all []numbered
	csv, lines := bytes.NewBufferString(strings.Join(names, ",")+"\n"), &bytes.Buffer{}
	for _, x := range []int64{0, -7, 1<<53 - 1, 1 << 53, 1<<53 + 1, -1<<53 - 1, 1<<60 + 1, 1<<60 + 2, math.MaxInt64, math.MinInt64, 5} {
		above, middle := uint64(x)+1<<62, uint32(x)+1<<31
		all = append(all, numbered{x, x, &x, above, above, middle, middle, map[string]int64{"n": x}})
		fmt.Fprintf(csv, `%d,%d,%d,%d,%d,%d,%d,"{""n"":%d}"`+"\n", x, x, x, above, above, middle, middle, x)
		fmt.Fprintf(lines, `{"long":%d,"coded":%d,"gaps":%d,"above":%d,"above_in":%d,"middle":%d,"middle_in":%d,"context":{"n":%d}}`+"\n", x, x, x, above, above, middle, middle, x)
	}
	want, err := read("t.csv", csv.Bytes(), names...)
	if err != nil || len(want) != len(all) {
		t.Fatalf("got %d rows, %v", len(want), err)
	}
	var out bytes.Buffer
	w := parquet.NewGenericWriter[numbered](&out, parquet.PageBufferSize(30))
	_, err = w.Write(all)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"t.jsonl": lines.Bytes(), "t.parquet": out.Bytes()} {
		got, err := read(name, text, names...)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-csv +it):\n%s", name, err, diff)
		}
	}
}

// decimals are files with one decimal, in so many bytes of two's complement, or as a
// whole number of 64 bits if these are 0.
func decimals(t *testing.T, digits string, scale, size int) [][]byte {
	t.Helper()
	n, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		t.Fatalf("%s is no number", digits)
	}
	if size == 0 {
		return [][]byte{asOne(t, parquet.Decimal(scale, 18, parquet.Int64Type), parquet.Int64Value(n.Int64()))}
	}
	if n.Sign() < 0 {
		n.Add(n, new(big.Int).Lsh(big.NewInt(1), uint(8*size)))
	}
	text := n.FillBytes(make([]byte, size))
	return [][]byte{
		asOne(t, parquet.Decimal(scale, 38, parquet.FixedLenByteArrayType(size)), parquet.FixedLenByteArrayValue(text)),
		asOne(t, parquet.Encoded(parquet.Decimal(scale, 38, parquet.ByteArrayType), &parquet.RLEDictionary), parquet.ByteArrayValue(text)),
	}
}

// asOne writes one row of one column.
func asOne(t *testing.T, node parquet.Node, value parquet.Value) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[any](&out, parquet.NewSchema("log", parquet.Group{"d": node}))
	_, err := w.WriteRows([]parquet.Row{{value.Level(0, 0, 0)}})
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A decimal is the number that its digits are, whatever it is kept in.
func TestDecimals(t *testing.T) {
	const large = "170141183460469231731687303715884105727" // 2¹²⁷ − 1
	for _, c := range []struct {
		digits string
		scale  int
		sizes  []int
		want   string
	}{
		{"35", 2, []int{0, 1, 4, 8, 9, 16}, "0.35"},
		{"-115", 2, []int{0, 1, 8, 9, 16}, "-1.15"},
		{"113", 3, []int{0, 1, 9}, "0.113"},
		{"-1", 0, []int{0, 1, 8, 16}, "-1"},
		{"200", 0, []int{0, 2, 9}, "200"},
		{"12345", 30, []int{0, 2, 16}, "0.000000000000000000000000012345"},
		{"9007199254740993", 1, []int{0, 7, 8, 16}, "900719925474099.2"},
		{"9007199254740993", 0, []int{0, 7, 8, 16}, "9007199254740993"},
		{"-9223372036854775808", 0, []int{0, 8, 9}, "-9223372036854775808"},
		{"9223372036854775808", 0, []int{9, 16}, "9223372036854775808"},
		{large, 0, []int{16}, large},
		{"-" + large, 38, []int{16}, "-1.7014118346046923"},
	} {
		for _, size := range c.sizes {
			for _, text := range decimals(t, c.digits, c.scale, size) {
				if got, err := read("t.parquet", text, "d"); err != nil || fmt.Sprint(got) != "[["+c.want+"]]" {
					t.Errorf("%s/10^%d in %d bytes: got %v, %v, want %s", c.digits, c.scale, size, got, err, c.want)
				}
			}
		}
	}
	if _, err := read("t.parquet", decimals(t, "1", 2, 17)[0], "d"); err == nil || !strings.Contains(err.Error(), "column d: has a decimal of 17 bytes, which must be 1 to 16") {
		t.Errorf("of 17 bytes: got %v", err)
	}
}
