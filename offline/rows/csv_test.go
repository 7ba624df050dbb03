package rows_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/offline/rows"
)

// CSV is what encoding/csv says it is: the same cells at the same lines, and the same
// errors, wherever quotes, blank lines and lines longer than the buffer stand.
func TestCSVIsCSV(t *testing.T) {
	piece := rapid.SampledFrom([]string{"1", "-0.25", "a b", "é", "", " ", " p ", `" q"`, `""`, `"x,y"`, `"x` + "\n" + `y"`, `"x""y"`, `x"y`, `"`, "\r", strings.Repeat("z", 1<<16)})
	rapid.Check(t, func(rt *rapid.T) {
		var text strings.Builder
		text.WriteString("a,b\n")
		for range rapid.IntRange(0, 12).Draw(rt, "lines") {
			fields := rapid.SliceOfN(piece, 0, 3).Draw(rt, "fields")
			text.WriteString(strings.Join(fields, ",") + rapid.SampledFrom([]string{"\n", "\r\n", "\n\n"}).Draw(rt, "end"))
		}
		if rapid.Bool().Draw(rt, "last line without an end") {
			text.WriteString("p,q")
		}
		want, got := theirCSV(text.String()), ourCSV(rt, text.String())
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Errorf("(-encoding/csv +rows) of %.300q:\n%s", text.String(), diff)
		}
	})
}

// theirCSV are the rows that encoding/csv reads after the first, with their lines,
// and its error.
func theirCSV(text string) (told []string) {
	r := csv.NewReader(strings.NewReader(text))
	for {
		record, err := r.Read()
		var wrong *csv.ParseError
		switch {
		case errors.As(err, &wrong):
			return append(told[1:], fmt.Sprintf("t.csv:%d: %v", wrong.Line, wrong.Err))
		case err != nil:
			return append(told[1:], err.Error())
		}
		line0, _ := r.FieldPos(0)
		line1, _ := r.FieldPos(1)
		told = append(told, fmt.Sprintf("%q at %d, %q at %d", plain(record[0]), line0, plain(record[1]), line1))
	}
}

// plain is a text as it stands, but for spaces around a number or around nothing.
func plain(text string) string {
	inner := strings.TrimSpace(text)
	if _, err := strconv.ParseFloat(inner, 64); err == nil || inner == "" {
		return inner
	}
	return text
}

func ourCSV(rt *rapid.T, text string) (told []string) {
	_, source, err := rows.Open("t.csv", strings.NewReader(text))
	if err != nil {
		rt.Fatal(err)
	}
	source.Pick([]int{0, 1})
	cells := make([]rows.Cell, 2)
	for {
		if err := source.Next(cells); err != nil {
			return append(told, err.Error())
		}
		told = append(told, fmt.Sprintf("%q at %d, %q at %d", cells[0].Text, source.Line(0), cells[1].Text, source.Line(1)))
	}
}

// A byte order mark is no part of the first name, quoted or not.
func TestByteOrderMark(t *testing.T) {
	for _, header := range []string{"a,b\n", "\"a\",\"b\"\r\n"} {
		got, err := read("t.csv", []byte("\ufeff"+header+"1,2\n"), "a", "b")
		if diff := cmp.Diff([][]string{{"1", "2"}}, got); diff != "" || err != nil {
			t.Errorf("of %q: got %v, %v", header, got, err)
		}
	}
}
