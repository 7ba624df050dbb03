package bandit_test

import (
	"fmt"
	"math"
	"testing"

	"proffer/bandit"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// anyP is a distribution, some of whose entries may be zero.
var anyP = rapid.Custom(func(t *rapid.T) []float64 {
	arms := rapid.SliceOfN(anyArm, 1, 12).Draw(t, "arms")
	return bandit.Best(nil, arms, anyNone.Draw(t, "none"))
})

// Mixing in a floor leaves a distribution in which every candidate has its share
// and nobody loses more than the floor.
func TestMixRespectsTheFloor(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, none := anyP.Draw(rt, "p"), rapid.Bool().Draw(rt, "none")
		floor := rapid.Float64Range(0, 1).Draw(rt, "floor")
		k := len(p)
		if !none {
			k--
		}
		got, sum := bandit.Mix(nil, p, floor, none), 0.0
		for i := range got {
			if i < k && !(got[i] >= floor/float64(k)) || !(got[i] >= (1-floor)*p[i]) {
				rt.Fatalf("%d of %d has %v from %v under floor %v", i, k, got[i], p[i], floor)
			}
			sum += got[i]
		}
		if !near(sum, 1, 1e-12) {
			rt.Fatalf("sum is %v", sum)
		}
	})
}

// A floor that is no share is the nearest one, nothing keeps what it had when it
// is no candidate, and alone it stays certain.
func TestMixAtTheEdges(t *testing.T) {
	for _, c := range []struct {
		name  string
		p     []float64
		floor float64
		none  bool
		want  []float64
	}{
		{"no floor", []float64{1, 0}, 0, true, []float64{1, 0}},
		{"floor NaN", []float64{1, 0}, math.NaN(), true, []float64{1, 0}},
		{"floor below zero", []float64{1, 0}, -1, true, []float64{1, 0}},
		{"floor above one", []float64{1, 0}, 7, true, []float64{.5, .5}},
		{"nothing switched off", []float64{1, 0, 0}, .5, false, []float64{.75, .25, 0}},
		{"only nothing", []float64{1}, .5, false, []float64{1}},
		{"no candidate at all", nil, .5, true, []float64{}},
	} {
		if diff := cmp.Diff(c.want, bandit.Mix(nil, c.p, c.floor, c.none), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// The draw has the distribution it is given: over 100,000 seeds the chi-square of
// the winners is below its 99.9th percentile.
func TestDrawFollowsP(t *testing.T) {
	const draws = 100_000
	p := []float64{.5, .25, .2, .049, 0, .001}
	wins := make([]float64, len(p))
	for seed := range uint64(draws) {
		wins[bandit.Draw(p, tickets(seed, upTo(len(p))))]++
	}
	statistic := 0.0
	for i := range p {
		if p[i] > 0 {
			statistic += math.Pow(wins[i]-draws*p[i], 2) / (draws * p[i])
		}
	}
	if limit := (distuv.ChiSquared{K: 4}).Quantile(.999); wins[4] > 0 || !(statistic <= limit) {
		t.Errorf("wins %v, chi-square %v over %v", wins, statistic, limit)
	}
}

// The winner does not depend on the order of the candidates, on the scale of p,
// or on whether a loser took part.
func TestDrawIsSticky(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := anyP.Draw(rt, "p")
		seed := rapid.Uint64().Draw(rt, "seed")
		order := rapid.Permutation(upTo(len(p))).Draw(rt, "order")
		winner := bandit.Draw(p, tickets(seed, upTo(len(p))))
		if !(p[winner] > 0) {
			rt.Fatalf("%d won with %v", winner, p[winner])
		}

		shuffled := make([]float64, len(p))
		for to, from := range order {
			shuffled[to] = p[from] / 2
		}
		if got := order[bandit.Draw(shuffled, tickets(seed, order))]; got != winner {
			rt.Fatalf("%d won in order, %d out of order", winner, got)
		}
		for loser := range p {
			if loser == winner {
				continue
			}
			without := append([]float64(nil), p...)
			without[loser] = 0
			if got := bandit.Draw(without, tickets(seed, upTo(len(p)))); got != winner {
				rt.Fatalf("%d won with %d and %d without", winner, loser, got)
			}
		}
	})
}

// What has no probability never wins, even when nobody else is there.
func TestDrawAmongNobody(t *testing.T) {
	for _, p := range [][]float64{nil, {0}, {0, -1, math.NaN(), math.Inf(1)}} {
		if got := bandit.Draw(p, tickets(1, upTo(len(p)))); got != -1 {
			t.Errorf("from %v: got %d, want -1", p, got)
		}
	}
	if got := bandit.Draw([]float64{0, math.SmallestNonzeroFloat64}, tickets(1, upTo(2))); got != 1 {
		t.Errorf("the least probability: got %d, want 1", got)
	}
}

// Tickets are even over (0, 1), whichever of seed, slot and key varies: the
// chi-square of a hundred parts is below its 99.9th percentile.
func TestTicketsAreEven(t *testing.T) {
	const draws, parts = 100_000, 100
	for name, ticket := range map[string]func(i int) float64{
		"seeds": func(i int) float64 { return bandit.Ticket(uint64(i), 0, "moisturizer") },
		"slots": func(i int) float64 { return bandit.Ticket(5, i, "moisturizer") },
		"keys":  func(i int) float64 { return bandit.Ticket(5, 0, fmt.Sprint("offer-", i)) },
	} {
		var counts [parts]float64
		for i := range draws {
			counts[int(ticket(i)*parts)]++
		}
		statistic := 0.0
		for _, n := range counts {
			statistic += math.Pow(n-draws/parts, 2) / (draws / parts)
		}
		if limit := (distuv.ChiSquared{K: parts - 1}).Quantile(.999); !(statistic <= limit) {
			t.Errorf("%s: chi-square %v over %v", name, statistic, limit)
		}
	}
}

// Tickets are the same on every machine and in every version: whoever replays an
// old decision draws the same winner.
func TestTicketsAreForGood(t *testing.T) {
	for _, c := range []struct {
		seed uint64
		slot int
		key  string
		want float64
	}{
		{0, 0, "", 0.49125314762135985},
		{1, 0, "moisturizer-bundle", 0.13834676861361428},
		{1, 1, "moisturizer-bundle", 0.11890123166899069},
		{math.MaxUint64, 3, "Überraschung", 0.07841872446681342},
	} {
		if got := bandit.Ticket(c.seed, c.slot, c.key); got != c.want {
			t.Errorf("Ticket(%d, %d, %q) = %v, want %v", c.seed, c.slot, c.key, got, c.want)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	for _, n := range []int{5, 20} {
		b.Run(fmt.Sprintf("offers=%d", n), func(b *testing.B) {
			p, seed := make([]float64, n), uint64(0)
			for i := range p {
				p[i] = 1 / float64(n)
			}
			b.ReportAllocs()
			for b.Loop() {
				seed++
				bandit.Draw(p, func(int) float64 { return bandit.Ticket(seed, 0, "moisturizer-bundle") })
			}
		})
	}
}

// tickets gives candidate i the ticket of the name that stands at i.
func tickets(seed uint64, names []int) func(i int) float64 {
	return func(i int) float64 { return bandit.Ticket(seed, 0, fmt.Sprint("arm ", names[i])) }
}
