package offline

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/offline/ope"
)

// What a table says does not depend on whether its first rows showed what the others
// are like: the figures, the course of a report and the faults are those of a table
// that is surveyed first and counted afterwards.
func TestForesight(t *testing.T) {
	const rows, late = 3 * headRows, 2 * headRows
	type row struct{ action, reward, pscore, x, y, pe0, pe1 string }
	usual := func(i int) row {
		return row{fmt.Sprint(i % 2), fmt.Sprint(i / 2 % 2), "0.5", fmt.Sprint(i % 7), fmt.Sprint(i), "0.25", "0.75"}
	}
	for _, c := range []struct {
		what     string
		policy   string
		change   func(i int, r *row) // of every row
		surprise func(r *row)        // of a late one
		foreseen bool
	}{
		{"nothing new", columnsPolicy, nil, nil, true},
		{"nothing new of a fixed policy", "fixed:1", nil, nil, true},
		{"an action that the columns do not have", columnsPolicy, nil, func(r *row) { r.action = "2" }, false},
		{"another propensity", columnsPolicy, nil, func(r *row) { r.pscore = "0.25" }, false},
		{"one value too many to say where", columnsPolicy, func(i int, r *row) { r.x = fmt.Sprint(i % maxValues) }, func(r *row) { r.x = "1000" }, false},
		{"a word among numbers", columnsPolicy, nil, func(r *row) { r.y = "north" }, false},
		{"no propensity", columnsPolicy, nil, func(r *row) { r.pscore = "0" }, false},
		{"no distribution", columnsPolicy, nil, func(r *row) { r.pe0 = "0.5" }, false},
		{"no distribution, and then no reward", columnsPolicy, func(i int, r *row) {
			if i == rows-1 {
				r.reward = "much"
			}
		}, func(r *row) { r.pe0 = "0.5" }, false},
		{"the best action is another", bestPolicy, nil, nil, false},
	} {
		var text strings.Builder
		fmt.Fprintln(&text, "action,reward,pscore,x0,x1,pe0,pe1")
		for i := range rows {
			r := usual(i)
			if c.change != nil {
				c.change(i, &r)
			}
			if i == late && c.surprise != nil {
				c.surprise(&r)
			}
			fmt.Fprintln(&text, strings.Trim(strings.ReplaceAll(fmt.Sprint(r), " ", ","), "{}"))
		}
		saysTheSame(t, c.what, c.policy, text.String(), c.foreseen)
	}
}

// So it is of our own log, where an action may be one that is never taken, and rows
// are left out.
func TestForesightOfOurOwnLog(t *testing.T) {
	for _, c := range []struct {
		what, late string
		foreseen   bool
	}{
		{"nothing new", `{"action":"a","reward":1,"pscore":0.5,"candidates":[{"offer":"a","p":0.5},{"offer":"b","p":0.5}]}`, true},
		{"nothing drawn", `{"action":null,"reward":0,"pscore":null,"candidates":[]}`, true},
		{"another candidate", `{"action":"a","reward":1,"pscore":0.5,"candidates":[{"offer":"a","p":0.5},{"offer":"c","p":0.5}]}`, false},
	} {
		var text strings.Builder
		for i := range 2 * headRows {
			fmt.Fprintf(&text, `{"action":%q,"reward":%d,"pscore":0.5,"candidates":[{"offer":"a","p":0.5},{"offer":"b","p":0.5}]}`+"\n", "ab"[i%2:i%2+1], i/2%2)
		}
		text.WriteString(c.late + "\n")
		saysTheSame(t, c.what, uniformPolicy, text.String(), c.foreseen)
	}
}

// saysTheSame holds a run to what is said in turn, and foresight to what is foreseen.
func saysTheSame(t *testing.T, what, policy, text string, foreseen bool) {
	t.Helper()
	e := Evaluation{
		Table:  &Table{Name: "log", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }},
		Policy: policy, Model: modelNone, Interval: ope.Bootstrapped, Alpha: .05, Replicates: 20, Seed: 1, Force: true,
		Bounds: ope.Bounds{MostReward: 1}, Trace: &Trace{},
	}
	names, err := e.Table.Names()
	if err != nil {
		t.Fatal(err)
	}
	l, err := e.layout(names, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, p, _ := e.look(t.Context(), &l); (p != nil) != foreseen {
		t.Errorf("%s: foreseen is %v", what, p != nil)
	}
	want, wrong := inTurn(t.Context(), &e, &l)
	course := e.Trace.Course
	got, err := e.Run(t.Context())
	if fmt.Sprint(err) != fmt.Sprint(wrong) {
		t.Errorf("%s: got the error %v, want %v", what, err, wrong)
	}
	if diff := cmp.Diff(fmt.Sprintf("%+v", want), fmt.Sprintf("%+v", got)); diff != "" {
		t.Errorf("%s (-in turn +foreseen):\n%s", what, diff)
	}
	if diff := cmp.Diff(fmt.Sprint(course), fmt.Sprint(e.Trace.Course)); diff != "" && err == nil {
		t.Errorf("%s: course (-in turn +foreseen):\n%s", what, diff)
	}
}

// inTurn surveys the table, and then counts it.
func inTurn(ctx context.Context, e *Evaluation, l *layout) (*Judgement, error) {
	survey, err := Look(ctx, e.log(l), nil)
	if err != nil {
		return nil, err
	}
	p, err := e.count(ctx, l, survey)
	if err != nil {
		return nil, err
	}
	return p.judge(), nil
}
