package eprocess

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
)

var power = flag.Bool("power", false, "simulate as long as the tables of power need, and print them")

// powerSeed of every simulation; run r of a row draws from (powerSeed, r).
const powerSeed = 20260302

// lengthy skips a simulation that would take too long under the race detector,
// which has nothing to say about it.
func lengthy(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("a simulation of a second or more")
	}
}

// simulate returns what runs independent runs say, in order. It is the same on
// any number of cores.
func simulate(runs int, once func(rng *rand.Rand) float64) []float64 {
	said := make([]float64, runs)
	var group sync.WaitGroup
	for core := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for r := core; r < runs; r += runtime.GOMAXPROCS(0) {
				said[r] = once(rand.New(rand.NewPCG(powerSeed, uint64(r))))
			}
		})
	}
	group.Wait()
	slices.Sort(said)
	return said
}

// happened is how many of some times in order came at all.
func happened(said []float64) int {
	if never := slices.Index(said, math.Inf(1)); never >= 0 {
		return never
	}
	return len(said)
}

// quantile of values in order, the smallest that is not below so much of them.
func quantile(said []float64, q float64) float64 {
	return said[min(int(q*float64(len(said))), len(said)-1)]
}

// atMost fails when something happened more often than with probability alpha,
// by more than three standard errors.
func atMost(t *testing.T, name string, said []float64, alpha float64) {
	t.Helper()
	got, runs := float64(happened(said)), float64(len(said))
	if got/runs > alpha+3*math.Sqrt(alpha*(1-alpha)/runs) {
		t.Errorf("%s: %v of %v, want at most %v of them", name, got, runs, alpha)
	}
	if *power {
		t.Logf("%-34s %4v of %v (%.2f %%, α %v %%)", name, got, runs, 100*got/runs, 100*alpha)
	}
}

// A delay is how long something took: the median and the ninth decile.
type delay struct{ median, ninth float64 }

func delayOf(said []float64, from float64) delay {
	return delay{quantile(said, .5) - from, quantile(said, .9) - from}
}

func (d delay) String() string { return fmt.Sprintf("%.0f / %.0f", d.median, d.ninth) }

// within fails when a delay is another than the table's by more than factor.
func within(t *testing.T, name string, got, want delay, factor float64) {
	t.Helper()
	for _, p := range [][2]float64{{got.median, want.median}, {got.ninth, want.ninth}} {
		if ratio := p[0] / p[1]; !(ratio <= factor && ratio >= 1/factor) {
			t.Errorf("%s: got %v, want %v within a factor of %v", name, got, want, factor)
		}
	}
	if *power {
		t.Logf("%-34s %v (table %v)", name, got, want)
	}
}

// Without harm, and with a look after every visit, a conversion test raises a
// false alarm with a probability of at most α, whatever the base rate and the
// allocation do. Long: 2,000 runs of 100,000 visits at 1 %. Short: 60 runs of
// 10,000 at 10 %, where a test that is not valid shows sooner.
func TestPowerFalseAlarmsOfConversion(t *testing.T) {
	lengthy(t)
	runs, visits, alpha := 60, 10_000, .1
	if *power {
		runs, visits, alpha = 2000, 100_000, .01
	}
	flat, week, ramped, adaptive, wrong := healthy(visits, .6), healthy(visits, .6), healthy(visits, .6), healthy(visits, .6), healthy(visits, .05)
	week.base = weekly(.6)
	ramped.base = ramp(.6, .3, visits)
	allocation := ramp(.5, .95, visits)
	ramped.rho = func(i int, _ float64) float64 { return allocation(i) }
	adaptive.rho = moreControl(.95, 2) // far more easily suspicious than a breaker
	wrong.prior, wrong.base = .9, weekly(.05)
	test, threshold := must(NewTwoByTwo(0)), must(Threshold((visits-1)/visitsPerDay+1, alpha))
	for _, c := range []struct {
		name   string
		stream stream
	}{
		{"flat", flat}, {"day of week", week}, {"ramp 50/50 to 95/5, base moving", ramped},
		{"ρ follows the evidence", adaptive}, {"wrong pooled rate", wrong},
	} {
		said := simulate(runs, func(rng *rand.Rand) float64 { return c.stream.opens(rng, test, threshold) })
		atMost(t, c.name, said, alpha)
	}
}

// A drop of exactly the tolerated margin, the worst of the null, alarms with a
// probability of at most α. Long: 400 runs of 100,000 visits at 1 %. Short: 40
// of 6,000 at 10 %.
func TestPowerFalseAlarmsAtTheMargin(t *testing.T) {
	lengthy(t)
	const margin = .05
	runs, visits, alpha := 40, 6000, .1
	if *power {
		runs, visits, alpha = 400, 100_000, .01
	}
	s := healthy(visits, .6)
	s.base, s.effect, s.rho = weekly(.6), always(1-margin), moreControl(.8, 2)
	test, threshold := must(NewTwoByTwo(margin)), must(Threshold((visits-1)/visitsPerDay+1, alpha))
	said := simulate(runs, func(rng *rand.Rand) float64 { return s.opens(rng, test, threshold) })
	atMost(t, "a drop of the margin", said, alpha)
}

// conversionDelays are visits from the change until it opens, after 50,000 good
// ones at 3,333 a day with a weekly swing of a fifth, at 1 % in 30 days. They
// were measured by `make guardrail-power`: 400 runs, seed as above. With suspect,
// a control of one half answers suspicion as a breaker does.
var conversionDelays = []struct {
	base, drop, control float64
	suspect, short      bool
	want                delay
}{
	{.60, .20, .05, false, false, delay{4422, 6783}},
	{.60, .20, .20, false, true, delay{1365, 2288}},
	{.60, .40, .05, false, true, delay{1552, 2390}},
	{.60, .40, .20, false, false, delay{404, 696}},
	{.60, .10, .05, false, false, delay{19404, 29774}},
	{.60, .10, .20, false, false, delay{4677, 7852}},
	{.05, .40, .05, false, false, delay{25570, 50194}},
	{.05, .40, .20, false, false, delay{7921, 15647}},
	{.60, .20, .05, true, false, delay{3182, 5346}},
	{.60, .40, .05, true, false, delay{1065, 1708}},
	{.60, .10, .05, true, false, delay{10288, 24436}},
}

// A drop is found as fast as the table says, within a factor of 1.15. Long: all
// rows, 400 runs. Short: two rows, 60 runs.
func TestPowerDelaysOfConversion(t *testing.T) {
	lengthy(t)
	const good = 50_000
	test, threshold := must(NewTwoByTwo(0)), must(Threshold(30, .01))
	runs := 60
	if *power {
		runs = 400
	}
	for _, c := range conversionDelays {
		if !*power && !c.short {
			continue
		}
		s := healthy(3*good, c.base)
		s.base, s.effect, s.rho = weekly(c.base), since(good, 1-c.drop), moreControl(1-c.control, math.Inf(1))
		if c.suspect {
			s.rho = moreControl(1-c.control, DefaultSettings().Suspect)
		}
		said := simulate(runs, func(rng *rand.Rand) float64 { return s.opens(rng, test, threshold) })
		name := fmt.Sprintf("%.2f −%.0f %%, control %.0f %%", c.base, 100*c.drop, 100*c.control)
		if c.suspect {
			name += ", suspect"
		}
		within(t, name, delayOf(said, good), c.want, 1.15)
	}
}
