package offline_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"proffer/offline/rows"
)

// The table of the benchmark: ten signals, and a policy's probabilities and a
// model's predictions for ten actions.
const (
	wideActions = 10
	wideColumns = 3 + 3*wideActions
	wideRows    = 60_000
)

func wideNames() []string {
	names := []string{"action", "reward", "pscore"}
	for _, series := range []string{"x", "pe", "q"} {
		for a := range wideActions {
			names = append(names, fmt.Sprint(series, a))
		}
	}
	return names
}

// wideTable draws the rows, of which the first number is the action.
func wideTable() [][wideColumns]float64 {
	chance := rand.New(rand.NewPCG(1, 1))
	all := make([][wideColumns]float64, wideRows)
	for i := range all {
		r := &all[i]
		r[0], r[1], r[2] = float64(chance.IntN(wideActions)), float64(chance.IntN(2)), 1./wideActions
		for a := range wideActions {
			r[3+a], r[3+wideActions+a], r[3+2*wideActions+a] = chance.NormFloat64(), 1./wideActions, chance.Float64()
		}
	}
	return all
}

func wideCSV() []byte {
	var text bytes.Buffer
	fmt.Fprintln(&text, strings.Join(wideNames(), ","))
	for _, r := range wideTable() {
		fmt.Fprintln(&text, strings.ReplaceAll(strings.Trim(fmt.Sprint(r), "[]"), " ", ","))
	}
	return text.Bytes()
}

func wideParquet(b *testing.B) []byte {
	b.Helper()
	columns := parquet.Group{"action": parquet.Encoded(parquet.String(), &parquet.RLEDictionary)}
	for _, name := range wideNames()[1:] {
		columns[name] = parquet.Leaf(parquet.DoubleType)
	}
	schema := parquet.NewSchema("log", columns)
	var text bytes.Buffer
	w := parquet.NewGenericWriter[any](&text, schema, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(wideRows/6))
	for _, r := range wideTable() {
		row := make(parquet.Row, wideColumns)
		for i, name := range wideNames() {
			v := parquet.DoubleValue(r[i])
			if i == 0 {
				v = parquet.ByteArrayValue([]byte(fmt.Sprint(r[0])))
			}
			leaf, _ := schema.Lookup(name)
			row[leaf.ColumnIndex] = v.Level(0, 0, leaf.ColumnIndex)
		}
		if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	return text.Bytes()
}

// BenchmarkReading reads a table, and evaluates a policy on it by three estimators,
// beside the barest loops there are: over csv.Reader, and over the columns that
// parquet-go reads, a page at a time and without ever seeing a row. The figure to
// look at is bares: how long it takes, in bare loops over the same bytes in the
// same run.
func BenchmarkReading(b *testing.B) {
	for _, format := range []struct {
		name string
		text []byte
		bare func(*testing.B, []byte)
	}{
		{"csv", wideCSV(), bareCSV},
		{"parquet", wideParquet(b), bareParquet},
	} {
		e := ask("columns", seekable(format.text))
		e.Estimators = []string{"ips", "snips", "dr"}
		bare := func() { format.bare(b, format.text) }
		beside(b, "format="+format.name+"/loop=rows", bare, func() { everyRow(b, format.text) })
		beside(b, "format="+format.name+"/loop=evaluate", bare, func() {
			if _, err := e.Run(context.Background()); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// beside measures a loop and the bare one by turns, so that both meet the same
// machine, and compares the quickest of each: others that use the machine can only
// make a loop slower.
func beside(b *testing.B, name string, bare, loop func()) {
	b.Helper()
	b.Run(name, func(b *testing.B) {
		var least [2]time.Duration
		for b.Loop() {
			for i, run := range []func(){bare, loop} {
				begun := b.Elapsed()
				run()
				if took := b.Elapsed() - begun; least[i] == 0 || took < least[i] {
					least[i] = took
				}
			}
		}
		b.ReportMetric(least[1].Seconds()/least[0].Seconds(), "bares")
		b.ReportMetric(wideRows/least[1].Seconds(), "rows/s")
	})
}

func bareCSV(b *testing.B, text []byte) {
	r := csv.NewReader(bytes.NewReader(text))
	r.ReuseRecord = true
	n := 0
	for _, err := r.Read(); err == nil; _, err = r.Read() {
		n++
	}
	if n != wideRows+1 {
		b.Fatalf("got %d lines", n)
	}
}

func bareParquet(b *testing.B, text []byte) {
	f, err := parquet.OpenFile(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		b.Fatal(err)
	}
	values, n := make([]parquet.Value, 512), 0
	for _, group := range f.RowGroups() {
		for _, chunk := range group.ColumnChunks() {
			pages := chunk.Pages()
			for page, err := pages.ReadPage(); err == nil; page, err = pages.ReadPage() {
				source, some, err := page.Values(), 0, error(nil)
				for err == nil {
					some, err = source.ReadValues(values)
					n += some
				}
				parquet.Release(page)
			}
			if err := pages.Close(); err != nil {
				b.Fatal(err)
			}
		}
	}
	if n != wideRows*wideColumns {
		b.Fatalf("got %d values", n)
	}
}

// everyRow reads all cells of a table.
func everyRow(b *testing.B, text []byte) {
	names, source, err := rows.Open("log", bytes.NewReader(text))
	if err != nil {
		b.Fatal(err)
	}
	at := make([]int, len(names))
	for i := range at {
		at[i] = i
	}
	source.Pick(at)
	cells, n := make([]rows.Cell, len(names)), 0
	for err = source.Next(cells); err == nil; err = source.Next(cells) {
		n++
	}
	if !errors.Is(err, io.EOF) || n != wideRows {
		b.Fatalf("got %d rows, %v", n, err)
	}
}
