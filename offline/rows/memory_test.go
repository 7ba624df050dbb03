package rows_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/parquet-go/parquet-go"

	"proffer/offline/rows"
)

// Wide is a row of a table of numbers.
type wide struct {
	Action string  `parquet:"action,dict"`
	Reward float64 `parquet:"reward"`
	Pscore float64 `parquet:"pscore"`
	X0     float64 `parquet:"x0"`
	X1     float64 `parquet:"x1"`
	X2     float64 `parquet:"x2"`
	X3     float64 `parquet:"x3"`
	X4     float64 `parquet:"x4"`
	X5     float64 `parquet:"x5"`
	X6     float64 `parquet:"x6"`
	X7     float64 `parquet:"x7"`
}

const manyRows = 50_000

func wideRows() []wide {
	chance := rand.New(rand.NewPCG(1, 1))
	all := make([]wide, manyRows)
	for i := range all {
		x := chance.NormFloat64
		all[i] = wide{fmt.Sprint("offer-", i%7), float64(i % 2), 1. / 7, x(), x(), x(), x(), x(), x(), x(), x()}
	}
	return all
}

// A Parquet file is never held in memory: what lives near its end is what lived
// near its beginning.
func TestMemoryIsFlat(t *testing.T) {
	var text bytes.Buffer
	w := parquet.NewGenericWriter[wide](&text, parquet.MaxRowsPerRowGroup(manyRows/50))
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
	for n := 1; n <= manyRows; n++ {
		if err := source.Next(cells[:5]); err != nil {
			t.Fatal(err)
		}
		switch n {
		case manyRows / 10:
			early = living()
		case manyRows * 9 / 10:
			if late := living(); late > early+1<<20 {
				t.Errorf("%d bytes live after %d rows, and %d after %d", early, manyRows/10, late, n)
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
