package eprocess

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// expectationTolerance is what rounding may add to an expectation of 1.
const expectationTolerance = 1e-9

// The grid on which expectations are looked at, from one end to the other.
var (
	shares  = []float64{.001, .02, .05, .2, .5, .8, .9, .95, .99, .999}
	pooled  = []float64{1e-4, .001, .01, .05, .3, .6, .9, .95, .97}
	margins = []float64{0, 1e-6, .01, .02, .05, .2, .5, .9}
)

// corners of the null. An expectation is linear in (p1, p0), so what holds at
// the corners of a polygon holds inside of it.
func corners(c float64, above bool) []rates {
	if above {
		return []rates{{0, 0}, {c, 1}, {1, 1}, {1, 0}}
	}
	return []rates{{0, 0}, {c, 1}, {0, 1}}
}

// Wherever treated visits convert at least (1−m) times as often as the
// control's, no bet on a drop is expected to gain, whatever ρ and θ̄ are.
func TestNoHarmIsNeverExpectedToLookHarmful(t *testing.T) {
	highest := 0.0
	for _, m := range margins {
		test := must(NewTwoByTwo(m))
		for _, theta := range pooled {
			for _, rho := range shares {
				for _, p := range corners(1-m, true) {
					all := must(test.Expectation(nil, theta, rho, p.treated, p.control))
					if worst := slices.Max(all); worst > highest {
						highest = worst
					}
				}
			}
		}
	}
	if highest > 1+expectationTolerance {
		t.Errorf("E[E] reaches 1%+.3g", highest-1)
	}
}

// Wherever offers cost the margin or more, the closing test is never expected
// to gain.
func TestHarmIsNeverExpectedToLookHarmless(t *testing.T) {
	for _, m := range margins[1:] {
		test := must(NewNonInferiority(m))
		for _, theta := range pooled {
			for _, rho := range shares {
				for _, p := range corners(1-m, false) {
					if got := must(test.Expectation(theta, rho, p.treated, p.control)); !(got <= 1+expectationTolerance) {
						t.Errorf("margin %v, θ̄ %v, ρ %v, truth %+v: E[E] is 1%+.3g", m, theta, rho, p, got-1)
					}
				}
			}
		}
	}
}

// The expectation that is computed is the mean of the E that are used, over the
// four things that can happen; so the two laws above are about them.
func TestExpectationIsTheMeanOfE(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		share := rapid.Float64Range(.01, .97)
		m, theta, rho, p := share.Draw(rt, "margin"), share.Draw(rt, "theta"), share.Draw(rt, "rho"), rates{share.Draw(rt, "p1"), share.Draw(rt, "p0")}
		harm, closing := must(NewTwoByTwo(m)), must(NewNonInferiority(m))
		sums := make([]float64, len(usualDrops)+1)
		for _, treated := range []bool{false, true} {
			for _, converted := range []bool{false, true} {
				weight := chance(treated, rho) * chance(converted, p.of(treated))
				logs := must(harm.LogE(nil, theta, rho, treated, converted))
				logs = append(logs, must(closing.LogE(theta, rho, treated, converted)))
				for i, l := range logs {
					sums[i] += weight * math.Exp(l)
				}
			}
		}
		want := append(must(harm.Expectation(nil, theta, rho, p.treated, p.control)), must(closing.Expectation(theta, rho, p.treated, p.control)))
		for i := range sums {
			if !(math.Abs(sums[i]-want[i]) <= expectationTolerance*want[i]) {
				rt.Fatalf("bet %d: mean of E is %v, expectation says %v", i, sums[i], want[i])
			}
		}
	})
}

func chance(happens bool, p float64) float64 {
	if happens {
		return p
	}
	return 1 - p
}

// Each bet wins where it is meant to: when its own drop is the truth.
func TestHarmIsExpectedToLookHarmful(t *testing.T) {
	for _, m := range []float64{0, .02, .05} {
		test := must(NewTwoByTwo(m))
		for _, theta := range []float64{.01, .3, .6} {
			for i, g := range usualDrops {
				drop := 1 - (1-g)*(1-m)
				control := theta / (1 - .95*drop)
				if control > .98 {
					continue
				}
				if got := must(test.Expectation(nil, theta, .95, (1-drop)*control, control))[i]; !(got > 1) {
					t.Errorf("margin %v, θ̄ %v, drop %v: E[E] is %v", m, theta, g, got)
				}
			}
		}
	}
}

// An event is no evidence in the mean when treatment makes events as frequent
// as the margin tolerates, evidence against harm below it and for harm above.
func TestCountsExpectation(t *testing.T) {
	for _, m := range []float64{0, .1, 1} {
		test := must(NewCounts(m))
		for _, rho := range shares {
			yes, no := must(test.LogE(nil, rho, true)), must(test.LogE(nil, rho, false))
			for i := range yes {
				mean := func(times float64) float64 {
					q := shareOfEvents(rho, times)
					return q*math.Exp(yes[i]) + (1-q)*math.Exp(no[i])
				}
				if got := mean(1 + m); math.Abs(got-1) > expectationTolerance {
					t.Errorf("margin %v, ρ %v, rise %v: E[E] is 1%+.3g at the margin", m, rho, usualRises[i], got-1)
				}
				if below, above := mean((1+m)/2), mean((1+m)*(1+usualRises[i])); !(below < 1 && above > 1) {
					t.Errorf("margin %v, ρ %v, rise %v: E[E] is %v below and %v above the margin", m, rho, usualRises[i], below, above)
				}
			}
		}
	}
}

// When both groups earn the same the revenue bets are fair, whatever the
// running mean, and when the treated earn less they win.
func TestRevenueExpectation(t *testing.T) {
	test := must(NewRevenue(100))
	mean := func(rho, running, treated, control float64) []float64 {
		a := must(test.LogE(nil, running, Sale{Rho: rho, Treated: true, Value: treated}))
		b := must(test.LogE(nil, running, Sale{Rho: rho, Treated: false, Value: control}))
		for i := range a {
			a[i] = rho*math.Exp(a[i]) + (1-rho)*math.Exp(b[i])
		}
		return a
	}
	for _, rho := range shares {
		for _, running := range []float64{0, 3, 50, 100} {
			for i, fair := range mean(rho, running, 40, 40) {
				if math.Abs(fair-1) > expectationTolerance {
					t.Errorf("ρ %v, running mean %v, bet %d: E[E] is 1%+.3g without harm", rho, running, i, fair-1)
				}
			}
			if lost := slices.Min(mean(rho, running, 30, 40)); !(lost > 1) {
				t.Errorf("ρ %v, running mean %v: E[E] is %v with harm", rho, running, lost)
			}
		}
	}
}

// Every state lives through JSON bit for bit, at every visit of its life.
func TestStatesLiveThroughJSON(t *testing.T) {
	twoByTwo, closing, revenue := must(NewTwoByTwo(.02)), must(NewNonInferiority(.02)), must(NewRevenue(90))
	conversion, ratio := must(NewConversion(.6)), SampleRatio{}
	trial, takings, table := Trial{Pooled: conversion.Pooled}, Takings{}, Cohort{}
	for i, v := range publicStream(600) {
		v.Rho = shares[i%len(shares)]
		conversion, trial = must(conversion.Next(twoByTwo, v)), must(trial.Next(closing, v))
		ratio = must(ratio.Next(v.Rho, v.Treated))
		takings = must(takings.Next(revenue, Sale{v.Day, v.Rho, v.Treated, float64(i%7) * 17.3}))
		table = table.Add(v.Day, 1, i%2)
		for _, diff := range []string{
			cmp.Diff(conversion, through(t, conversion)), cmp.Diff(trial, through(t, trial)), cmp.Diff(ratio, through(t, ratio)),
			cmp.Diff(takings, through(t, takings)), cmp.Diff(table, through(t, table)),
		} {
			if diff != "" {
				t.Fatalf("visit %d (-want +got):\n%s", i, diff)
			}
		}
	}
}

// A step leaves the state it began from as it was.
func TestStatesAreValues(t *testing.T) {
	test := must(NewTwoByTwo(0))
	visits := publicStream(400)
	state := must(NewConversion(.6))
	for _, v := range visits[:300] {
		state = must(state.Next(test, v))
	}
	before := fmt.Sprint(state)
	one := state
	for _, v := range visits[300:] {
		one = must(one.Next(test, v))
	}
	if got := fmt.Sprint(state); got != before {
		t.Errorf("got %s after other steps, want %s", got, before)
	}
	two := state
	for _, v := range visits[300:] {
		two = must(two.Next(test, v))
	}
	if diff := cmp.Diff(one, two); diff != "" {
		t.Errorf("the same steps led elsewhere:\n%s", diff)
	}
}
