package offline_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Columns may say the names of actions, in any order, and give the same figures to the
// bit as those that number them.
func TestNamedColumns(t *testing.T) {
	var numbered, named strings.Builder
	numbered.WriteString("action,reward,pscore,pe0,pe1,q0,q1\n")
	named.WriteString("q_b,action,reward,pscore,pe_b,pe_a,q_a,q_other\n")
	for i := range 1000 {
		pe := float64(i%5) / 5
		fmt.Fprintf(&numbered, "%d.0,%d,0.5,%v,%v,.2,.7\n", i%2, i%3%2, 1-pe, pe)
		fmt.Fprintf(&named, ".7,%c,%d,0.5,%v,%v,.2,red\n", "ab"[i%2], i%3%2, pe, 1-pe)
	}
	want := judge(t, ask("columns", written([]byte(numbered.String()))))
	got := judge(t, ask("columns", written([]byte(named.String()))))
	for a := range want.Diagnostics.Calibration {
		want.Diagnostics.Calibration[a].Action = string("ab"[a])
	}
	if diff := cmp.Diff(want, got); diff != "" || want.Model != "columns" || math.IsNaN(float64(value(t, got, "dr").Value)) {
		t.Errorf("(-numbered +named):\n%s", diff)
	}
}

// Columns that do not say which actions they are of are refused.
func TestAmbiguousColumns(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"action,reward,pscore,pe0,pe_a\na,1,1,1,1\n", `log.csv:2: column action: must be one of the actions 0 to 0, not "a"`},
		{"action,reward,pscore,pe_0,pe_1\n0,1,1,1,0\n5,1,1,1,0\n", `log.csv:3: column action: must be one of the actions that columns name, not "5": there is no column pe_5`},
		{"action,reward,pscore,pe_1,pe_1.0\n1,1,1,1,0\n", "log.csv: the columns pe_1 and pe_1.0 are of one action"},
		{"action,reward,pscore,pe_a,q0\na,1,1,1,1\n", "log.csv: there are columns q0 and pe_a: actions are numbered or named, not both"},
		{"action,reward,pscore,pe_a,pe_b,q_a\na,1,1,1,0,1\n", "log.csv: there is no column q_b, and there are others of a model"},
		{"action,reward,pscore,pe_a,pe_b\na,1,1,1,0\nc,1,1,1,0\n", `log.csv:3: column action: must be one of the actions that columns name, not "c": there is no column pe_c`},
		{"action,reward,pscore,pe_a,pe_b\na,1,1,1,1\n", "log.csv:2: column pe_a: the columns pe_a to pe_b must add up to 1, not to 2"},
		{"action,reward,pscore,pe0\n3.5,1,1,1\n", `log.csv:2: column action: must be one of the actions 0 to 0, not "3.5"`},
	} {
		if _, err := ask("columns", written([]byte(c.text))).Run(context.Background()); err == nil || err.Error() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

// Probabilities may add up to 1 as far as the digits say that they were written with,
// and are then taken as shares of what they add up to.
func TestFewDigits(t *testing.T) {
	for _, c := range []struct {
		pe   string
		well bool
	}{
		{"0.3333,0.3333,0.3333", true},
		{"0.3333,0.3333,0.3331", false},
		{"0.333333,0.333333,0.333332", false},
		{"0.3334,0.3333,0.3334", true},
		{"0.33,0.33,0.33", true},
		{"0.33,0.33,0.31", false},
		{"0.3,0.3,0.3", false}, // one digit
		{".167,.167,.167,.167,.167,.167", true},
		{".167,.167,.167,.167,.167,.161", false},
		{"1,1,0", false},
		{strings.Repeat("0,", 999) + "0", false},
	} {
		head := "action,reward,pscore"
		for a := range strings.Split(c.pe, ",") {
			head += fmt.Sprintf(",pe%d", a)
		}
		text := head + "\n" + strings.Repeat("0,1,0.5,"+c.pe+"\n1,1,0.25,"+c.pe+"\n2,1,0.25,"+c.pe+"\n", 100)
		e := ask("columns", written([]byte(text)))
		e.Model, e.Force = "none", true
		if _, err := e.Run(context.Background()); (err == nil) != c.well {
			t.Errorf("%.40s: got %v", c.pe, err)
		}
	}
}

// A column pe_NAME is one of a policy where that is what is evaluated and it is of an
// action of the log: else it may be anything, and is passed over.
func TestOtherColumnsOfSuchNames(t *testing.T) {
	for _, c := range []struct{ policy, head, values string }{
		{"uniform", "", ""},
		{"uniform", ",pe_ratio", ",red"},
		{"uniform", ",pe_a,pe_b", ",7,8"},
		{"columns", ",pe0,pe1", ",.5,.5"},
		{"columns", ",pe0,pe1,pe_sum", ",.5,.5,1"},
		{"columns", ",pe,pe_se", ",.5,.1"},
		{"columns", ",pe_0,pe_1", ",.5,.5"},
		{"columns", ",pe_0.0,pe_1.00", ",.5,.5"},
		{"columns", ",pe,pe_0,pe_1", ",.9,.5,.5"},
	} {
		for _, actions := range [][]string{{"0", "1"}, {"0.0", "1.0"}} {
			if c.policy == "uniform" && actions[0] != "0" {
				continue // nothing says that these are numbers
			}
			text := "action,reward,pscore" + c.head + "\n"
			for i := range 1000 {
				text += fmt.Sprintf("%s,%d,0.5%s\n", actions[i%2], i/2%2, c.values)
			}
			e := ask(c.policy, written([]byte(text)))
			e.Model = "none"
			if c.head == ",pe,pe_se" && actions[0] != "0" {
				continue
			}
			j := judge(t, e)
			if got := value(t, j, "snips").Value; got != .5 || len(j.Diagnostics.Calibration) != 2 {
				t.Errorf("%s%s, %s: got %v of %d actions, want .5 of 2", c.policy, c.head, actions, got, len(j.Diagnostics.Calibration))
			}
		}
	}
}
