package offline_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/engine"
	"proffer/offline"
	"proffer/offline/export"
	"proffer/policy"
)

// The catalogue of a table is what an operator would have written: it says what
// the table says and leaves the rest to the defaults.
func TestCatalogue(t *testing.T) {
	table := tableOf([]byte("action,propensity,reward,age,plan\na,0.5,1,30,pro\nb c,0.5,0,40,free\n"), "age", "plan")
	survey, err := offline.Look(context.Background(), table, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := `version: 1
currency: USD
learning: {target: net_value}
prior: {accept: 0.5, refund: 0, strength: 100}
signals:
  x_age: {type: number, scale: standard, mean: 35, sd: 7.07106781}
  x_plan: {type: category, values: ["free", "pro"]}
triggers:
  row: {moment: in_product}
placements:
  "replay-thompson-1": {channel: in_app, strategy: thompson, reports_views: true, none: off}
offers:
  - {id: "replay-thompson-1-a", placements: ["replay-thompson-1"], kind: upsell, type: action, motivation: better_results, friction: one_click, price: 1, margin: 1, content: {title: "a"}}
  - {id: "replay-thompson-1-b_c", placements: ["replay-thompson-1"], kind: upsell, type: action, motivation: better_results, friction: one_click, price: 1, margin: 1, content: {title: "b c"}}
`
	got := string(survey.Catalogue(offline.Run{Name: "replay-thompson-1", Strategy: "thompson", Shuffle: 1}))
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// On its own, a run's catalogue has the table's own names, and an evaluation of the
// table takes it as it is. Where a name can be none of a catalogue's, all have those
// of the replay.
func TestOwnCatalogue(t *testing.T) {
	for _, c := range []struct {
		head string
		own  bool
	}{
		{"action,propensity,reward,x0,plan\n", true},
		{"action,propensity,reward,x0,and\n", false},
		{"action,propensity,reward,x0,the plan\n", false},
		{"action,propensity,reward,x0,p: {type: number}\n", false},
	} {
		var text strings.Builder
		text.WriteString(c.head)
		for i := range 400 {
			fmt.Fprintf(&text, "%c,0.5,%d,%d,%s\n", "ab"[i%2], i/2%2, i%11, []string{"pro", "free"}[i%3%2])
		}
		names := strings.Split(strings.TrimSpace(c.head), ",")
		table := tableOf([]byte(text.String()), names[3:]...)
		survey, err := offline.Look(context.Background(), table, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := offline.Run{Name: "replay-uniform-1", Strategy: "uniform", Shuffle: 1}
		catalogue := survey.OwnCatalogue(r)
		if own := !bytes.Equal(catalogue, survey.Catalogue(r)); own != c.own {
			t.Errorf("%q: its own names: %v, want %v", c.head, own, c.own)
		}
		if !c.own {
			continue
		}
		e := ask("replay.yaml", table.Open)
		e.Catalogue, e.Estimators = catalogue, []string{"ips"}
		if j := judge(t, e); j.Refused != "" || math.Abs(float64(j.Estimates[0].Value)-float64(survey.Reward.Mean())) > 1e-9 {
			t.Errorf("%q: got %+v, want the mean of all rows, %v", c.head, j, survey.Reward.Mean())
		}
	}
}

// A strategy's name is the catalogue that a replay would write of the table: a policy
// that is certain weighs what the log agrees with, and all of them earn what the same
// catalogue earns. Of our own log there is nothing to write a catalogue from.
func TestStrategyByName(t *testing.T) {
	table := crossing(2_000)
	survey, err := offline.Look(context.Background(), &offline.Table{Name: "log", Open: table.Open, Columns: offline.Columns{Action: "action", Propensity: "propensity", Reward: "reward", Context: []string{"x0"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, strategy := range offline.Usual() {
		if strategy == "uniform" {
			continue
		}
		e := ask(strategy, table.Open)
		e.Model, e.Force = "none", true
		got := judge(t, e)
		e.Catalogue = survey.OwnCatalogue(offline.Run{Name: "log", Strategy: strategy})
		if want := judge(t, e); !cmp.Equal(want, got) || value(t, got, "snips").Value < .3 {
			t.Errorf("%s (-catalogue +name):\n%s", strategy, cmp.Diff(want, got))
		}
	}
	e := askShop("thompson", openShop(t).visits(20).exported(export.JSONL))
	if _, err := e.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "evaluated with its catalogue: --policy FILE.yaml") {
		t.Errorf("got %v", err)
	}
}

// A strategy is evaluated by its name whatever actions and columns are called: it says
// the same as of a table with names that a catalogue can have.
func TestStrategyWhateverNamesAre(t *testing.T) {
	text := func(columns string, actions ...string) []byte {
		chance := rand.New(rand.NewPCG(81, 1))
		out := "action,reward,pscore," + columns + "\n"
		for range 600 {
			a, x, y := chance.IntN(len(actions)), chance.IntN(2), chance.IntN(3)
			out += fmt.Sprintf("%s,%v,%v,v%d,w%d\n", actions[a], coin(chance, .2+.3*float64(a*x)), 1/float64(len(actions)), x, y)
		}
		return []byte(out)
	}
	judged := func(strategy string, text []byte) *offline.Judgement {
		e := ask(strategy, written(text))
		e.Model, e.Force = "none", true
		return judge(t, e)
	}
	for _, strategy := range []string{"beta_thompson", "linucb"} {
		want := judged(strategy, text("x0,x1", "a", "b"))
		for _, c := range []struct{ columns, a, b string }{
			{"trigger,placement", "a", "b"}, {"placement,segment", "a", "b"}, {"segment,x0", "a", "b"}, {"x0,x1", "a b", "a|b"},
			{"segment,trigger", "ä", "é"}, {"x0,x1", strings.Repeat("a", 200), "b"},
		} {
			got := judged(strategy, text(c.columns, c.a, c.b))
			if !cmp.Equal(want.Estimates, got.Estimates) || got.Diagnostics.Calibration[0].Action != c.a {
				t.Errorf("%s, %+v: got %+v, want %+v", strategy, c, got.Estimates, want.Estimates)
			}
		}
	}
	const none = "log.csv: column action: _none is what a catalogue calls showing nothing, so a strategy cannot take an action of that name"
	if _, err := ask("thompson", written(text("x0,x1", "_none", "b"))).Run(t.Context()); err == nil || err.Error() != none {
		t.Errorf("got %v, want %s", err, none)
	}
}

// Rewards other than 0 and 1 are learned as the numbers they are, and what the
// catalogue does not say is as in any other.
func TestCatalogueOfNumbers(t *testing.T) {
	table := tableOf([]byte("action,propensity,reward\na,0.5,10\nb,0.5,-2\n"))
	survey, err := offline.Look(context.Background(), table, nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := engine.Compile(survey.Catalogue(offline.Run{Name: "r", Strategy: "thompson"}))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := engine.Compile([]byte("version: 1\ncurrency: USD\ntriggers: {t: {moment: cart}}\nplacements: {p: {channel: onsite}}\nlearning: {target: reward}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if p.Learning != plain.Learning {
		t.Errorf("got learning %+v, want the defaults %+v", p.Learning, plain.Learning)
	}
	prior := plain.Prior
	prior.Reward, prior.RewardSD, prior.Strength = 4, 8.48528137, 100
	if p.Offers[0].Prior != prior {
		t.Errorf("got prior %+v, want %+v", p.Offers[0].Prior, prior)
	}
	if p.Learning.Target != policy.Reward || len(p.Guardrails()) != 0 || !p.Placements[0].None.Off {
		t.Errorf("got target %s, %d guardrails, none %+v", p.Learning.Target, len(p.Guardrails()), p.Placements[0].None)
	}
}

// Whatever columns, actions, texts and figures a table has, its catalogue can be
// put into force, every action has an offer of its own, and the replay runs.
func TestAnyTableHasACatalogue(t *testing.T) {
	word := rapid.OneOf(
		rapid.StringMatching(`[a-zA-Z0-9 _.,:#{}'"\\-]{1,80}`),
		rapid.StringN(1, 20, 200),
		rapid.SampledFrom([]string{"in", "count", "bias", "segment", "true", "null", "~", "other", "missing", "é", "1e5", "0x1p-2", "- a", "\x7f\x00"}),
	)
	number := rapid.OneOf(rapid.Float64Range(-10, 10), rapid.Float64Range(-1e70, 1e70), rapid.Float64Range(-1e-70, 1e-70), rapid.SampledFrom([]float64{0, 1, 1e75, -1e75, 1e9}))
	rapid.Check(t, func(rt *rapid.T) {
		names := rapid.SliceOfNDistinct(word, 1, 4, strings.TrimSpace).Draw(rt, "columns")
		var text bytes.Buffer
		w := csv.NewWriter(&text)
		header := append([]string{"action", "propensity", "reward"}, names...)
		wanted := tableOf(nil, trimmed(names)...)
		wanted.Columns.Action, wanted.Columns.Propensity, wanted.Columns.Reward = "the action", "the propensity", "the reward"
		copy(header, []string{"the action", "the propensity", "the reward"})
		_ = w.Write(header)
		for range rapid.IntRange(1, 12).Draw(rt, "rows") {
			row := []string{word.Draw(rt, "action"), "0.5", decimal(number.Draw(rt, "reward"))}
			for range names {
				row = append(row, rapid.OneOf(word, rapid.Map(number, decimal), rapid.Just("")).Draw(rt, "cell"))
			}
			_ = w.Write(row)
		}
		w.Flush()
		table := tableOf(text.Bytes(), wanted.Columns.Context...)
		table.Columns = wanted.Columns
		survey, err := offline.Look(context.Background(), table, nil)
		if err != nil {
			rt.Skip(err) // a cell that cannot be: told elsewhere
		}
		replay := offline.Replay{Table: table, Survey: survey, Strategies: []string{"thompson", "uniform"}, Seed: 1}
		p, err := engine.Compile(survey.Catalogue(replay.Runs()...))
		if err != nil {
			rt.Fatalf("%v\n%s", err, survey.Catalogue(replay.Runs()...))
		}
		if got, want := len(p.Offers), 2*len(survey.Actions); got != want {
			rt.Fatalf("got %d offers, want %d", got, want)
		}
		if _, err := replay.Run(context.Background()); err != nil {
			rt.Fatal(err)
		}
	})
}

func trimmed(names []string) []string {
	plain := make([]string, len(names))
	for i, name := range names {
		plain[i] = strings.TrimSpace(name)
	}
	return plain
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
