package export

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Format is how rows are written.
type Format string

// The formats.
const (
	JSONL   Format = "jsonl"   // one JSON object a line
	CSV     Format = "csv"     // RFC 4180, with a line of names; what nests is JSON in its cell
	Parquet Format = "parquet" // what nests stays nested
	DSJSON  Format = "dsjson"  // one example a line for Vowpal Wabbit; drawn slots only
)

// Formats are all formats.
func Formats() []Format { return []Format{JSONL, CSV, Parquet, DSJSON} }

// Validate refuses what is no format.
func (f Format) Validate() error {
	if slices.Contains(Formats(), f) {
		return nil
	}
	var names []string
	for _, known := range Formats() {
		names = append(names, string(known))
	}
	return fmt.Errorf("export: format %q: must be %s or %s", string(f), strings.Join(names[:len(names)-1], ", "), names[len(names)-1])
}

// A table takes rows one after another. Close writes what is still held back,
// and leaves the writer below it open.
type table interface {
	write(*Row) error
	close() error
}

// table begins a table on w.
func (f Format) table(w io.Writer) (table, error) {
	switch f {
	case JSONL:
		return newLines(w), nil
	case CSV:
		return newCSV(w)
	case Parquet:
		return newParquet(w), nil
	case DSJSON:
		return newExamples(w), nil
	}
	return nil, f.Validate()
}
