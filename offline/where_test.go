package offline_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// A table in which two thirds of the cells of context × action are empty is refused,
// and told by what: whatever the column is called that shows it, words or numbers,
// few or many, and however many columns stand beside it.
func TestSparseTablesAreRefused(t *testing.T) {
	const rows, actions = 9_000, 6
	for _, c := range []struct {
		column string
		format string // of its values
		values int    // 0: any numbers
		beside int
	}{
		{"x0", "%v", 12, 0}, {"x0", "%v", 12, 6}, {"x0", "%v", 12, 20}, {"x0", "%v", 100, 0}, {"x0", "v%v", 200, 4}, {"x0", "%v", 0, 2},
		{"position", "%v", 3, 4}, {"user_feature_3", "u%v", 9, 0}, {"segment", "s%v", 9, 1}, {"context", "%v", 9, 0},
	} {
		chance := rand.New(rand.NewPCG(71, 1))
		var text bytes.Buffer
		fmt.Fprintf(&text, "action,reward,pscore,%s", c.column)
		for k := range c.beside {
			fmt.Fprintf(&text, ",x%d", k+1)
		}
		for range rows {
			value, group := any(nil), 0
			if c.values > 0 {
				group = chance.IntN(c.values)
				value = group
			} else {
				x := chance.Float64()
				value, group = x, int(3*x)
			}
			fmt.Fprintf(&text, "\n%d,%v,%v,"+c.format, (group+3*chance.IntN(2))%actions, coin(chance, .3), 1./actions, value)
			for range c.beside {
				fmt.Fprintf(&text, ",%d", chance.IntN(4))
			}
		}
		e := ask("uniform", written(text.Bytes()))
		e.Model = "none"
		j := judge(t, e)
		if d := j.Diagnostics; !(d.EmptyCells > .5) || !strings.Contains(j.Refused, "; a context is told by "+c.column) && c.values > 0 {
			t.Errorf("%+v: got %v of the cells empty, by %q: %s", c, d.EmptyCells, d.EmptyCellsBy, j.Refused)
		}
	}
}

// A context that is a list or an object is no column that says where a row was, and
// no fault.
func TestContextThatNests(t *testing.T) {
	line := `{"action":%d,"reward":1,"pscore":0.5,"context":{"age":%d}}` + "\n"
	var text bytes.Buffer
	for i := range 300 {
		fmt.Fprintf(&text, line, i%2, i)
	}
	e := ask("uniform", written(text.Bytes()))
	e.Table.Name = "log.jsonl"
	if j := judge(t, e); j.Refused != "" || j.Diagnostics.EmptyCells != 0 {
		t.Errorf("got %+v", j)
	}
}

// Of a table of a thousand columns and as many actions, what a column of few values
// shows is found behind all others.
func TestColumnsOfFewValuesComeFirst(t *testing.T) {
	const columns, actions, rows = 1_000, 1_000, 3_000
	chance := rand.New(rand.NewPCG(72, 1))
	var text bytes.Buffer
	text.WriteString("action,reward,pscore")
	for k := range columns {
		fmt.Fprintf(&text, ",x%d", k)
	}
	text.WriteString(",segment")
	for range rows {
		group := chance.IntN(2)
		fmt.Fprintf(&text, "\n%d,%v,%v", 2*chance.IntN(actions/2)+group, coin(chance, .3), 1./actions)
		for range columns {
			fmt.Fprintf(&text, ",%d", chance.IntN(500))
		}
		fmt.Fprintf(&text, ",s%d", group)
	}
	e := ask("uniform", written(text.Bytes()))
	e.Model, e.Force, e.Estimators = "none", true, []string{"ips"}
	if d := judge(t, e).Diagnostics; d.SupportGapBy != "segment" || !(d.SupportGap > .3) {
		t.Errorf("got a gap of %v by %q, want half of all by segment", d.SupportGap, d.SupportGapBy)
	}
}
