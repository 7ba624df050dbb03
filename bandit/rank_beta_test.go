package bandit_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"proffer/bandit"
)

// The beliefs that a Thompson sampler of 34 items had when it served three
// places, and the probabilities of each item at each place, computed once by an
// integration of its own (testdata/exact_ts_men_action_dist.csv).
func TestRankBetaAgrees(t *testing.T) {
	file, err := os.Open("testdata/exact_ts_men_action_dist.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var arms []bandit.Beta
	want := make([][]float64, 3)
	for _, record := range records[1:] {
		var x [6]float64
		for i := range x {
			if x[i], err = strconv.ParseFloat(record[i], 64); err != nil {
				t.Fatal(err)
			}
		}
		arms = append(arms, bandit.Beta{A: x[1], B: x[2]})
		for k := range want {
			want[k] = append(want[k], x[3+k])
		}
	}
	got, err := bandit.RankBeta(arms, 3)
	if err != nil {
		t.Fatal(err)
	}
	for k := range want {
		for i := range want[k] {
			if math.Abs(got[k][i]-want[k][i]) > 1e-9 {
				t.Errorf("place %d, arm %d: got %v, want %v, off by %.1e", k, i, got[k][i], want[k][i], got[k][i]-want[k][i])
			}
		}
	}
}

// Every place is held by some arm, and every arm holds some place; arms that are
// believed alike hold each as often.
func TestRankBetaIsDoublyStochastic(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		arms := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) bandit.Beta {
			return bandit.Beta{A: rapid.Float64Range(.3, 300).Draw(rt, "a"), B: rapid.Float64Range(.3, 3_000).Draw(rt, "b")}
		}), 1, 5).Draw(rt, "arms")
		arms = append(arms, arms[0])
		got, err := bandit.RankBeta(arms, len(arms))
		if err != nil {
			rt.Fatal(err)
		}
		held := make([]float64, len(arms))
		for k, row := range got {
			sum := 0.0
			for i, p := range row {
				sum += p
				held[i] += p
			}
			if math.Abs(sum-1) > 1e-9 || math.Abs(row[0]-row[len(row)-1]) > 1e-12 {
				rt.Errorf("place %d is held with %v in sum, by equal arms with %v and %v", k, sum, row[0], row[len(row)-1])
			}
		}
		for i, sum := range held {
			if math.Abs(sum-1) > 1e-9 {
				rt.Errorf("arm %d holds a place with %v", i, sum)
			}
		}
	})
}

// What cannot be ranked is refused.
func TestRankBetaRefuses(t *testing.T) {
	fair := bandit.Beta{A: 1, B: 1}
	for _, c := range []struct {
		arms   []bandit.Beta
		places int
	}{
		{nil, 1}, {[]bandit.Beta{fair}, 0}, {[]bandit.Beta{fair}, 2}, {[]bandit.Beta{fair, {A: 0, B: 1}}, 1},
		{[]bandit.Beta{{A: math.NaN(), B: 1}}, 1}, {[]bandit.Beta{{A: 1, B: math.Inf(1)}}, 1},
	} {
		if got, err := bandit.RankBeta(c.arms, c.places); err == nil {
			t.Errorf("%v, %d places: got %v, want an error", c.arms, c.places, got)
		}
	}
}
