package ope

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// anyRounds are rounds of a log with rewards, weights and predictions of any
// ordinary size.
func anyRounds(rt *rapid.T, least int) []Round {
	return rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) Round {
		return Round{
			Reward: rapid.Float64Range(-2, 5).Draw(rt, "reward"),
			Weight: rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(.01, 200)).Draw(rt, "weight"),
			Model:  rapid.Float64Range(-2, 5).Draw(rt, "model"),
			Direct: rapid.Float64Range(-2, 5).Draw(rt, "direct"),
		}
	}), least, 600).Draw(rt, "rounds")
}

// However a log is cut into shards, and in whatever order they are merged, the
// estimates, their errors and the weights' figures are the same.
func TestShardsMerge(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rounds := anyRounds(rt, 2)
		cut := rapid.IntRange(0, len(rounds)).Draw(rt, "cut")
		whole, merged := evaluate(t, rounds, Names()...), evaluate(t, rounds[cut:], Names()...)
		merged.Merge(evaluate(t, rounds[:cut], Names()...))
		for i, name := range Names() {
			got, want := merged.Estimate(i), whole.Estimate(i)
			if math.IsNaN(got.Value()) != math.IsNaN(want.Value()) || got.Rounds() != want.Rounds() {
				rt.Fatalf("%s: got %v of %d rounds, want %v of %d", name, got.Value(), got.Rounds(), want.Value(), want.Rounds())
			}
			scale := math.Abs(want.Value()) + want.StandardError()
			if off := math.Abs(got.Value() - want.Value()); off > 1e-9*(1+scale) {
				rt.Errorf("%s: got %v, want %v", name, got.Value(), want.Value())
			}
			if off := math.Abs(got.StandardError() - want.StandardError()); off > 1e-6*(1+scale) {
				rt.Errorf("%s: got a standard error of %v, want %v", name, got.StandardError(), want.StandardError())
			}
		}
		all, parts := weigh(rounds), weigh(rounds[cut:])
		parts.Merge(weigh(rounds[:cut]))
		if !near(parts.Effective(), all.Effective()) || !near(parts.TopShare(.01), all.TopShare(.01)) || parts.Most != all.Most || parts.Matched != all.Matched {
			rt.Errorf("got weights %+v, want %+v", parts, all)
		}
	})
}

// With a model that predicts 0 for everything, an estimator with a model is the
// one without.
func TestModelThatSaysNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rounds := anyRounds(rt, 2)
		for i := range rounds {
			rounds[i].Model, rounds[i].Direct = 0, 0
		}
		with, without := []string{"dr", "dr_clip3", "sndr", "sgdr_0.2"}, []string{"ips", "ips_clip3", "snips", "sgips_0.2"}
		a, b := evaluate(t, rounds, with...), evaluate(t, rounds, without...)
		for i := range with {
			got, want := a.Estimate(i).Value(), b.Estimate(i).Value()
			if got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
				rt.Errorf("got %s %v, want %s %v", with[i], got, without[i], want)
			}
		}
	})
}

// As its parameter goes to the end that leaves weights alone, every shrinking
// estimator becomes the one that does not shrink, and at the other end the model.
func TestEndsOfShrinking(t *testing.T) {
	rounds := readFixture(t, "synth_fixture").rounds(false)
	for _, c := range []struct{ name, want string }{
		{"ips_clip1e9", "ips"}, {"dr_clip1e9", "dr"}, {"switch_dr_1e9", "dr"}, {"dros_1e15", "dr"}, {"sgips_1e-15", "ips"}, {"sgdr_1e-15", "dr"},
		{"dr_clip1e-15", "dm"}, {"switch_dr_1e-9", "dm"}, {"dros_1e-15", "dm"},
	} {
		v := evaluate(t, rounds, c.name, c.want)
		if got, want := v.Estimate(0).Value(), v.Estimate(1).Value(); !near(got, want) {
			t.Errorf("%s: got %v, want %s, %v", c.name, got, c.want, want)
		}
	}
}

// f(w) never exceeds what MostWeight says of all weights up to w.
func TestMostWeight(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		most := rapid.Float64Range(.01, 500).Draw(rt, "most")
		w := rapid.Float64Range(0, most).Draw(rt, "weight")
		limit := rapid.Float64Range(.01, .99).Draw(rt, "limit")
		for i := range families {
			e := families[i].with(limit)
			var f [1]float64
			e.shrink.apply(f[:], []float64{w}, limit)
			if bound := e.MostWeight(most); !(f[0] <= bound*(1+1e-12)) || !(bound <= e.MostWeight(math.Inf(1))*(1+1e-12)) {
				rt.Errorf("%s: f(%v) is %v, over %v", e.Name, w, f[0], bound)
			}
		}
	})
}

// A toy has one context and three actions whose rewards are known.
type toy struct{ logging, policy, reward, model [3]float64 }

func (y toy) value() float64 { return Expectation(y.policy[:], y.reward[:]) }

func (y toy) round(a int, reward float64) Round {
	return Round{Reward: reward, Weight: y.policy[a] / y.logging[a], Model: y.model[a], Direct: Expectation(y.policy[:], y.model[:])}
}

var plaything = toy{
	logging: [3]float64{.6, .3, .1}, policy: [3]float64{.2, .3, .5},
	reward: [3]float64{.3, .5, .8}, model: [3]float64{.5, .2, .7},
}

// Whatever the model says, the expectation of ips and dr over all that the log
// could have taken is the policy's value. It is summed and not sampled.
func TestUnbiased(t *testing.T) {
	for _, name := range []string{"ips", "dr"} {
		expected := 0.0
		for a, p := range plaything.logging {
			expected += p * evaluate(t, []Round{plaything.round(a, plaything.reward[a])}, name).Estimate(0).Value()
		}
		if !near(expected, plaything.value()) {
			t.Errorf("%s: got %v on average, want %v", name, expected, plaything.value())
		}
	}
}

// log draws so many rounds with rewards of 0 and 1.
func (y toy) log(chance *rand.Rand, n int) []Round {
	rounds := make([]Round, n)
	for i := range rounds {
		a, u := 0, chance.Float64()
		for ; a < 2 && u >= y.logging[a]; a++ {
			u -= y.logging[a]
		}
		reward := 0.0
		if chance.Float64() < y.reward[a] {
			reward = 1
		}
		rounds[i] = y.round(a, reward)
	}
	return rounds
}

// Intervals hold the truth as often as they say: those that trust large samples
// within what 600 logs can tell, the others at least so often.
func TestCoverage(t *testing.T) {
	const logs, rows, alpha = 600, 400, .1
	bounds := Bounds{LeastReward: 0, MostReward: 1, LeastPropensity: .1}
	names := []string{"ips", "snips", "dr", "sndr"}
	hit := map[string]int{}
	chance := rand.New(rand.NewPCG(21, 0))
	for range logs {
		v := evaluate(t, plaything.log(chance, rows), names...)
		for i, name := range names {
			for _, m := range []Method{Normal, StudentT, Hoeffding, Bernstein, Anytime} {
				low, high, err := v.Estimate(i).Interval(m, alpha, bounds)
				if err == nil && low <= plaything.value() && plaything.value() <= high {
					hit[name+" "+string(m)]++
				}
			}
		}
	}
	spread := 3 * math.Sqrt(alpha*(1-alpha)/logs)
	for _, name := range names {
		for _, m := range []Method{Normal, StudentT} {
			if share := float64(hit[name+" "+string(m)]) / logs; math.Abs(share-(1-alpha)) > spread+.01 { // skewness, at 400 rows
				t.Errorf("%s: %s holds the truth in %v of the logs, want %v", name, m, share, 1-alpha)
			}
		}
	}
	for _, which := range []string{"ips hoeffding", "ips bernstein", "dr hoeffding", "dr bernstein", "ips anytime", "snips anytime", "dr anytime", "sndr anytime"} {
		if share := float64(hit[which]) / logs; share < 1-alpha {
			t.Errorf("%s holds the truth in %v of the logs, want %v or more", which, share, 1-alpha)
		}
	}
}

// Looked at after every round from the two-hundredth on, an anytime interval
// misses the truth at any time in at most α of the logs, and a normal one in more.
func TestAnytime(t *testing.T) {
	const logs, rows, first, alpha = 300, 2_000, 200, .1
	missed := map[Method]int{}
	chance := rand.New(rand.NewPCG(22, 0))
	for range logs {
		v, out := evaluate(t, nil, "ips"), map[Method]bool{}
		var b Batch
		for n, r := range plaything.log(chance, rows) {
			b.Reset()
			b.Add(r)
			v.Add(&b)
			if n < first {
				continue
			}
			for _, m := range []Method{Normal, Anytime} {
				low, high, err := v.Estimate(0).Interval(m, alpha, Bounds{})
				if err != nil {
					t.Fatal(err)
				}
				out[m] = out[m] || plaything.value() < low || plaything.value() > high
			}
		}
		for m, o := range out {
			if o {
				missed[m]++
			}
		}
	}
	if share := float64(missed[Anytime]) / logs; share > alpha {
		t.Errorf("the anytime interval missed in %v of the logs, want %v at most", share, alpha)
	}
	if share := float64(missed[Normal]) / logs; share < 2*alpha {
		t.Errorf("the normal interval missed in %v of the logs: the looks are too few to tell the two apart", share)
	}
}

// With equal weights and rewards of 0 and 1, pseudo-counts are counts, and the
// interval is that of Clopper and Pearson: 10 hits of 100 lie in .0490 to .1762.
func TestPseudoCountsOfCounts(t *testing.T) {
	rounds := make([]Round, 100)
	for i := range rounds {
		rounds[i].Weight = 3
		if i < 10 {
			rounds[i].Reward = 1
		}
	}
	low, high, err := evaluate(t, rounds, "snips").Estimate(0).Interval(ClopperPearson, .05, Bounds{MostReward: 1})
	if err != nil || math.Abs(low-.04900469) > 1e-7 || math.Abs(high-.17622260) > 1e-7 {
		t.Errorf("got %v to %v, %v", low, high, err)
	}
}

// Pseudo-counts are as sure as counts would be of which as many are left as the
// standard error tells: where the paid rounds are the heavy ones, fewer than the
// weights tell.
func TestPseudoCountsOfHeavyHits(t *testing.T) {
	var rounds []Round
	for i := range 1000 {
		switch {
		case i%100 == 0: // heavy, and a fifth of them paid
			rounds = append(rounds, Round{Weight: 50, Reward: float64(i % 500 / 100 / 4)})
		default:
			rounds = append(rounds, Round{Weight: .5})
		}
	}
	e := evaluate(t, rounds, "snips").Estimate(0)
	low, high, err := e.Interval(ClopperPearson, .05, Bounds{MostReward: 1})
	from, to, err2 := e.Interval(Delta, .05, Bounds{})
	if err != nil || err2 != nil || !(high-low > to-from) || !(low >= 0 && low < e.Value() && e.Value() < high) {
		t.Errorf("got %v to %v about %v, want it wider than %v to %v; %v, %v", low, high, e.Value(), from, to, err, err2)
	}
}

// A method that does not fit says why, and gives no bounds that look like any.
func TestMethodsThatDoNotFit(t *testing.T) {
	rounds := plaything.log(rand.New(rand.NewPCG(1, 1)), 50)
	whole := Bounds{MostReward: 1}
	for _, c := range []struct {
		estimator string
		method    Method
		bounds    Bounds
		want      string
	}{
		{"snips", Hoeffding, Bounds{MostReward: 1, LeastPropensity: .1}, "ope: snips divides by the sum of its weights, which hoeffding does not cover"},
		{"ips", Bernstein, whole, "ope: bernstein needs a propensity that no logged action was below, or clipped weights"},
		{"ips", ClopperPearson, whole, "ope: clopper_pearson fits replay and snips alone, whose values stay within the rewards"},
		{"ips", Bootstrapped, whole, "ope: bootstrap is not found from sums alone"},
	} {
		if _, _, err := evaluate(t, rounds, c.estimator).Estimate(0).Interval(c.method, .05, c.bounds); err == nil || err.Error() != c.want {
			t.Errorf("%s %s: got %v, want %s", c.estimator, c.method, err, c.want)
		}
	}
	if _, _, err := evaluate(t, rounds, "ips_clip2").Estimate(0).Interval(Hoeffding, .05, whole); err != nil {
		t.Errorf("clipped weights are bounded whatever the log: %v", err)
	}
}

// Names that mean nothing are refused, and the usual ones find themselves.
func TestParse(t *testing.T) {
	for _, name := range Names() {
		if e, err := Parse(name); err != nil || e.Name != name {
			t.Errorf("%s: got %s, %v", name, e.Name, err)
		}
	}
	for _, name := range []string{"", "ip", "ipss", "dr_", "ips_clip0", "ips_clip-1", "ips_clipNaN", "sgips_1", "switch_dr_x", "dros_Inf", "sgdr_0"} {
		if e, err := Parse(name); err == nil {
			t.Errorf("%q: got %s, want an error", name, e.Name)
		}
	}
	if e, err := Parse("switch_dr"); err != nil || e.Name != "switch_dr_100" {
		t.Errorf("got %s, %v, want the usual parameter", e.Name, err)
	}
}
