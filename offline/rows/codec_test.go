package rows_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
)

// Noise is a row that hardly shrinks, and a number that shrinks well.
type noise struct {
	X float64  `parquet:"x"`
	Y *float64 `parquet:"y,optional"`
	Z float64  `parquet:"z"`
}

func someNoise(n int) (all []noise, want [][]string) {
	chance := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		x, y := chance.NormFloat64(), chance.Float64()
		all = append(all, noise{x, &y, float64(i%3) / 2})
		want = append(want, []string{digits(x), digits(y), digits(float64(i%3) / 2)})
	}
	return all, want
}

// digits are those of a number as a cell has them.
func digits(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func compressed(t *testing.T, all []noise, codec compress.Codec, version, page int) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[noise](&out, parquet.Compression(codec), parquet.DataPageVersion(version), parquet.PageBufferSize(page))
	_, err := w.Write(all)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Whatever compression is accepted, pages come out as they went in, also those that
// it makes no smaller; what is not read right is refused.
func TestCompression(t *testing.T) {
	all, want := someNoise(20_000)
	for _, version := range []int{1, 2} {
		for _, page := range []int{1 << 10, 16 << 10, 1 << 20} {
			for _, codec := range []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Gzip, &parquet.Brotli, &parquet.Zstd} {
				got, err := read("t.parquet", compressed(t, all, codec, version, page), "x", "y", "z")
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Errorf("%s, version %d, pages of %d: %v (-want +got):\n%.400s", codec, version, page, err, diff)
				}
			}
		}
	}
	_, err := read("t.parquet", compressed(t, all, &parquet.Lz4Raw, 2, 16<<10), "y")
	if wanted := "column y: is compressed with LZ4_RAW, which cannot be read reliably; write it with zstd or snappy"; err == nil || !strings.Contains(err.Error(), wanted) {
		t.Errorf("got %v, want %s", err, wanted)
	}
}
