package offline_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"proffer/offline"
	"proffer/offline/ope"
)

// ask is an evaluation with what is usual filled in.
func ask(policy string, log func() (io.ReadCloser, error)) *offline.Evaluation {
	return &offline.Evaluation{
		Table: &offline.Table{Name: "log.csv", Open: log}, Policy: policy,
		Interval: ope.Normal, Alpha: .05, Bounds: ope.Bounds{MostReward: 1}, Replicates: 100, Seed: 1,
	}
}

func judge(t *testing.T, e *offline.Evaluation) *offline.Judgement {
	t.Helper()
	j, err := e.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func written(text []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
}

// packed opens a log of testdata.
func packed(name string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			return nil, err
		}
		z, err := gzip.NewReader(bytes.NewReader(text))
		return z, err
	}
}

// value is what one estimator of a judgement says.
func value(t *testing.T, j *offline.Judgement, estimator string) offline.Estimated {
	t.Helper()
	i := slices.IndexFunc(j.Estimates, func(x offline.Estimated) bool { return x.Estimator == estimator })
	if i < 0 {
		t.Fatalf("%s is not among %+v; refused: %q", estimator, j.Estimates, j.Refused)
	}
	return j.Estimates[i]
}

// A table with all columns gives the figures known of it.
func TestEvaluateColumns(t *testing.T) {
	e := ask("columns", packed("synth_fixture.csv.gz"))
	e.Estimators = []string{"ips", "snips", "dr", "switch_dr_3", "sgdr_0.1"}
	j := judge(t, e)
	if j.Refused != "" {
		t.Fatalf("is refused: %s", j.Refused)
	}
	for name, want := range map[string]float64{
		"ips": 0.7778353597727076, "snips": 0.787441563725585, "dr": 0.7776339038636575,
		"switch_dr_3": 0.7125471858387316, "sgdr_0.1": 0.7537436114874,
	} {
		x := value(t, j, name)
		if math.Abs(float64(x.Value)-want) > 1e-9 || !(x.Lower < x.Value && x.Value < x.Upper) {
			t.Errorf("%s: got %v in %v to %v, want %v", name, x.Value, x.Lower, x.Upper, want)
		}
	}
	if got := value(t, j, "snips").Interval; got != ope.Delta {
		t.Errorf("the normal interval of a ratio is called %s, want %s", got, ope.Delta)
	}
}

// The Open Bandit Dataset's own names, and a policy that it does not name, are
// understood: what the log's own policy earned is its mean.
func TestEvaluateByOtherNames(t *testing.T) {
	var text bytes.Buffer
	fmt.Fprintln(&text, ",timestamp,item_id,position,click,propensity_score,user_feature_0")
	chance, clicks := rand.New(rand.NewPCG(3, 3)), 0
	const rows = 2_000
	for i := range rows {
		click := int(coin(chance, .2))
		clicks += click
		fmt.Fprintf(&text, "%d,2019-11-24,%d,%d,%d,0.25,u%d\n", i, chance.IntN(4), 1+chance.IntN(3), click, chance.IntN(2))
	}
	j := judge(t, ask("uniform", written(text.Bytes())))
	if got, want := float64(value(t, j, "snips").Value), float64(clicks)/rows; math.Abs(got-want) > 1e-12 || j.Refused != "" {
		t.Errorf("got %v, want %v; refused: %q", got, want, j.Refused)
	}
	if d := j.Diagnostics; d.Rows != rows || d.Matched != rows || math.Abs(d.ESS-rows) > 1e-9 || d.MeanWeight != 1 || d.FloorHits != rows || d.SupportGap != 0 {
		t.Errorf("got %+v", d)
	}
}

// A fixed action earns what its own rows earned, and the best is one of them.
func TestEvaluateFixed(t *testing.T) {
	table := experiment{rows: 3_000, actions: 3, seed: 4, reward: func(chance *rand.Rand, _ []float64, action int) float64 {
		return coin(chance, .1+.2*float64(action))
	}}.table()
	survey, err := offline.Look(context.Background(), table, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, policy := range []string{"fixed:2", "best"} {
		j := judge(t, ask(policy, table.Open))
		want := survey.Best().Mean.Mean()
		for _, estimator := range []string{"snips", "replay"} {
			if got := float64(value(t, j, estimator).Value); j.Policy != "fixed:2" || math.Abs(got-want) > 1e-12 {
				t.Errorf("%s, %s by %s: got %v, want %v", policy, j.Policy, estimator, got, want)
			}
		}
	}
}

// Replay says nothing of a policy that draws.
func TestReplayOfAMixedPolicy(t *testing.T) {
	e := ask("columns", packed("synth_fixture.csv.gz"))
	e.Estimators = []string{"replay"}
	x := value(t, judge(t, e), "replay")
	if x.Value.Known() || !strings.Contains(x.Note, "one action for certain") {
		t.Errorf("got %+v", x)
	}
}

// A log of another policy's choices with two thirds of the cells left out, and
// one with a single propensity of a millionth, are refused without a figure; by
// force there are figures, and the reasons still.
func TestEvaluateRefuses(t *testing.T) {
	sparse := func(i, context, action int) (bool, float64) { return (context+action)%3 == 0, .5 }
	tiny := func(i, _, _ int) (bool, float64) {
		if i == 500 {
			return true, 1e-6
		}
		return true, 1. / 6
	}
	for _, c := range []struct {
		what string
		row  func(i, context, action int) (possible bool, p float64)
		want string
	}{{"empty cells", sparse, "66.7 % are empty"}, {"a millionth", tiny, "propensity 1e-06"}} {
		var text bytes.Buffer
		fmt.Fprintln(&text, "action,reward,pscore,x0")
		chance := rand.New(rand.NewPCG(6, 6))
		for i := range 3_000 {
			context, action := chance.IntN(9), chance.IntN(6)
			possible, p := c.row(i, context, action)
			for !possible {
				action = chance.IntN(6)
				possible, p = c.row(i, context, action)
			}
			fmt.Fprintf(&text, "%d,%v,%v,%d\n", action, coin(chance, .3), p, context)
		}
		e := ask("uniform", written(text.Bytes()))
		j := judge(t, e)
		if !strings.Contains(j.Refused, c.want) || len(j.Estimates) != 0 {
			t.Errorf("%s: got %d estimates and %q, want none and %q", c.what, len(j.Estimates), j.Refused, c.want)
		}
		e.Force = true
		if j := judge(t, e); j.Refused == "" || len(j.Estimates) == 0 {
			t.Errorf("%s: by force got %d estimates and %q", c.what, len(j.Estimates), j.Refused)
		}
	}
}

// What cannot be evaluated is refused with its place.
func TestBadEvaluations(t *testing.T) {
	const head = "action,reward,pscore,pe0,pe1,q0,q1\n"
	for _, c := range []struct {
		what, policy, text string
		change             func(e *offline.Evaluation)
		want               string
	}{
		{"no propensity", "uniform", "action,reward\n", nil, "log.csv: there is no column for the propensity: it is called pscore or propensity_score or propensity, and there are \"action\", \"reward\""},
		{"no rows", "uniform", head, nil, "log.csv: the table has no rows"},
		{"columns of different actions", "columns", "action,reward,pscore,pe0,pe1,q0\n", nil, "log.csv: there are 2 columns pe and 1 columns q, of the same actions"},
		{"no columns", "columns", "action,reward,pscore\n0,1,1\n", nil, "offline: there are no columns pe0, pe1, … or pe_NAME with the policy's probabilities, nor a column pe with that of the action taken"},
		{"an action beyond the columns", "columns", head + "0,1,1,.5,.5,0,0\n2,1,1,.5,.5,0,0\n", nil, `log.csv:3: column action: must be one of the actions 0 to 1, not "2"`},
		{"no distribution", "columns", head + "0,1,1,.5,.2,0,0\n", nil, "log.csv:2: column pe0: the columns pe0 to pe1 must add up to 1, not to 0.7"},
		{"no probability", "columns", head + "0,1,1,1.5,-.5,0,0\n", nil, "log.csv:2: column pe0: must be a probability, not 1.5"},
		{"an action that is not logged", "fixed:9", head + "0,1,1,.5,.5,0,0\n", nil, `offline: the log has no action "9"`},
		{"no policy", "bst", "", nil, `offline: no policy is called "bst", did you mean "best": there are uniform, best, columns, greedy, beta_thompson, thompson, epsilon_greedy, linucb, fixed:ACTION and catalogues, FILE.yaml`},
		{"a model that is not there", "uniform", "action,reward,pscore\n0,1,1\n", func(e *offline.Evaluation) { e.Estimators, e.Model = []string{"dr"}, "none" }, "offline: dr needs a reward model"},
		{"an estimator that is not there", "uniform", "", func(e *offline.Evaluation) { e.Estimators = []string{"ipx"} },
			`ope: no estimator is called "ipx": there are ` + strings.Join(ope.Names(), ", ")},
		{"a reward beyond its bounds", "uniform", "action,reward,pscore\n0,3,1\n", func(e *offline.Evaluation) { e.Interval = ope.Hoeffding },
			"log.csv:2: column reward: must be 0 to 1, which hoeffding is told all rewards are"},
		{"a propensity below the floor", "uniform", "action,reward,pscore\n0,1,.05\n", func(e *offline.Evaluation) { e.Bounds.LeastPropensity = .1 },
			"log.csv:2: column pscore: is below 0.1, which no propensity was said to be"},
		{"no confidence", "uniform", "", func(e *offline.Evaluation) { e.Alpha = math.NaN() }, "offline: alpha NaN must be above 0 and below 1"},
	} {
		e := ask(c.policy, written([]byte(c.text)))
		if c.change != nil {
			c.change(e)
		}
		if _, err := e.Run(context.Background()); err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.what, err, c.want)
		}
	}
}

// Whatever figures a log has, an evaluation ends with a document or with an error,
// and of ordinary ones with a document.
func TestAnyLogIsEvaluated(t *testing.T) {
	number := rapid.SampledFrom([]string{"0", "1", "0.5", "-3", "1e75", "-1e75", "1e-75"})
	action := rapid.SampledFrom([]string{"0", "1"})
	propensity := rapid.SampledFrom([]string{"1", "0.5", "0.01", "1e-300", "1e-70"})
	policy := rapid.SampledFrom([]string{"0,1", "1,0", "0.5,0.5", "0.01,0.99"})
	rapid.Check(t, func(rt *rapid.T) {
		var text strings.Builder
		fmt.Fprintln(&text, "action,reward,pscore,position,x0,pe0,pe1,q0,q1")
		ordinary := true
		for range rapid.IntRange(1, 9).Draw(rt, "rows") {
			p := propensity.Draw(rt, "propensity")
			ordinary = ordinary && p != "1e-300"
			fmt.Fprintln(&text, strings.Join([]string{
				action.Draw(rt, "action"), number.Draw(rt, "reward"), p, action.Draw(rt, "position"),
				number.Draw(rt, "signal"), policy.Draw(rt, "policy"), number.Draw(rt, "q0"), number.Draw(rt, "q1"),
			}, ","))
		}
		e := ask(rapid.SampledFrom([]string{"uniform", "best", "columns"}).Draw(rt, "name"), written([]byte(text.String())))
		e.Interval = rapid.SampledFrom(ope.Methods()).Draw(rt, "interval")
		e.Bounds = ope.Bounds{LeastReward: -1e75, MostReward: 1e75}
		e.Force = true
		j, err := e.Run(context.Background())
		if (err == nil) != ordinary {
			rt.Fatalf("got %v of\n%s", err, &text)
		}
		if err != nil {
			return
		}
		if _, err := json.Marshal(j); err != nil {
			rt.Errorf("%+v: %v", j, err)
		}
	})
}

// A ridge that is learned from the log makes doubly robust estimates surer than
// those that weight alone, where signals and position say what a row earns; a
// customer's rows do not change that.
func TestEvaluateWithARidge(t *testing.T) {
	var text bytes.Buffer
	fmt.Fprintln(&text, "action,reward,pscore,position,x0,x1,customer")
	chance := rand.New(rand.NewPCG(7, 7))
	const rows = 4_000
	for i := range rows {
		a, x, position := chance.IntN(3), chance.NormFloat64(), 1+chance.IntN(2)
		plan := []string{"free", "pro"}[chance.IntN(2)]
		reward := float64(position) + float64(a)*x + 2*float64(len(plan)) + .1*chance.NormFloat64()
		fmt.Fprintf(&text, "%d,%v,%v,%d,%v,%s,c%d\n", a, reward, 1./3, position, x, plan, i/4)
	}
	e := ask("fixed:2", written(text.Bytes()))
	j := judge(t, e)
	if j.Model != "ridge" || j.Refused != "" {
		t.Fatalf("got model %q, refused: %q", j.Model, j.Refused)
	}
	const value2 = 1.5 + 2*3.5 // fixed:2 earns position + 2x + twice the length of the plan's name
	for _, name := range []string{"dm", "dr", "sndr"} {
		x := value(t, j, name)
		if math.Abs(float64(x.Value)-value2) > .2 {
			t.Errorf("%s: got %v, want about %v", name, x.Value, value2)
		}
	}
	if dr, ips := value(t, j, "dr"), value(t, j, "ips"); !(dr.StandardError < ips.StandardError/3) {
		t.Errorf("got a standard error of %v by dr and %v by ips", dr.StandardError, ips.StandardError)
	}
}
