package offline_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"proffer/offline"
	"proffer/offline/ope"
)

// differs reports whether the first difference of a log, which must be that of an
// estimator, lies off 0.
func differs(t *testing.T, policy, estimator string, x experiment) bool {
	t.Helper()
	e := ask(policy, x.table().Open)
	e.Estimators, e.Model, e.Force = []string{"ips", estimator}, "none", true
	found := judge(t, e).Differences
	if len(found) != 1 || found[0].Estimator != estimator || !found[0].Lower.Known() {
		t.Fatalf("got the differences %+v, want one by %s", found, estimator)
	}
	return found[0].Lower > 0 || found[0].Upper < 0
}

// Where policy and log earn the same, a difference is found in one log of twenty:
// also where the policy is certain of what it earns and the log is not, and where
// it is the other way round.
func TestNoDifferenceIsSeldomFound(t *testing.T) {
	const logs = 300
	worlds := map[string]func(chance *rand.Rand, action int) float64{
		"a policy that always earns nothing": func(chance *rand.Rand, action int) float64 { return float64(action) * chance.NormFloat64() },
		"an action ten times as uncertain":   func(chance *rand.Rand, action int) float64 { return (1 + 9*float64(action)) * chance.NormFloat64() },
		"no action stands out":               func(chance *rand.Rand, _ int) float64 { return coin(chance, .3) },
	}
	for name, reward := range worlds {
		for _, policy := range []string{"fixed:0", "fixed:1", "uniform"} {
			found := 0
			for seed := range uint64(logs) {
				if differs(t, policy, "snips", experiment{rows: 400, actions: 2, seed: seed, reward: func(chance *rand.Rand, _ []float64, action int) float64 { return reward(chance, action) }}) {
					found++
				}
			}
			most := .05*logs + 3*math.Sqrt(logs*.05*.95)
			if policy == "uniform" { // it is what was logged
				most = 0
			}
			if float64(found) > most {
				t.Errorf("%s, %s: a difference in %d of %d logs, want %v at most", name, policy, found, logs, most)
			}
		}
	}
}

// Whatever interval is asked for, a difference has one that needs no bounds of
// rewards; who asks for one that holds at any time gets such a one.
func TestIntervalsOfDifferences(t *testing.T) {
	want := map[ope.Method]ope.Method{ope.StudentT: ope.StudentT, ope.Anytime: ope.Anytime, ope.AnytimeExact: ope.Anytime}
	for _, m := range ope.Methods() {
		e := ask("columns", packed("synth_fixture.csv.gz"))
		e.Interval = m
		all := judge(t, e).Differences
		if len(all) != 2 || all[0].Estimator != "dr" || all[1].Estimator != "snips" {
			t.Fatalf("%s: got %+v, want the differences of dr and snips", m, all)
		}
		for _, x := range all {
			how := want[m]
			if how == "" {
				how = map[string]ope.Method{"dr": ope.Normal, "snips": ope.Delta}[x.Estimator]
			}
			if x.Interval != how || !(x.Lower < x.Value && x.Value < x.Upper) {
				t.Errorf("%s: got %+v, want an interval of %s", m, x, how)
			}
		}
	}
}

// A policy that draws has no estimate by replay, and no difference by it either.
func TestReplayOfAPolicyThatDraws(t *testing.T) {
	e := ask("uniform", packed("synth_fixture.csv.gz"))
	e.Estimators, e.Force = []string{"replay"}, true
	j := judge(t, e)
	for _, x := range []offline.Estimated{j.Estimates[0], j.Differences[0]} {
		if x.Note == "" || x.Value.Known() || x.StandardError.Known() || x.Lower.Known() || x.Upper.Known() {
			t.Errorf("got %+v, want a note alone", x)
		}
	}
}
