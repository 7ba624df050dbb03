package rows_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// Said is one text, in the ways in which Parquet keeps texts.
type said struct {
	Plain string `parquet:"plain" json:"plain"`
	Coded string `parquet:"coded,dict" json:"coded"`
}

// A text is the same in every format, with the spaces around it. These say nothing
// around a number or a boolean, and alone.
func TestTexts(t *testing.T) {
	var sheet, lines, columnar bytes.Buffer
	cells, objects := csv.NewWriter(&sheet), json.NewEncoder(&lines)
	pages := parquet.NewGenericWriter[said](&columnar)
	err := cells.Write([]string{"plain", "coded"})
	var want [][]string
	for _, c := range []struct{ text, want string }{
		{"a", "a"}, {" a", " a"}, {"a ", "a "}, {"\u00a0é\u2003", "\u00a0é\u2003"}, {"a, \"b\" ", "a, \"b\" "},
		{" 5", "5"}, {"-1e3\t", "-1e3"}, {" 1e999", "1e999"}, {" True ", "True"}, {"  ", ""}, {"", ""},
	} {
		row := said{c.text, c.text}
		_, wrong := pages.Write([]said{row})
		err = errors.Join(err, wrong, cells.Write([]string{c.text, c.text}), objects.Encode(row))
		want = append(want, []string{c.want, c.want})
	}
	cells.Flush()
	if err := errors.Join(err, cells.Error(), pages.Close()); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"t.csv": sheet.Bytes(), "t.jsonl": lines.Bytes(), "t.parquet": columnar.Bytes()} {
		got, err := read(name, text, "plain", "coded")
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}
