package ope

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// resampled is a bootstrap of rounds.
func resampled(t *testing.T, rounds []Round, first uint64, seed uint64, names ...string) *Bootstrap {
	t.Helper()
	b := NewBootstrap(400, seed, evaluate(t, nil, names...).Estimators...)
	var one Batch
	for i, r := range rounds {
		one.Reset()
		one.Add(r)
		b.Add(&one, first+uint64(i))
	}
	return b
}

// The bootstrap's spread is the pipeline's: two bootstraps of the same log with
// chances of their own, the ends of whose intervals are known to a few hundredths
// of their width. The pipeline divides a ratio by the mean weight of the whole log
// in every replicate, which makes snips and replay look twice as uncertain as they
// are; ours divides by the replicate's own, as the delta method does.
func TestBootstrapAgrees(t *testing.T) {
	references(t, func(t *testing.T, name string, rounds []Round, want reference) {
		b := resampled(t, rounds, 0, 1, name)
		low, high := b.Interval(0, .05)
		if b.Estimators[0].Ratio {
			var err error
			want.Bootstrap[0], want.Bootstrap[1], err = evaluate(t, rounds, name).Estimate(0).Interval(Delta, .05, Bounds{})
			if err != nil {
				t.Fatal(err)
			}
		}
		slack := .12 * (want.Bootstrap[1] - want.Bootstrap[0])
		if math.Abs(low-want.Bootstrap[0]) > slack || math.Abs(high-want.Bootstrap[1]) > slack {
			t.Errorf("got %v to %v, want %v to %v", low, high, want.Bootstrap[0], want.Bootstrap[1])
		}
		mean := 0.0
		for _, v := range b.values(0) {
			mean += v / float64(b.replicates)
		}
		if math.Abs(mean-want.BootstrapMean) > slack {
			t.Errorf("got a mean of %v, want %v", mean, want.BootstrapMean)
		}
	})
}

// How often a round counts hangs on the seed and its place: the same seed gives
// the same figures, shards merge, and another seed gives others.
func TestBootstrapIsSeeded(t *testing.T) {
	rounds := readFixture(t, "synth_fixture").rounds(false)[:300]
	names := []string{"snips", "dr"}
	whole, parts := resampled(t, rounds, 0, 7, names...), resampled(t, rounds[:100], 0, 7, names...)
	parts.Merge(resampled(t, rounds[100:], 100, 7, names...))
	for i := range names {
		if !slices.EqualFunc(whole.values(i), parts.values(i), near) {
			t.Errorf("%s: the shards say something else than the whole", names[i])
		}
		if slices.Equal(whole.values(i), resampled(t, rounds, 0, 8, names...).values(i)) {
			t.Errorf("%s: another seed says the same", names[i])
		}
	}
}

// The numbers that count rounds are Poisson with mean 1: mean and variance 1, and
// none in e⁻¹ of the draws.
func TestPoisson(t *testing.T) {
	b := NewBootstrap(1000, 3)
	var sum, squares, zeros float64
	const places = 200
	for place := range uint64(places) {
		b.draw(place)
		for _, k := range b.counts {
			sum, squares = sum+k, squares+k*k
			if k == 0 {
				zeros++
			}
		}
	}
	n := 1000.0 * places
	mean := sum / n
	for _, c := range []struct {
		what      string
		got, want float64
	}{{"mean", mean, 1}, {"variance", squares/n - mean*mean, 1}, {"share of 0", zeros / n, math.Exp(-1)}} {
		if math.Abs(c.got-c.want) > 3*math.Sqrt(3/n) { // a Poisson's fourth moment makes 3 the largest variance of these
			t.Errorf("%s: got %v, want %v", c.what, c.got, c.want)
		}
	}
}

// Of numbers that are drawn alike, the quantiles leave on average as much above
// and below as they say, also where there are few.
func TestQuantileOfFew(t *testing.T) {
	const draws, few, p = 20_000, 60, .025
	chance := rand.New(rand.NewPCG(4, 4))
	outside, values := 0.0, make([]float64, few)
	for range draws {
		for i := range values {
			values[i] = chance.Float64()
		}
		slices.Sort(values)
		outside += quantile(values, p) + 1 - quantile(values, 1-p)
	}
	// A share beyond an end varies by √(p(1−p)/few) from draw to draw.
	if got, slack := outside/draws, 3*math.Sqrt(2*p*(1-p)/few/draws); math.Abs(got-2*p) > slack {
		t.Errorf("got %v outside, want %v within %v", got, 2*p, slack)
	}
}
