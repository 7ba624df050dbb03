package rows_test

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"testing"

	"github.com/parquet-go/parquet-go"

	"proffer/offline/rows"
)

// A Parquet file is never held in memory: what lives near its end is what lived
// near its beginning.
func TestMemoryIsFlat(t *testing.T) {
	var text bytes.Buffer
	w := parquet.NewGenericWriter[wide](&text, parquet.MaxRowsPerRowGroup(benchRows/50))
	_, err := w.Write(wideRows())
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	names, source, err := rows.Open("t.parquet", bytes.NewReader(text.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	source.Pick([]int{0, 1, 2, 3, 4})
	cells := make([]rows.Cell, len(names))
	var early uint64
	for n := 1; n <= benchRows; n++ {
		if err := source.Next(cells[:5]); err != nil {
			t.Fatal(err)
		}
		switch n {
		case benchRows / 10:
			early = living()
		case benchRows * 9 / 10:
			if late := living(); late > early+1<<20 {
				t.Errorf("%d bytes live after %d rows, and %d after %d", early, benchRows/10, late, n)
			}
		}
	}
	if err := source.Next(cells[:5]); !errors.Is(err, io.EOF) {
		t.Errorf("after the last row: got %v", err)
	}
}

// living is how many bytes are in use.
func living() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
