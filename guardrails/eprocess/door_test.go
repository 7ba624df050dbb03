package eprocess

import (
	"math"
	"testing"
)

// What is not a number, infinite or out of range is refused by name, and the
// state stays what it was.
func TestRefusals(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	twoByTwo, counts, revenue, closing := must(NewTwoByTwo(.02)), must(NewCounts(0)), must(NewRevenue(90)), must(NewNonInferiority(.02))
	groups := ConfidenceSequence{Alpha: .05, Planned: 1000}
	detector := must(Detector{}.Next(3, []float64{0, 1}))
	for _, c := range []struct {
		name string
		try  func(x float64) error
		bad  []float64
	}{
		{"margin", func(x float64) error { _, err := NewTwoByTwo(x); return err }, []float64{-.1, 1, nan, inf}},
		{"drop", func(x float64) error { _, err := NewTwoByTwo(0, .2, x); return err }, []float64{0, 1, nan, inf}},
		{"margin of counts", func(x float64) error { _, err := NewCounts(x); return err }, []float64{-.1, nan, inf}},
		{"rise", func(x float64) error { _, err := NewCounts(0, x); return err }, []float64{0, nan, inf}},
		{"largest value", func(x float64) error { _, err := NewRevenue(x); return err }, []float64{0, -1, nan, inf}},
		{"fraction", func(x float64) error { _, err := NewRevenue(1, x); return err }, []float64{0, 1, nan}},
		{"margin of closing", func(x float64) error { _, err := NewNonInferiority(x); return err }, []float64{0, 1, nan, inf}},
		{"multiple", func(x float64) error { _, err := NewLimit(.1, 2, x); return err }, []float64{1, 0, nan, inf}},
		{"prior rate", func(x float64) error { _, err := NewConversion(x); return err }, []float64{-.1, 1.1, nan, inf}},
		{"ρ of a visit", func(x float64) error { _, err := Conversion{}.Next(twoByTwo, Visit{Rho: x}); return err }, []float64{0, 1, -1, nan, inf}},
		{"θ̄ of a visit", func(x float64) error { _, err := twoByTwo.LogE(nil, x, .5, true, true); return err }, []float64{0, 1, nan, inf}},
		{"θ̄ of an expectation", func(x float64) error { _, err := twoByTwo.Expectation(nil, x, .5, .1, .1); return err }, []float64{0, 1, nan}},
		{"p1 of an expectation", func(x float64) error { _, err := twoByTwo.Expectation(nil, .1, .5, x, .1); return err }, []float64{-.1, 1.1, nan}},
		{"p0 of an expectation", func(x float64) error { _, err := closing.Expectation(.1, .5, .1, x); return err }, []float64{-.1, 1.1, nan}},
		{"ρ of an expectation", func(x float64) error { _, err := closing.Expectation(.5, x, .1, .1); return err }, []float64{0, 1, nan}},
		{"ρ of an event", func(x float64) error { _, err := counts.LogE(nil, x, true); return err }, []float64{0, 1, nan}},
		{"ρ of a try", func(x float64) error { _, err := Trial{}.Next(closing, Visit{Rho: x}); return err }, []float64{0, 1, nan}},
		{"ρ of a sample ratio", func(x float64) error { _, err := SampleRatio{}.Next(x, true); return err }, []float64{0, 1, nan}},
		{"ρ of a sale", func(x float64) error { _, err := Takings{}.Next(revenue, Sale{Rho: x}); return err }, []float64{0, 1, nan}},
		{"value of a sale", func(x float64) error { _, err := Takings{}.Next(revenue, Sale{Rho: .5, Value: x}); return err }, []float64{-1, nan, inf}},
		{"running mean", func(x float64) error { _, err := revenue.LogE(nil, x, Sale{Rho: .5}); return err }, []float64{-1, 91, nan}},
		{"value", func(x float64) error { _, err := Moments{}.Next(x); return err }, []float64{nan, inf, -inf}},
		{"factor", func(x float64) error { _, err := detector.Next(3, []float64{0, x}); return err }, []float64{nan, inf, -inf}},
		{"alpha", func(x float64) error { _, err := Threshold(365, x); return err }, []float64{0, 1, nan}},
		{"alpha of a try", func(x float64) error { _, err := AlphaOfTry(x, 1); return err }, []float64{0, 1, nan}},
		{"standard error", func(x float64) error { _, err := groups.HalfWidth(10, x); return err }, []float64{-1, nan, inf}},
		{"alpha of an interval", func(x float64) error { return ConfidenceSequence{Alpha: x, Planned: 9}.Validate() }, []float64{0, 1, nan}},
		{"planned size", func(x float64) error { _, err := ConfidenceSequence{.05, x}.HalfWidth(9, 1); return err }, []float64{0, nan, inf}},
	} {
		for _, x := range c.bad {
			if c.try(x) == nil {
				t.Errorf("%s %v was taken", c.name, x)
			}
		}
	}
}

// Numbers that count are refused below what they count from, and factors of
// another number of bets than before.
func TestRefusalsOfCounts(t *testing.T) {
	detector := must(Detector{}.Next(3, []float64{0, 1}))
	groups := ConfidenceSequence{Alpha: .05, Planned: 1000}
	tries := map[string]error{}
	_, tries["a promise of no days"] = Threshold(0, .01)
	_, tries["a try before the first"] = AlphaOfTry(.01, 0)
	_, tries["other bets"] = detector.Next(3, []float64{0})
	_, tries["no bets"] = Detector{}.Next(3, nil)
	_, tries["a group of one"] = groups.Difference(Moments{N: 1}, Moments{N: 5})
	_, tries["an interval of one value"] = groups.HalfWidth(1, 1)
	for name, err := range tries {
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// Before anything was seen there is no evidence, and its logarithm says so.
func TestNoEvidence(t *testing.T) {
	limit := must(NewLimit(.08))
	for name, got := range map[string]float64{
		"conversion": Conversion{}.LogR(), "takings": Takings{}.LogR(),
		"cohort": limit.LogR(Cohort{}), "refold": NewRefold(limit).LogR(Cohort{}), "mean of none": LogMean(),
	} {
		if !math.IsInf(got, -1) {
			t.Errorf("%s: got %v, want −Inf", name, got)
		}
	}
}

// A day places one stake, however many visits it has and however late some of
// them are heard of; a day without visits places none.
func TestDetectorStakes(t *testing.T) {
	var d Detector
	for _, c := range []struct {
		day  int
		want float64 // R, when every factor is 1: the days with visits
	}{{10, 1}, {10, 1}, {11, 2}, {9, 2}, {11, 2}, {15, 3}, {12, 3}} {
		d = must(d.Next(c.day, []float64{0, 0}))
		near(t, "R", math.Exp(d.LogR()), c.want, expectationTolerance)
		if float64(d.Days) != c.want {
			t.Errorf("day %d: got %d stakes, want %v", c.day, d.Days, c.want)
		}
	}
}

// A detector is the sum of what was staked each day times what has happened
// since, written out.
func TestDetectorIsASum(t *testing.T) {
	factors := [][]float64{{.2, -.1}, {.4}, {-1, .3, .9}} // ln E by day
	var d Detector
	for day, all := range factors {
		for _, e := range all {
			d = must(d.Next(day, []float64{e}))
		}
	}
	want := math.Exp(.2-.1+.4-1+.3+.9) + math.Exp(.4-1+.3+.9) + math.Exp(-1+.3+.9)
	near(t, "R", math.Exp(d.LogR()), want, expectationTolerance)
}

// The mean of logarithms is that of what they are logarithms of, also where
// those cannot be written.
func TestLogMean(t *testing.T) {
	for _, c := range []struct {
		logs []float64
		want float64
	}{
		{[]float64{math.Log(1), math.Log(3)}, math.Log(2)},
		{[]float64{1000, 1000}, 1000},
		{[]float64{-1000, -1000, -1000}, -1000},
		{[]float64{math.Inf(-1), 0}, -math.Ln2},
		{[]float64{5000, -5000}, 5000 - math.Ln2},
	} {
		near(t, "mean", LogMean(c.logs...), c.want, expectationTolerance)
	}
	near(t, "a year at 1 %", must(Threshold(365, .01)), 10.505, 1e-4) // ln 36500
}

// The pooled rate forgets by half in 2,000 visits, and what it says stays
// inside the bounds whatever it saw.
func TestPooled(t *testing.T) {
	p := Pooled{Rate: 1, Count: 1e9} // so heavy that a visit changes nothing
	for range pooledHalfLife {
		p = p.Next(true)
	}
	near(t, "half of the weight, and the visits since", p.Count, 5e8+1443, vectorTolerance) // (1−½)/(1−2^(−1/2000)) = 1,443
	high, low := must(NewPooled(1)), must(NewPooled(0))
	if got := [2]float64{high.Theta(), low.Theta()}; got != [2]float64{.97, 1e-4} {
		t.Errorf("got %v, want the bounds", got)
	}
	near(t, "one in 51", low.Next(true).Rate, 1/(50*pooledDecay+1), vectorTolerance)
}

// With several ρ the strata are judged apart: two of them that are both as
// logged are no mismatch, though their sum is as neither.
func TestSampleRatioStrata(t *testing.T) {
	var s, pooled SampleRatio
	for i := range 2000 {
		rho := []float64{.5, .95}[i/1000]
		treated := float64(i%100) < 100*rho
		s, pooled = must(s.Next(rho, treated)), must(pooled.Next(.95, treated))
	}
	if s.LogE > 0 || len(s.Strata) != 2 || pooled.LogE < 100 {
		t.Errorf("apart ln E is %v over %d strata, as one %v: want below 0, 2, above 100", s.LogE, len(s.Strata), pooled.LogE)
	}
}

// The interval is narrowest, against that of a fixed sample, around the planned
// size, and the difference of two groups is inside of its own.
func TestConfidenceSequence(t *testing.T) {
	c := ConfidenceSequence{Alpha: .05, Planned: 1000}
	width := func(n int) float64 { return must(c.HalfWidth(n, 1)) } // in standard errors
	if !(width(1000) < width(100) && width(1000) < width(10_000)) {
		t.Errorf("widths %v, %v, %v at 100, 1,000 and 10,000: want the middle one least", width(100), width(1000), width(10_000))
	}
	var treated, holdout Moments
	for i := range 400 {
		treated = must(treated.Next(float64(i%5) + 1))
		if i%4 == 0 {
			holdout = must(holdout.Next(float64(i % 3)))
		}
	}
	got := must(c.Difference(treated, holdout))
	near(t, "estimate", got.Estimate, 3-.99, 1e-9) // 34 zeros, 33 ones, 33 twos
	if !(got.Low < got.Estimate && got.Estimate < got.High) || got.Low < 1 || got.High > 3 {
		t.Errorf("got %+v", got)
	}
}
