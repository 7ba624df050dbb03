package offline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/offline"
)

// A table that cannot be replayed is refused with its name and, as far as there
// is one, the line and the column; a column that is not there, with the nearest.
func TestBadTables(t *testing.T) {
	const head = "action,propensity,reward,age,plan\n"
	numbers := strings.Repeat("a,0.5,1,30,x\n", 30)
	for _, c := range []struct{ name, text, want string }{
		{"nothing at all", "", "log.csv: the table is empty, without so much as a line that names its columns"},
		{"no rows", head, "log.csv: the table has no rows"},
		{"a column that is misspelt", "action,propensty,reward,age,plan\n", `log.csv: there is no column "propensity", did you mean "propensty"?`},
		{"a column that is not there", "action,propensity,reward,plan\n", `log.csv: there is no column "age"`},
		{"a propensity of nothing", head + "a,0.5,1,30,x\nb,0,1,30,x\n", "log.csv:3: column propensity: must be above 0 and at most 1, not 0"},
		{"a propensity above one", head + "a,1.5,1,30,x\n", "log.csv:2: column propensity: must be above 0 and at most 1, not 1.5"},
		{"a propensity that is none", head + "a,NaN,1,30,x\n", "log.csv:2: column propensity: must be a finite number within ±1e+75, not NaN"},
		{"no propensity", head + "a,,1,30,x\n", "log.csv:2: column propensity: is empty"},
		{"no reward", head + "a,1,,30,x\n", "log.csv:2: column reward: is empty"},
		{"a reward in words", head + "a,1,much,30,x\n", `log.csv:2: column reward: must be a number, not "much"`},
		{"a reward without end", head + "a,1,1e999,30,x\n", "log.csv:2: column reward: must be a finite number within ±1e+75, not 1e999"},
		{"no action", head + ",1,1,30,x\n", "log.csv:2: column action: is empty"},
		{"a slip in a column of numbers", head + numbers + "a,0.5,1,old,x\n",
			`log.csv:32: column age: must be a number, not "old", as nearly all of the column is; leave it empty where nothing is known`},
		{"a number in the context that is none", head + numbers + "a,0.5,1,inf,x\n",
			"log.csv:32: column age: must be a finite number within ±1e+75, not inf, as nearly all of the column is; leave it empty where nothing is known"},
		{"a text that is too long", head + "a,1,1,30," + strings.Repeat("y", 257) + "\n", "log.csv:2: column plan: must have at most 256 bytes, not 257"},
		{"a text in another encoding", head + "a,1,1,30,caf\xe9\n", "log.csv:2: column plan: must be valid UTF-8"},
		{"a row that is too short", head + "a,0.5,1,30,x\na,0.5\n", "log.csv:3: wrong number of fields"},
		{"a quote that does not end", head + "a,0.5,1,30,\"x\n", `log.csv:2: extraneous or missing " in quoted-field`},
	} {
		table := tableOf([]byte(c.text), "age", "plan")
		if _, err := offline.Look(context.Background(), table, nil); err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		}
	}
}

// Too many different actions are an identifier that was mistaken for one.
func TestTooManyActions(t *testing.T) {
	var text strings.Builder
	text.WriteString("action,propensity,reward\n")
	for i := range 1001 {
		fmt.Fprintf(&text, "%d,0.5,1\n", i)
	}
	_, err := offline.Look(context.Background(), tableOf([]byte(text.String())), nil)
	var cell *offline.CellError
	if !errors.As(err, &cell) || cell.Line != 1002 || cell.Column != "action" {
		t.Errorf("got %v, want a fault of column action in line 1002", err)
	}
}

// The roles of a table need a column each.
func TestColumns(t *testing.T) {
	for _, c := range []struct {
		columns offline.Columns
		want    string
	}{
		{offline.Columns{Propensity: "p", Reward: "r"}, "offline: no column is named for the action"},
		{offline.Columns{Action: "a", Propensity: "p", Reward: "p"}, `offline: column "p" is named twice`},
		{offline.Columns{Action: "a", Propensity: "p", Reward: "r", Context: []string{"x", "x"}}, `offline: column "x" is named twice`},
	} {
		if err := c.columns.Validate(); err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

// A survey finds the actions in their own order, what each earned, what the
// rewards are like and what each column holds.
func TestLook(t *testing.T) {
	table := tableOf([]byte("\ufeffaction , propensity,age,reward,plan,note\n"+
		"10,0.5,30,1,pro,\nb,0.25, 40 ,0,free,\n9,0.5,,1,other,\n10,0.25,20,0,missing,\n"), "age", "plan", "note")
	s, err := offline.Look(context.Background(), table, nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range s.Actions {
		names = append(names, a.Name)
	}
	if want := []string{"9", "10", "b"}; !slices.Equal(names, want) {
		t.Errorf("got actions %v, want %v", names, want)
	}
	if got, want := s.Actions[1].Mean.Mean(), (1/.5+0/.25)/(1/.5+1/.25); math.Abs(got-want) > 1e-15 {
		t.Errorf("action 10 earned %v, want %v", got, want)
	}
	if !s.Binary || s.Rows != 4 || s.MinPropensity != .25 || s.MaxPropensity != .5 || s.Reward.Mean() != .5 {
		t.Errorf("got binary %v, %d rows, propensity %v to %v, mean %v", s.Binary, s.Rows, s.MinPropensity, s.MaxPropensity, s.Reward.Mean())
	}
	type signal struct {
		Name    string
		Numeric bool
		Missing int
		Values  []string
	}
	var got []signal
	for _, g := range s.Signals {
		got = append(got, signal{g.Name, g.Numeric, g.Missing, g.Values})
	}
	want := []signal{{"x_age", true, 1, nil}, {"x_plan", false, 1, []string{"free", "pro"}}, {"x_note", true, 4, nil}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("signals (-want +got):\n%s", diff)
	}
	if mean := s.Signals[0].Numbers.Mean(); mean != 30 {
		t.Errorf("got a mean age of %v, want 30", mean)
	}
}

// A limit ends the table early.
func TestLimit(t *testing.T) {
	table := tableOf([]byte("action,propensity,reward\na,1,1\nb,1,2\nc,nonsense\n"))
	table.Limit = 2
	s, err := offline.Look(context.Background(), table, nil)
	if err != nil || s.Rows != 2 || len(s.Actions) != 2 {
		t.Fatalf("got %+v, %v", s, err)
	}
}

// Every file that was opened is closed, also when the table is bad.
func TestFilesAreClosed(t *testing.T) {
	for _, text := range []string{"", "action,propensity,reward\n", "action,propensity,reward\na,0,0\n", "action,propensity,reward\na,1,0\nb,1,3\n"} {
		opened := 0
		table := tableOf(nil)
		table.Open = func() (io.ReadCloser, error) {
			opened++
			return closing{strings.NewReader(text), &opened}, nil
		}
		_, _ = replayReport(table, offline.Replay{Strategies: []string{"uniform"}})
		_, _ = replayReport(table, offline.Replay{Strategies: []string{"uniform"}, Shuffles: 1})
		if opened != 0 {
			t.Errorf("%q: %d files are still open", text, opened)
		}
	}
}

type closing struct {
	io.Reader
	opened *int
}

func (c closing) Close() error {
	*c.opened--
	return nil
}
