package offline_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/offline"
)

// Where the better of two actions depends on the sign of a signal, a policy that
// sees the signal comes within a tenth of knowing the truth, and no fixed action
// does. An oracle earns .40 here and either action alone .25.
func TestContextThatPaysIsFound(t *testing.T) {
	table := experiment{rows: 20_000, actions: 2, contexts: 3, seed: 1, reward: func(chance *rand.Rand, x []float64, action int) float64 {
		if (x[0] > 0) == (action == 1) {
			return coin(chance, .4)
		}
		return coin(chance, .1)
	}}.table()
	got := replayed(t, table, offline.Replay{Strategies: []string{"thompson", "linucb", "beta_thompson"}, Shuffles: 1, Seed: 1})
	for _, strategy := range []string{"thompson", "linucb"} {
		if mean := got[strategy].MeanReward; !(mean > .36) {
			t.Errorf("%s earned %v, want over .36 of the oracle's .40", strategy, mean)
		}
	}
	if mean := got["beta_thompson"].MeanReward; !(mean < .28) {
		t.Errorf("beta_thompson sees no context and earned %v, want about .25", mean)
	}
}

// Where no signal says anything, looking at ten of them costs a few hundredths
// of what the best fixed action earns.
func TestContextThatDoesNotPayCostsLittle(t *testing.T) {
	rates := []float64{.10, .20, .15}
	table := experiment{rows: 20_000, actions: 3, contexts: 10, seed: 2, reward: func(chance *rand.Rand, _ []float64, action int) float64 {
		return coin(chance, rates[action])
	}}.table()
	got := replayed(t, table, offline.Replay{Strategies: []string{"thompson", "beta_thompson"}, Shuffles: 2, Seed: 1, Workers: 2})
	for _, strategy := range []string{"thompson", "beta_thompson"} {
		if mean := got[strategy].MeanReward; !(mean > .95*.20) {
			t.Errorf("%s earned %v, want at least 95%% of .20", strategy, mean)
		}
	}
}

// The unit of the rewards is a matter of taste, and so is where their zero lies:
// the same money in cents, in thousands or as a loss leads to the same choices.
func TestRewardsOfAnyScaleAreTheSame(t *testing.T) {
	spend := func(scale, shift float64) map[string]offline.Result {
		table := experiment{rows: 3_000, actions: 3, contexts: 2, seed: 3, reward: func(chance *rand.Rand, x []float64, action int) float64 {
			bought := coin(chance, .3)
			return scale*bought*(50+10*float64(action)*(1+x[0])+10*chance.NormFloat64()) + shift
		}}.table()
		return replayed(t, table, offline.Replay{Strategies: []string{"thompson", "beta_thompson", "linucb"}, Seed: 1})
	}
	want := spend(1, 0)
	for _, c := range []struct {
		name         string
		scale, shift float64
	}{{"in thousandths", 1000, 0}, {"in thousands", .001, 0}, {"tiny", 1e-12, 0}, {"huge", 1e12, 0}, {"all a loss", 1, -500}, {"next to a million", 1, 1e6}} {
		for strategy, got := range spend(c.scale, c.shift) {
			for action, share := range got.Shares {
				// Rounding may turn a draw that was all but undecided.
				if diff := math.Abs(share - want[strategy].Shares[action]); diff > .002 {
					t.Errorf("%s: %s chose %s in %v of the rows, and %v in the plain unit", c.name, strategy, action, share, want[strategy].Shares[action])
				}
			}
			mean := (float64(got.MeanReward) - c.shift) / c.scale
			if plain := float64(want[strategy].MeanReward); math.Abs(mean-plain) > .01*plain {
				t.Errorf("%s: %s earned %v in the plain unit, want %v", c.name, strategy, mean, plain)
			}
		}
	}
}

// Where the log preferred an action for the very customers that like it, rows
// that merely match flatter that action. Keeping rows by their propensity gives
// a fixed policy what it would have earned: for "rules", which takes action 0
// always, ½(.5+.1) = .30, and for uniform ½(.30 + .2).
func TestUnevenPropensities(t *testing.T) {
	likes := func(x []float64) bool { return x[0] > 0 }
	e := experiment{rows: 40_000, actions: 2, contexts: 1, seed: 4,
		propensity: func(x []float64, action int) float64 {
			if likes(x) == (action == 0) {
				return .8
			}
			return .2
		},
		reward: func(chance *rand.Rand, x []float64, action int) float64 {
			switch {
			case action == 1:
				return coin(chance, .2)
			case likes(x):
				return coin(chance, .5)
			}
			return coin(chance, .1)
		}}
	table := e.table()
	got := replayed(t, table, offline.Replay{Strategies: []string{"rules", "uniform"}, Seed: 1})
	for strategy, truth := range map[string]float64{"rules": .30, "uniform": .25} {
		r := got[strategy]
		if off := math.Abs(float64(r.MeanReward) - truth); !(off < 3*float64(r.StandardError)) {
			t.Errorf("%s: got %v ± %v, want %v", strategy, r.MeanReward, r.StandardError, truth)
		}
	}
	// What plain matching would say: action 0 is seen by those who like it four times of five.
	if naive := .8*.5 + .2*.1; math.Abs(naive-.30) < 10*float64(got["rules"].StandardError) {
		t.Errorf("the test is blind: plain matching says %v, too close to the truth", naive)
	}
	report, err := replayReport(table, offline.Replay{Strategies: []string{"uniform"}, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	best := report.BestFixed
	if off := math.Abs(float64(best.MeanReward) - .30); best.Action != "0" || !(off < 3*float64(best.StandardError)) {
		t.Errorf("best fixed: got action %s with %v ± %v, want 0 with .30", best.Action, best.MeanReward, best.StandardError)
	}
}

// Any number of actions can be learned of, and the best of them is found.
func TestAnyNumberOfActions(t *testing.T) {
	for actions, rows := range map[int]int{2: 2_000, 3: 3_000, 10: 8_000, 34: 16_000} {
		table := experiment{rows: rows, actions: actions, contexts: 2, seed: 5, reward: func(chance *rand.Rand, _ []float64, action int) float64 {
			if action == 1 {
				return coin(chance, .5)
			}
			return coin(chance, .2)
		}}.table()
		for strategy, r := range replayed(t, table, offline.Replay{Strategies: []string{"thompson", "beta_thompson"}, Seed: 1, Workers: 2}) {
			if !(r.Last30Percent > .4) {
				t.Errorf("%d actions, %s: the last rows earned %v, want over .4 of the best's .5", actions, strategy, r.Last30Percent)
			}
			if len(r.Shares) != actions {
				t.Errorf("%d actions: got shares of %d", actions, len(r.Shares))
			}
			if share := float64(r.Matched) / float64(r.Rows) * float64(actions); math.Abs(share-1) > .15 {
				t.Errorf("%d actions, %s: %d of %d rows matched, want about one in %d", actions, strategy, r.Matched, r.Rows, actions)
			}
		}
	}
}

// The same seed gives the same figures to the last bit, however many workers
// share the runs; another seed gives others.
func TestSeedDecidesAll(t *testing.T) {
	table := experiment{rows: 1_000, actions: 3, contexts: 2, seed: 6, reward: func(chance *rand.Rand, x []float64, action int) float64 {
		return x[0]*float64(action) + chance.NormFloat64()
	}}.table()
	run := func(seed uint64, workers, shuffles int) map[string]offline.Result {
		return replayed(t, table, offline.Replay{Seed: seed, Workers: workers, Shuffles: shuffles})
	}
	exact := cmp.Comparer(func(a, b offline.Figure) bool { return math.Float64bits(float64(a)) == math.Float64bits(float64(b)) })
	for _, shuffles := range []int{0, 3} {
		one := run(7, 1, shuffles)
		if diff := cmp.Diff(one, run(7, 3, shuffles), exact); diff != "" {
			t.Errorf("%d shuffles, the same seed (-one worker +three):\n%s", shuffles, diff)
		}
		if cmp.Equal(one, run(8, 1, shuffles), exact) {
			t.Errorf("%d shuffles: another seed gave the same figures", shuffles)
		}
	}
}

// More shuffles of the same rows are no more customers: they leave the standard
// error where it was.
func TestShufflesAddNoCertainty(t *testing.T) {
	table := experiment{rows: 4_000, actions: 2, contexts: 1, seed: 8, reward: func(chance *rand.Rand, _ []float64, _ int) float64 {
		return coin(chance, .3)
	}}.table()
	one := replayed(t, table, offline.Replay{Strategies: []string{"uniform"}, Shuffles: 1, Seed: 1})["uniform"]
	many := replayed(t, table, offline.Replay{Strategies: []string{"uniform"}, Shuffles: 9, Seed: 1})["uniform"]
	if many.Rows != 9*one.Rows {
		t.Errorf("got %d rows of nine shuffles, want %d", many.Rows, 9*one.Rows)
	}
	if ratio := float64(many.StandardError / one.StandardError); math.Abs(ratio-1) > .1 {
		t.Errorf("nine shuffles multiply the standard error by %v, want 1", ratio)
	}
	if want := math.Sqrt(.3 * .7 / 2000); math.Abs(float64(one.StandardError)/want-1) > .1 {
		t.Errorf("got standard error %v, want about %v", one.StandardError, want)
	}
}
