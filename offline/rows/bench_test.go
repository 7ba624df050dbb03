package rows_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
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

const (
	wideColumns = 11
	benchRows   = 50_000
)

func wideRows() []wide {
	chance := rand.New(rand.NewPCG(1, 1))
	all := make([]wide, benchRows)
	for i := range all {
		x := chance.NormFloat64
		all[i] = wide{fmt.Sprint("offer-", i%7), float64(i % 2), 1. / 7, x(), x(), x(), x(), x(), x(), x(), x()}
	}
	return all
}

// pass reads all columns of a table of the benchmark.
func pass(b *testing.B, name string, text []byte) {
	b.Helper()
	_, source, err := rows.Open(name, bytes.NewReader(text))
	if err != nil {
		b.Fatal(err)
	}
	at := make([]int, wideColumns)
	for i := range at {
		at[i] = i
	}
	source.Pick(at)
	cells, n := make([]rows.Cell, wideColumns), 0
	for err = source.Next(cells); err == nil; err = source.Next(cells) {
		n++
	}
	if !errors.Is(err, io.EOF) || n != benchRows {
		b.Fatalf("got %d rows, %v", n, err)
	}
}

// measure reports rows a second of read.
func measure(b *testing.B, name string, read func()) float64 {
	b.Helper()
	speed := 0.0
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			read()
		}
		speed = benchRows * float64(b.N) / b.Elapsed().Seconds()
		b.ReportMetric(speed, "rows/s")
	})
	return speed
}

// BenchmarkCSV reads a table beside a loop over csv.Reader alone; the ratio is
// about 1.07, since what is added is a cell for each text.
func BenchmarkCSV(b *testing.B) {
	var text bytes.Buffer
	fmt.Fprintln(&text, "action,reward,pscore,x0,x1,x2,x3,x4,x5,x6,x7")
	for _, r := range wideRows() {
		fmt.Fprintln(&text, strings.Trim(strings.ReplaceAll(fmt.Sprint(r), " ", ","), "{}"))
	}
	bare := measure(b, "loop=bare", func() {
		r := csv.NewReader(bytes.NewReader(text.Bytes()))
		r.ReuseRecord = true
		n := 0
		for _, err := r.Read(); err == nil; _, err = r.Read() {
			n++
		}
		if n != benchRows+1 {
			b.Fatalf("got %d lines", n)
		}
	})
	ours := measure(b, "loop=rows", func() { pass(b, "t.csv", text.Bytes()) })
	b.Logf("a bare loop is %.2f times as fast", bare/ours)
}

// BenchmarkParquet reads a table beside a loop that asks parquet-go for the values
// of the same columns, a page at a time. That one is 2 to 3 times as fast: it never
// sees a row, and ours are put together from the columns.
func BenchmarkParquet(b *testing.B) {
	var text bytes.Buffer
	w := parquet.NewGenericWriter[wide](&text, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(benchRows/5))
	_, err := w.Write(wideRows())
	if err := errors.Join(err, w.Close()); err != nil {
		b.Fatal(err)
	}
	bare := measure(b, "loop=bare", func() { bareParquet(b, text.Bytes()) })
	ours := measure(b, "loop=rows", func() { pass(b, "t.parquet", text.Bytes()) })
	b.Logf("a bare loop is %.2f times as fast", bare/ours)
}

func bareParquet(b *testing.B, text []byte) {
	b.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		b.Fatal(err)
	}
	values := make([]parquet.Value, 512)
	for _, group := range f.RowGroups() {
		for _, chunk := range group.ColumnChunks() {
			pages := chunk.Pages()
			for page, err := pages.ReadPage(); err == nil; page, err = pages.ReadPage() {
				source := page.Values()
				for {
					if _, err := source.ReadValues(values); err != nil {
						break
					}
				}
				parquet.Release(page)
			}
			if err := pages.Close(); err != nil {
				b.Fatal(err)
			}
		}
	}
}
