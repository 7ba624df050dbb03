package rows_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"proffer/offline/rows"
)

// A record is a row of a table that every format can hold.
type record struct {
	Action string    `parquet:"action,dict"`
	Item   int64     `parquet:"item"`
	P      *float64  `parquet:"p,optional"`
	Half   float32   `parquet:"half"`
	Sure   bool      `parquet:"sure"`
	At     time.Time `parquet:"at,timestamp(microsecond)"`

	Context    map[string]float64 `parquet:"context"`
	Candidates []candidate        `parquet:"candidates,list"`
}

type candidate struct {
	Offer string   `parquet:"offer,dict"`
	P     float64  `parquet:"p"`
	SD    *float64 `parquet:"sd,optional"`
}

var columns = []string{"action", "item", "p", "half", "sure", "at", "context", "candidates"}

// some are rows with everything that a format could get wrong.
func some(n int) []record {
	all := make([]record, n)
	for i := range all {
		p := 1 / float64(i+1)
		r := &all[i]
		*r = record{Action: fmt.Sprintf("offer %d, “%d”", i%3, i%5), Item: int64(i) << 20, Half: float32(i) / 2, Sure: i%2 == 0,
			At: time.Date(2026, 3, 1, 12, 0, i, 5000*(i%2), time.UTC)}
		if i%4 != 0 {
			r.P = &p
		}
		for k := range i % 3 {
			if r.Context == nil {
				r.Context = map[string]float64{}
			}
			r.Context[fmt.Sprintf("x%d=é", k)] = float64(k) - .1
			r.Candidates = append(r.Candidates, candidate{Offer: fmt.Sprint("o", k), P: p})
		}
	}
	return all
}

// asParquet writes rows in groups of 7 and pages of a few, so that both end
// where rows do not.
func asParquet(t testing.TB, all []record) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[record](&out, parquet.PageBufferSize(64), parquet.Compression(&parquet.Snappy))
	for part := range slices.Chunk(all, 7) {
		_, err := w.Write(part)
		if err := errors.Join(err, w.Flush()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// asText writes rows as JSON lines or as CSV.
func asText(all []record, lines bool) []byte {
	var out strings.Builder
	if !lines {
		fmt.Fprintln(&out, "\ufeff"+strings.Join(columns, " ,"))
	}
	for i := range all {
		r := &all[i]
		p, context, candidates := "null", "{}", "[]"
		if r.P != nil {
			p = fmt.Sprint(*r.P)
		}
		if len(r.Context) > 0 {
			var pairs, offers []string
			for k := range len(r.Context) {
				name := fmt.Sprintf("x%d=é", k)
				pairs = append(pairs, fmt.Sprintf("%q: %v", name, r.Context[name]))
				offers = append(offers, fmt.Sprintf(`{"sd": null, "offer": %q, "p": %v}`, r.Candidates[k].Offer, r.Candidates[k].P))
			}
			context, candidates = "{"+strings.Join(pairs, ",")+"}", "["+strings.Join(offers, ",")+"]"
		}
		at := r.At.Format(time.RFC3339Nano)
		if lines {
			fmt.Fprintf(&out, `{"action":%q,"item":%d,"p":%s,"half":%v,"sure":%v,"at":%q,"context":%s,"candidates":%s}`+"\n\n",
				r.Action, r.Item, p, r.Half, r.Sure, at, context, candidates)
			continue
		}
		quoted := func(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
		fmt.Fprintf(&out, "%s, %d ,%s,%v,%v,%s,%s,%s\n", quoted(r.Action), r.Item, strings.Replace(p, "null", "", 1), r.Half, r.Sure, at, quoted(context), quoted(candidates))
	}
	return []byte(out.String())
}

// read reads a whole table, each cell as CSV would have it and pairs as text.
func read(name string, text []byte, picked ...string) (table [][]string, err error) {
	names, source, err := rows.Open(name, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	at := make([]int, len(picked))
	for k, name := range picked {
		if at[k] = slices.Index(names, name); at[k] < 0 {
			return nil, fmt.Errorf("no column %q in %q", name, names)
		}
	}
	source.Pick(at)
	cells := make([]rows.Cell, len(picked))
	var nest rows.Nest
	for {
		if err := source.Next(cells); err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return table, err
		}
		row := make([]string, len(cells))
		for k := range cells {
			if row[k] = cells[k].String(); picked[k] != "context" && picked[k] != "candidates" {
				continue
			}
			pairs, err := nest.Pairs(&cells[k])
			if err != nil {
				return table, err
			}
			pairs = slices.Clone(pairs)
			slices.SortFunc(pairs, func(a, b rows.Pair) int { return strings.Compare(a.Name, b.Name) })
			row[k] = fmt.Sprint(pairs)
		}
		table = append(table, row)
	}
}

// The same table says the same in every format, whichever columns are read and in
// whatever order.
func TestFormats(t *testing.T) {
	all := some(40)
	for _, picked := range [][]string{columns, {"candidates", "p"}, {"sure"}} {
		want, err := read("t.csv", asText(all, false), picked...)
		if err != nil || len(want) != len(all) {
			t.Fatalf("got %d rows of CSV, %v, want %d", len(want), err, len(all))
		}
		lines, err := read("t.jsonl", asText(all, true), picked...)
		if diff := cmp.Diff(want, lines); diff != "" || err != nil {
			t.Errorf("JSON lines (-csv +jsonl): %v\n%s", err, diff)
		}
		columnar, err := read("t.parquet", asParquet(t, all), picked...)
		if diff := cmp.Diff(want, columnar); diff != "" || err != nil {
			t.Errorf("Parquet (-csv +parquet): %v\n%s", err, diff)
		}
	}
	if got, _ := read("t.csv", asText(all, false), columns...); got[5][0] != "offer 2, “0”" || got[4][2] != "" || got[3][2] != "0.25" || got[5][6] != "[{x0=é -0.1} {x1=é 0.9}]" {
		t.Errorf("got %q", got[3:6])
	}
}

// Lines are where a cell of the last row begins; in Parquet, rows count from 1.
func TestLines(t *testing.T) {
	for name, c := range map[string]struct {
		text []byte
		want []int
	}{
		"t.csv":     {[]byte("a,b\n\"x\ny\",1\nz,2\n"), []int{3, 4}},
		"t.jsonl":   {[]byte("\n{\"a\":\"x\",\"b\":1}\n\n{\"b\":2}\n"), []int{2, 4}},
		"t.parquet": {asParquet(t, some(9)), []int{1, 2}},
	} {
		_, source, err := rows.Open(name, bytes.NewReader(c.text))
		if err != nil {
			t.Fatal(err)
		}
		source.Pick([]int{1})
		for _, want := range c.want {
			if err := source.Next(make([]rows.Cell, 1)); err != nil || source.Line(0) != want {
				t.Errorf("%s: got line %d, %v, want %d", name, source.Line(0), err, want)
			}
		}
	}
}

// What is no table is refused with its name and, as far as there is one, the line.
func TestBroken(t *testing.T) {
	for _, c := range []struct{ what, name, text, want string }{
		{"nothing", "t.csv", "", "t.csv: the table is empty, without so much as a line that names its columns"},
		{"a picture", "t.csv", "\x89PNG\x00\x01", "t.csv: is neither CSV nor JSON lines nor Parquet"},
		{"CSV by the name of Parquet", "t.parquet", "a,b\n1,2\n", "t.parquet: is no Parquet: it does not begin with PAR1"},
		{"the beginning of Parquet", "t.parquet", "PAR1", "t.parquet: the Parquet file is cut off or damaged: "},
		{"a short row", "t.csv", "a,b\n1,2\n3\n", "t.csv:3: wrong number of fields"},
		{"a line that is cut off", "t.jsonl", "{\"a\":1,\"b\":2}\n{\"a\":1,", "t.jsonl:2: the JSON is cut off"},
		{"a line of another kind", "t.jsonl", "{\"a\":1,\"b\":2}\n[1]\n", "t.jsonl:2: must be an object, not a list"},
		{"two objects on a line", "t.jsonl", "{\"a\":1,\"b\":2}\n{} {}\n", "t.jsonl:2: there is more on the line than one object"},
		{"a list of lists", "t.jsonl", "{\"a\":[[1]],\"b\":2}\n", "t.jsonl:1: column a: must be an object, not a list"},
		{"an object of objects", "t.jsonl", "{\"a\":{\"x\":{}},\"b\":2}\n", "t.jsonl:1: column a: x must be a number or a text, not an object"},
		{"a label beyond the actions", "t.jsonl", `{"_label_cost":1,"_labelIndex":2,"c":{"_multi":[{"a":1},{"b":1}]}}`, "t.jsonl:1: the label is of action 3, and _multi has 2"},
		{"a label of half an action", "t.jsonl", `{"_label_cost":1,"_labelIndex":0.5}`, "t.jsonl:1: _labelIndex must be a whole number from 0 on, not 0.5"},
		{"more actions than probabilities", "t.jsonl", `{"_label_cost":1,"_labelIndex":0,"a":[1,2],"p":[1],"c":{"_multi":[{"a":1},{"b":1}]}}`, "t.jsonl:1: a has 2 actions and p has 1 probabilities"},
		{"an action that is not there", "t.jsonl", `{"_label_cost":1,"_labelIndex":0,"a":[1,3],"p":[0.5,0.5],"c":{"_multi":[{"a":1},{"b":1}]}}`, "t.jsonl:1: a has action 3, and _multi has 2"},
		{"two labels", "t.jsonl", `{"_label_cost":1,"_labelIndex":0,"_label_Action":7}`, "t.jsonl:1: _label_Action is of action 7, and another member of action 1, counted from 1"},
		{"too much probability", "t.jsonl", `{"_label_cost":1,"_labelIndex":0,"a":[1,2],"p":[0.5,1],"c":{"_multi":[{"a":1},{"b":1}]}}`, "t.jsonl:1: the probabilities p add up to 1.5, which must be 1"},
		{"semicolons", "t.csv", "action;reward\n1;2\n", `t.csv: has ';' between its columns and must have commas; its first line is "action;reward"`},
		{"lines of an old Macintosh", "t.csv", "action,reward\r1,2\r", "t.csv: its lines end in CR alone, and must end in LF or CR LF"},
		{"a list", "t.jsonl", `[{"action":1}]`, "t.jsonl: is one JSON list, and must be JSON lines: an object on each line, without a list around them"},
		{"examples that were dropped", "t.jsonl", `{"_label_cost":1,"_labelIndex":0,"pdrop":0.5}`, "t.jsonl:1: pdrop is 0.5: some examples were dropped, and a log must have all"},
		{"a cost in words", "t.jsonl", `{"_label_cost":"much","_labelIndex":0}`, "t.jsonl:1: _label_cost must be a number, not a text"},
	} {
		err := drained(c.name, strings.NewReader(c.text))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.what, err, c.want)
		}
	}
}

// drained reads all rows of all columns, and returns why it could not.
func drained(name string, file io.Reader) error {
	names, source, err := rows.Open(name, file)
	if err != nil {
		return err
	}
	at := make([]int, len(names))
	for i := range at {
		at[i] = i
	}
	source.Pick(at)
	cells := make([]rows.Cell, len(names))
	for err == nil {
		err = source.Next(cells)
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// A Parquet file that ends anywhere before its end is an error, and one with any
// byte changed is an error or a table; neither is a panic.
func TestDamagedParquet(t *testing.T) {
	whole := asParquet(t, some(20))
	for n := 4; n < len(whole); n += 3 {
		if err := drained("t.parquet", bytes.NewReader(whole[:n])); err == nil || !strings.HasPrefix(err.Error(), "t.parquet: ") {
			t.Errorf("of the first %d of %d bytes: got %v", n, len(whole), err)
		}
	}
	for i := 4; i < len(whole); i += 2 {
		damaged := slices.Clone(whole)
		damaged[i] ^= 0x55
		_ = drained("t.parquet", bytes.NewReader(damaged))
	}
	if err := drained("t.parquet", io.MultiReader(bytes.NewReader(whole))); err == nil || !strings.Contains(err.Error(), "neither packed nor a pipe") {
		t.Errorf("through a pipe: got %v", err)
	}
}

// A candidate without a probability has one that nobody knows.
func TestCandidateWithoutProbability(t *testing.T) {
	got, err := read("t.jsonl", []byte(`{"candidates":[{"offer":"a"},{"p":1,"offer":"b"}]}`), "candidates")
	if want := "[[[{a NaN} {b 1}]]]"; err != nil || fmt.Sprint(got) != want {
		t.Errorf("got %v, %v, want %s", got, err, want)
	}
}

// A number that JSON cannot hold in its type is infinite, and not an error here:
// who reads the cell knows what it may be.
func TestNumbersBeyondTheirType(t *testing.T) {
	_, source, err := rows.Open("t.jsonl", strings.NewReader(`{"a":1e999}`))
	if err != nil {
		t.Fatal(err)
	}
	source.Pick([]int{0})
	var cells [1]rows.Cell
	if err := source.Next(cells[:]); err != nil || !math.IsInf(cells[0].Number, 1) {
		t.Errorf("got %+v, %v", cells[0], err)
	}
}
