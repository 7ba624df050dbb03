package offline_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"proffer/offline/ope"
)

// A ranker shows two of three actions: the first by its weights, the second by
// those of the rest.
type ranker [3]float64

func (k ranker) then(first, b int) float64 {
	if b == first {
		return 0
	}
	return k[b] / (1 - k[first])
}

// second is how probable an action is at the second place, whatever is first.
func (k ranker) second(b int) (sum float64) {
	for a, p := range k {
		sum += p * k.then(a, b)
	}
	return sum
}

// slateLog logs slates of two by one ranker, with the probabilities of another,
// and returns what that one would earn.
func slateLog(rows int, logging, policy ranker, reward func(a, b int) (float64, float64)) (text []byte, value float64) {
	chance := rand.New(rand.NewPCG(31, 31))
	var out bytes.Buffer
	fmt.Fprintln(&out, "slate_id,position,action,reward,pscore,pe,pscore_marginal,pe_marginal")
	for i := range rows {
		a := drawn(chance, logging[:])
		rest := []float64{logging.then(a, 0), logging.then(a, 1), logging.then(a, 2)}
		b := drawn(chance, rest)
		r, s := reward(a, b)
		fmt.Fprintf(&out, "s%d,1,%d,%v,%v,%v,%v,%v\n", i, a, coin(chance, r), logging[a], policy[a], logging[a], policy[a])
		fmt.Fprintf(&out, "s%d,2,%d,%v,%v,%v,%v,%v\n", i, b, coin(chance, s), rest[b], policy.then(a, b), logging.second(b), policy.second(b))
	}
	for a, p := range policy {
		for b := range policy {
			r, s := reward(a, b)
			value += p * policy.then(a, b) * (r + s)
		}
	}
	return out.Bytes(), value
}

func drawn(chance *rand.Rand, p []float64) (a int) {
	for u := chance.Float64(); a < len(p)-1; a++ {
		if u -= p[a]; u < 0 {
			return a
		}
	}
	return a
}

// Slates are put together from rows: each estimator gives the policy's value where
// its assumption on rewards holds, within four standard errors, by normal and by
// bootstrapped intervals that agree; and iips does not where a place's reward
// depends on the place before.
func TestEvaluateSlates(t *testing.T) {
	logging, policy := ranker{.5, .3, .2}, ranker{.2, .3, .5}
	for _, c := range []struct {
		what   string
		reward func(a, b int) (float64, float64)
		right  string
	}{
		{"its own action", func(a, b int) (float64, float64) { return .2 * float64(a), .1 + .3*float64(b) }, "sips iips rips cascade_dr"},
		{"actions up to it", func(a, b int) (float64, float64) { return .2 * float64(a), .1 + .4*float64(b*(a%2)) }, "sips rips cascade_dr"},
	} {
		text, want := slateLog(20_000, logging, policy, c.reward)
		e := ask("columns", written(text))
		e.Estimators = ope.SlateNames()
		j := judge(t, e)
		e.Interval = ope.Bootstrapped
		again := judge(t, e)
		if j.Unit != "slate" || j.Diagnostics.Rows != 20_000 || j.Refused != "" {
			t.Fatalf("got %d %ss, refused: %q", j.Diagnostics.Rows, j.Unit, j.Refused)
		}
		for i, x := range j.Estimates {
			off := math.Abs(float64(x.Value) - want)
			if right := strings.Contains(c.right, x.Estimator); right != (off < 4*float64(x.StandardError)) {
				t.Errorf("rewards that depend on %s: %s gives %v ± %v, the value is %v", c.what, x.Estimator, x.Value, x.StandardError, want)
			}
			b := again.Estimates[i]
			if width := float64((b.Upper - b.Lower) / (x.Upper - x.Lower)); b.Value != x.Value || width < .7 || width > 1.3 {
				t.Errorf("%s: the bootstrap's interval is %v times as wide", x.Estimator, width)
			}
		}
	}
}

// A uniform policy does not show what the slate shows already, so a log of a
// uniform ranker has weights of 1; and what an estimator lacks it says.
func TestUniformSlates(t *testing.T) {
	even := ranker{1. / 3, 1. / 3, 1. / 3}
	text, want := slateLog(2_000, even, even, func(a, b int) (float64, float64) { return .5, .5 })
	e := ask("uniform", written(text))
	e.Estimators = []string{"sips", "iips", "cascade_dr"}
	e.Model = "none"
	j := judge(t, e)
	if d := j.Diagnostics; math.Abs(d.MaxWeight-1) > 1e-12 || math.Abs(d.MeanWeight-1) > 1e-12 {
		t.Errorf("got %+v", d)
	}
	if x := value(t, j, "sips"); math.Abs(float64(x.Value)-want) > 4*float64(x.StandardError) || x.Note != "" {
		t.Errorf("got %+v, want %v", x, want)
	}
	if x := value(t, j, "iips"); !strings.Contains(x.Note, "for want of pscore_marginal and pe_marginal") {
		t.Errorf("got %q", x.Note)
	}
	if x := value(t, j, "cascade_dr"); x.Note != "without a reward model it is rips" {
		t.Errorf("got %q", x.Note)
	}
	e.Interval = ope.Hoeffding
	if x := value(t, judge(t, e), "sips"); x.Lower.Known() || x.Note != "hoeffding is not for slates; normal, student_t, bootstrap and anytime are" {
		t.Errorf("got %+v", x)
	}
}

// Rows that are no slates are refused with their place.
func TestBadSlates(t *testing.T) {
	const head = "slate_id,position,action,reward,pscore,pe\n"
	for _, c := range []struct{ what, policy, text, want string }{
		{"no slates", "columns", "action,reward,pscore,pe\n0,1,1,1\n", "log.csv: there is no column that says which rows are one slate: it is called slate_id or decision_id"},
		{"no id", "columns", head + ",1,0,1,1,1\n", "log.csv:2: column slate_id: is empty"},
		{"the same place twice", "columns", head + "s,1,0,1,1,1\ns,1,1,1,1,1\n", "log.csv:3: column position: must rise within a slate, and 1 follows 1"},
		{"rows apart", "columns", head + "s,1,0,1,1,1\nu,1,0,1,1,1\ns,2,0,1,1,1\n",
			"log.csv:4: column position: a slate begins with 2, and one before with 1: the rows of a slate must stand together, in the order of their positions"},
		{"no probability", "columns", head + "s,1,0,1,1,1.5\n", "log.csv:2: column pe: must be a probability, not 1.5"},
		{"one action everywhere", "fixed:0", head + "s,1,0,1,1,1\n", "offline: fixed:0 cannot fill a slate, whose places show different actions"},
	} {
		e := ask(c.policy, written([]byte(c.text)))
		e.Estimators = []string{"sips"}
		if _, err := e.Run(context.Background()); err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.what, err, c.want)
		}
	}
	e := ask("columns", nil)
	e.Estimators = []string{"sips", "snips"}
	if err := e.Validate(); err == nil || !strings.Contains(err.Error(), "ask for one or the other") {
		t.Errorf("got %v", err)
	}
}

// A slate of which a place is left out is left out whole.
func TestSlateThatIsCut(t *testing.T) {
	const text = `{"decision_id":"d1","position":0,"action":"a","reward":1,"pscore":1,"matured":true,"candidates":[{"offer":"a","p":1}]}
{"decision_id":"d2","position":0,"action":"a","reward":1,"pscore":1,"matured":true,"candidates":[{"offer":"a","p":1}]}
{"decision_id":"d2","position":1,"action":"a","reward":1,"pscore":1,"matured":false,"candidates":[{"offer":"a","p":1}]}
`
	e := ask("uniform", written([]byte(text)))
	e.Estimators, e.Force = []string{"sips"}, true
	j := judge(t, e)
	if d := j.Diagnostics; d.Rows != 1 || d.LeftOut.Immature != 1 {
		t.Errorf("got %d slates and %+v", d.Rows, d.LeftOut)
	}
}

// Marginal probabilities that are half as large as they are make iips twice as
// large, and the log is refused whichever estimators are asked besides.
func TestMarginalsThatAreFalse(t *testing.T) {
	logging, policy := ranker{.5, .3, .2}, ranker{.4, .3, .3}
	text, _ := slateLog(3_000, logging, policy, func(a, b int) (float64, float64) { return .5, .5 })
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	for i, line := range lines[1:] {
		cells := strings.Split(line, ",")
		marginal, err := strconv.ParseFloat(cells[6], 64)
		if err != nil {
			t.Fatal(err)
		}
		cells[6] = fmt.Sprint(marginal / 2)
		lines[i+1] = strings.Join(cells, ",")
	}
	for _, c := range []struct {
		what       string
		text       string
		estimators []string
		want       string // in the refusal; nothing if empty
	}{
		{"false, by itself", strings.Join(lines, "\n"), []string{"iips"}, "The mean weight is "},
		{"false, among others", strings.Join(lines, "\n"), []string{"sips", "iips", "rips"}, "The mean marginal weight is "},
		{"false and not asked for", strings.Join(lines, "\n"), []string{"sips", "rips"}, ""},
		{"true, among others", string(text), []string{"sips", "iips", "rips"}, ""},
	} {
		e := ask("columns", written([]byte(c.text)))
		e.Estimators = c.estimators
		j := judge(t, e)
		if (c.want == "") != (j.Refused == "") || !strings.Contains(j.Refused, c.want) {
			t.Errorf("%s: got %q, want %q", c.what, j.Refused, c.want)
		}
	}
}
