package ope

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A comparison is the estimate less the mean of the rewards, and a policy that
// takes each choice with the log's own probability differs by nothing, for certain.
func TestComparisonWithTheLog(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rounds := anyRounds(rt, 2)
		rounds[0].Weight = 1 // else a ratio is of nothing
		sum := 0.0
		for _, r := range rounds {
			sum += r.Reward
		}
		estimates, differences := evaluate(t, rounds, Names()...), compare(t, rounds, Names()...)
		for i, name := range Names() {
			got, want := differences.Estimate(i).Value(), estimates.Estimate(i).Value()-sum/float64(len(rounds))
			if !near(got, want) {
				rt.Errorf("%s: got %v, want %v", name, got, want)
			}
		}
		same := slices.Clone(rounds)
		for i := range same {
			same[i].Weight = 1
		}
		for _, name := range []string{"ips", "snips"} {
			if x := compare(t, same, name).Estimate(0); math.Abs(x.Value()) > 1e-9 || x.StandardError() > 1e-6 {
				rt.Errorf("%s: the log differs from itself by %v ± %v", name, x.Value(), x.StandardError())
			}
		}
	})
}

// Its error is that of the terms less the rewards: of a ratio those of the delta
// method, d − r + (g − R·w)/w̄.
func TestComparisonErrors(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rounds := anyRounds(rt, 3)
		rounds[0].Weight = 1
		weight, gain := 0.0, 0.0
		for _, r := range rounds {
			weight, gain = weight+r.Weight, gain+r.Weight*r.Reward
		}
		ratio, mean := gain/weight, weight/float64(len(rounds))
		terms := map[string]func(r Round) float64{
			"ips":   func(r Round) float64 { return r.Weight*r.Reward - r.Reward },
			"dr":    func(r Round) float64 { return r.Direct + r.Weight*(r.Reward-r.Model) - r.Reward },
			"snips": func(r Round) float64 { return r.Weight*(r.Reward-ratio)/mean - r.Reward },
		}
		for name, term := range terms {
			var sums Sums
			for _, r := range rounds {
				sums.addMean([]float64{term(r)}, []float64{0})
			}
			want := math.Sqrt(sums.variance(false) / float64(len(rounds)))
			if got := compare(t, rounds, name).Estimate(0).StandardError(); math.Abs(got-want) > 1e-6*(1+want) {
				rt.Errorf("%s: got a standard error of %v, want %v", name, got, want)
			}
		}
	})
}

// What a ratio says moves with all rewards, and its difference from the log and
// both errors stay, however far rewards are from 0, and in shards too.
func TestRatiosAreFreeOfShifts(t *testing.T) {
	const far, nearly = 1e9, 1e-6 // a float64 near 1e9 tells 1.2e-7 apart
	chance := rand.New(rand.NewPCG(58, 1))
	var here, there []Round
	for range 5_000 {
		r := Round{Reward: float64(chance.IntN(1<<10)) / (1 << 10), Weight: math.Exp(chance.NormFloat64())}
		here = append(here, r)
		r.Reward += far
		there = append(there, r)
	}
	names := []string{"snips", "replay"}
	for _, c := range []struct {
		what string
		of   func(testing.TB, []Round, ...string) *Evaluation
		by   float64
	}{{"estimate", evaluate, far}, {"difference", compare, 0}} {
		near, apart, shards := c.of(t, here, names...), c.of(t, there, names...), c.of(t, there[:700], names...)
		shards.Merge(c.of(t, there[700:], names...))
		for i, name := range names {
			want := near.Estimate(i)
			for _, got := range []Estimate{apart.Estimate(i), shards.Estimate(i)} {
				if off, e := got.Value()-c.by-want.Value(), got.StandardError()-want.StandardError(); !(math.Abs(off) < nearly && math.Abs(e) < nearly) {
					t.Errorf("%s of %s: got %v ± %v, want %v more than %v ± %v", c.what, name, got.Value(), got.StandardError(), c.by, want.Value(), want.StandardError())
				}
			}
		}
	}
}
