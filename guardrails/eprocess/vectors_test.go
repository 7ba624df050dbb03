package eprocess

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// vectorTolerance is what two correct implementations may differ by after some
// thousand sums of logarithms.
const vectorTolerance = 1e-9

// readVectors fills to from one entry of the test vectors.
func readVectors(t *testing.T, name string, to any) {
	t.Helper()
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all[name], to); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s: got %.15g, want %.15g", what, got, want)
	}
}

// must unwraps what a test knows to be right.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// The nearest point of the null is the one that an independent program found.
func TestVectorsOfTheBoundary(t *testing.T) {
	want := map[string][2]float64{}
	readVectors(t, "ripr", &want)
	for name, c := range map[string]struct{ theta1, theta0, c, rho float64 }{
		"ripr(t1=0.48,t0=0.6,c=0.98,rho=0.95)": {.48, .6, .98, .95},
		"ripr(t1=0.04,t0=0.05,c=0.95,rho=0.8)": {.04, .05, .95, .8},
		"ripr(t1=0.6,t0=0.6,c=0.95,rho=0.5)":   {.6, .6, .95, .5},
	} {
		got := against(rates{c.theta1, c.theta0}, c.rho, c.c).null
		near(t, name+" treated", got.treated, want[name][0], vectorTolerance)
		near(t, name+" control", got.control, want[name][1], vectorTolerance)
	}
}

// Over a stream that anybody can generate, in which treated visits convert less
// from the thousandth visit on, the evidence is what an independent program
// saw, and it passes 1 % of 28 days at the same visit.
func TestVectorsOfConversion(t *testing.T) {
	type wanted map[int]float64
	var want struct {
		Plain  wanted `json:"log_R@t"`
		Margin wanted `json:"margin .02 log_R@t"`
		First  int    `json:"first t with log_R>=ln(28/.01)"`
	}
	readVectors(t, "r2x2_esr", &want)
	for _, c := range []struct {
		name   string
		margin float64
		want   wanted
		first  int
	}{
		{"without a margin", 0, want.Plain, want.First},
		{"with a margin", .02, want.Margin, -1},
	} {
		test, state := must(NewTwoByTwo(c.margin)), must(NewConversion(.6))
		threshold := must(Threshold(28, .01))
		first := -1
		for i, v := range publicStream(2000) {
			state = must(state.Next(test, v))
			if first < 0 && state.LogR() >= threshold {
				first = i
			}
			if log, ok := c.want[i]; ok {
				near(t, c.name, state.LogR(), log, vectorTolerance)
			}
		}
		if c.first >= 0 && first != c.first {
			t.Errorf("%s: passed the threshold at visit %d, want %d", c.name, first, c.first)
		}
	}
}

// publicStream is the stream that the vectors describe: of the linear
// congruential generator of ANSI C, started at 12345.
func publicStream(visits int) []Visit {
	x := int64(12345)
	uniform := func() float64 {
		x = (1103515245*x + 12345) % (1 << 31)
		return float64(x) / (1 << 31)
	}
	stream := make([]Visit, visits)
	for i := range stream {
		treated, p := uniform() < .8, .6
		if treated && i >= 1000 {
			p = .45
		}
		stream[i] = Visit{Day: i / 200, Rho: .8, Treated: treated, Converted: uniform() < p}
	}
	return stream
}

// A cohort table has the evidence that an independent program found, before and
// after three refunds of its first day arrived late.
func TestVectorsOfTheCohort(t *testing.T) {
	var want struct {
		N     []int   `json:"n"`
		R     []int   `json:"r@day3"`
		LogR  float64 `json:"log_R"`
		After float64 `json:"after 3 late refunds day1"`
	}
	readVectors(t, "cohort_sr", &want)
	limit := must(NewLimit(.08))
	var table Cohort
	for d := range want.N {
		table = table.Add(d, want.N[d], want.R[d])
	}
	near(t, "table", limit.LogR(table), want.LogR, vectorTolerance)
	near(t, "after late refunds, to day 1", limit.LogR(table.Add(0, 0, 3)), want.After, vectorTolerance)
}

// The sample-ratio evidence of 1,000 visits is the closed form of their counts,
// in whatever order they came.
func TestVectorsOfTheSampleRatio(t *testing.T) {
	want := map[string]float64{}
	readVectors(t, "srm", &want)
	for name, controls := range map[string]int{"counts [60,940] theta [.05,.95] k=100": 60, "counts [90,910]": 90} {
		var first, last SampleRatio
		for i := range 1000 {
			first = must(first.Next(.95, i >= controls))
			last = must(last.Next(.95, i < 1000-controls))
		}
		near(t, name+", controls first", first.LogE, want[name], vectorTolerance)
		near(t, name+", controls last", last.LogE, want[name], vectorTolerance)
	}
}

// The interval is GrowthBook's, whose published test reports the relative
// difference of two groups at α = 5 % and a planned size of 1,000. Its sums,
// squares and sizes are those of its test_sequential_test_runs.
func TestVectorsOfTheConfidenceSequence(t *testing.T) {
	var want struct{ Got, Want [2]float64 }
	readVectors(t, "growthbook_test_sequential_test_runs", &want)
	a, b := momentsOf(3000, 1396.87, 52377.9767), momentsOf(3461, 2422.7, 134698.29)
	relative := (b.Mean - a.Mean) / a.Mean
	se := math.Sqrt(b.Variance()/float64(b.N)/(a.Mean*a.Mean) +
		a.Variance()/float64(a.N)*b.Mean*b.Mean/math.Pow(a.Mean, 4)) // delta method
	half := must(ConfidenceSequence{Alpha: .05, Planned: 1000}.HalfWidth(a.N+b.N, se))
	near(t, "low", relative-half, want.Got[0], vectorTolerance)
	near(t, "high", relative+half, want.Got[1], vectorTolerance)
	near(t, "published low", relative-half, want.Want[0], 1e-5)  // it prints five digits
	near(t, "published high", relative+half, want.Want[1], 1e-5) // it prints five digits
}

func momentsOf(n int, sum, squares float64) Moments {
	mean := sum / float64(n)
	return Moments{N: n, Mean: mean, M2: squares - sum*mean}
}
