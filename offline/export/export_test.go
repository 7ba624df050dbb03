package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"

	"proffer/engine"
	"proffer/offline/export"
)

var update = flag.Bool("update", false, "write what is exported into testdata; review the difference")

// rounding is how far two figures may be apart: processors that fuse multiply
// and add round otherwise than those that do not.
const rounding = 1e-9

// The formats that are text are what testdata says, to rounding.
func TestGolden(t *testing.T) {
	w := eventful(t)
	for _, f := range []export.Format{export.JSONL, export.CSV, export.DSJSON} {
		t.Run(string(f), func(t *testing.T) {
			got, file := w.exported(f, export.Window{}), "testdata/eventful."+string(f)
			if *update {
				if err := os.WriteFile(file, got, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(values(t, f, want), values(t, f, got), cmpopts.EquateApprox(rounding, rounding)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// values are what a text holds: its cells or lines, those that are JSON decoded.
func values(t *testing.T, f export.Format, text []byte) (all []any) {
	t.Helper()
	var pieces []string
	if f == export.CSV {
		for _, record := range records(t, text) {
			pieces = append(pieces, record...)
		}
	} else {
		pieces = strings.Split(string(text), "\n")
	}
	for _, piece := range pieces {
		var v any = piece
		if decoded := any(nil); json.Unmarshal([]byte(piece), &decoded) == nil {
			v = decoded
		}
		all = append(all, v)
	}
	return all
}

func records(t *testing.T, text []byte) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// JSON lines, CSV and Parquet read back as the same rows.
func TestFormatsHoldTheSameRows(t *testing.T) {
	w := eventful(t)
	want := fromJSONL(t, w.exported(export.JSONL, export.Window{}))
	if diff := cmp.Diff(want, fromCSV(t, w.exported(export.CSV, export.Window{}))); diff != "" {
		t.Errorf("CSV (-jsonl +csv):\n%s", diff)
	}
	columns := w.exported(export.Parquet, export.Window{})
	got, err := parquet.Read[export.Row](bytes.NewReader(columns), int64(len(columns)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("Parquet (-jsonl +parquet):\n%s", diff)
	}
}

func fromJSONL(t testing.TB, text []byte) (rows []export.Row) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	for d.More() {
		var r export.Row
		if err := d.Decode(&r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	return rows
}

// fromCSV reads each cell into the field of its column; text and times need
// quotes to be JSON.
func fromCSV(t *testing.T, text []byte) (rows []export.Row) {
	t.Helper()
	all := records(t, text)
	for _, record := range all[1:] {
		var r export.Row
		for i, cell := range record {
			field := reflect.ValueOf(&r).Elem().Field(i)
			if name, _, _ := strings.Cut(reflect.TypeFor[export.Row]().Field(i).Tag.Get("parquet"), ","); name != all[0][i] {
				t.Fatalf("column %d is %s, want %s", i+1, all[0][i], name)
			}
			switch field.Interface().(type) {
			case string:
				field.SetString(cell)
				continue
			case time.Time, *time.Time:
				if cell != "" {
					cell = `"` + cell + `"`
				}
			}
			if cell == "" {
				continue
			}
			if err := json.Unmarshal([]byte(cell), field.Addr().Interface()); err != nil {
				t.Fatal(err)
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// Every decision has a row for each of its slots, in order, and one when it
// drew nothing; and the probabilities of each draw are those that were logged.
func TestEveryDecisionHasItsRows(t *testing.T) {
	w := eventful(t)
	rows := fromJSONL(t, w.exported(export.JSONL, export.Window{}))
	groups, slates := map[string]int{}, 0
	for story, err := range w.Stories(time.Time{}, time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		d := story.Decision
		groups[string(d.Group)]++
		slates += max(len(d.Slots)-1, 0)
		for i := range max(len(d.Slots), 1) {
			r := rows[0]
			rows = rows[1:]
			if r.DecisionID != d.ID || r.Position != int64(i) {
				t.Fatalf("got %s position %d, want %s position %d", r.DecisionID, r.Position, d.ID, i)
			}
			if len(d.Slots) == 0 {
				undrawn(t, &r)
			} else {
				drawn(t, &r, &d.Slots[i])
			}
		}
	}
	if len(rows) > 0 {
		t.Errorf("%d rows are of no decision", len(rows))
	}
	for _, g := range []string{"treatment", "holdout", "control"} {
		if groups[g] == 0 {
			t.Errorf("there was no visit in the group %s", g)
		}
	}
	if slates == 0 {
		t.Error("there was no slate")
	}
}

func undrawn(t *testing.T, r *export.Row) {
	t.Helper()
	if r.Action != export.None || r.Pscore != nil || r.PNone != nil || len(r.Candidates) > 0 || r.OPE != "none" || r.Reward != 0 || r.Counted {
		t.Errorf("%s drew nothing, and its row is %+v", r.DecisionID, r)
	}
}

func drawn(t *testing.T, r *export.Row, slot *engine.Slot) {
	t.Helper()
	taken, total := map[string]float64{export.None: *r.PNone}, *r.PNone
	for i, c := range r.Candidates {
		if c.Offer != slot.Offers[i] || c.P != slot.P[i] {
			t.Errorf("%s: candidate %d is %s with %v, want %s with %v", r.DecisionID, i, c.Offer, c.P, slot.Offers[i], slot.P[i])
		}
		taken[c.Offer] = c.P
		total += c.P
	}
	if !(total > 1-rounding && total < 1+rounding) || taken[r.Action] != *r.Pscore || *r.Pscore != slot.Propensity {
		t.Errorf("%s: the action %s has %v of %v in all, and pscore %v", r.DecisionID, r.Action, taken[r.Action], total, *r.Pscore)
	}
}

// No id of a customer is in any format; their pseudonyms tell them apart, and
// are the same whichever part of the log is exported.
func TestCustomersArePseudonyms(t *testing.T) {
	w := newWorld(t)
	for _, customer := range []string{"ada@example.com", "grace@example.com", "ada@example.com", ""} {
		w.visit(customer, "drawer")
	}
	for _, f := range export.Formats() {
		if text := w.exported(f, export.Window{}); bytes.Contains(text, []byte("example.com")) {
			t.Errorf("%s has a customer's id in it", f)
		}
	}
	names := func(window export.Window) (all []string) {
		for _, r := range fromJSONL(t, w.exported(export.JSONL, window)) {
			all = append(all, r.Customer)
		}
		return all
	}
	all := names(export.Window{})
	if all[0] == all[1] || all[0] != all[2] || all[0] == "" || all[3] != "" {
		t.Errorf("got %q, want two names, the first twice, and none", all)
	}
	if diff := cmp.Diff(all[1:3], names(export.Window{From: began.Add(2 * time.Minute), To: began.Add(4 * time.Minute)})); diff != "" {
		t.Errorf("a window has other names (-all +window):\n%s", diff)
	}
	other := newWorld(t)
	other.ids = 7
	other.visit("ada@example.com", "drawer")
	if got := fromJSONL(t, other.exported(export.JSONL, export.Window{})); got[0].Customer == all[0] {
		t.Error("two logs have one name for a customer")
	}
}

// A window takes the decisions from its first moment on and before its last.
func TestWindow(t *testing.T) {
	w := newWorld(t)
	for range 10 {
		w.visit("", "banner")
	}
	at := func(minute int) time.Time { return began.Add(time.Duration(minute) * time.Minute) }
	for _, c := range []struct {
		window export.Window
		want   int
	}{
		{export.Window{}, 10},
		{export.Window{From: at(1)}, 10}, {export.Window{From: at(4)}, 7}, {export.Window{From: at(10).Add(1)}, 0},
		{export.Window{To: at(1)}, 0}, {export.Window{To: at(4)}, 3}, {export.Window{From: at(3), To: at(5)}, 2},
	} {
		if got := len(fromJSONL(t, w.exported(export.JSONL, c.window))); got != c.want {
			t.Errorf("%v: got %d rows, want %d", c.window, got, c.want)
		}
	}
	if err := (export.Window{From: at(2), To: at(2)}).Validate(); err == nil {
		t.Error("an empty window was taken")
	}
}

// A log without a decision is a table without rows, and still one.
func TestNothing(t *testing.T) {
	w := newWorld(t)
	if got := records(t, w.exported(export.CSV, export.Window{})); len(got) != 1 {
		t.Errorf("got %d lines of CSV, want the names", len(got))
	}
	columns := w.exported(export.Parquet, export.Window{})
	got, err := parquet.Read[export.Row](bytes.NewReader(columns), int64(len(columns)))
	if err != nil || len(got) != 0 {
		t.Errorf("got %d rows of Parquet and %v, want none", len(got), err)
	}
}

// What cannot be written is an error, and so is what is no format.
func TestWriteFails(t *testing.T) {
	w := eventful(t)
	for _, f := range export.Formats() {
		if _, err := export.Write(context.Background(), full{}, f, w.Service, export.Window{}); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v, want %v", f, err, errFull)
		}
	}
	if _, err := export.Write(context.Background(), io.Discard, "xlsx", w.Service, export.Window{}); err == nil {
		t.Error("xlsx was written")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := export.Write(ctx, io.Discard, export.JSONL, w.Service, export.Window{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

var errFull = errors.New("the disk is full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
