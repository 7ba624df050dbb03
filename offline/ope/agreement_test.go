package ope

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// near reports whether two figures agree to 1e-9, relative above 1.
func near(got, want float64) bool {
	return math.Abs(got-want) <= 1e-9*max(1, math.Abs(want))
}

// On the cuts of the Open Bandit Dataset every estimator says what the Open
// Bandit Pipeline says.
func TestAgreesOnTheOpenBanditDataset(t *testing.T) {
	file, err := os.Open("../testdata/expected.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	logs := map[string][]Round{}
	for _, record := range records[1:] {
		log, name := record[0], record[2]
		want, err := strconv.ParseFloat(record[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		if logs[log] == nil {
			logs[log] = readFixture(t, log).rounds(false)
		}
		if got := figure(t, logs[log], name); !near(got, want) {
			t.Errorf("%s: %s: got %v, want %v", log, name, got, want)
		}
	}
}

// figure is an estimate, or one of the figures about the weights.
func figure(t *testing.T, rounds []Round, name string) float64 {
	t.Helper()
	d := weigh(rounds)
	switch name {
	case "ess":
		return d.Effective()
	case "max_weight":
		return d.Most
	case "mean_weight":
		return d.Mean()
	}
	return evaluate(t, rounds, name).Estimate(0).Value()
}

func weigh(rounds []Round) *Weights {
	w := &Weights{}
	for _, r := range rounds {
		w.Add(r.Weight)
	}
	return w
}

// A reference is what the pipeline says of one estimator on the made-up log.
type reference struct {
	Value         float64    `json:"value"`
	BootstrapMean float64    `json:"bootstrap_mean"`
	Bootstrap     [2]float64 `json:"bootstrap95"`
	Normal        [2]float64 `json:"normal95"`
	Hoeffding     float64    `json:"hoeffding_lower"`
	Bernstein     float64    `json:"bernstein_lower"`
	StudentT      float64    `json:"student_t_lower"`
}

// references calls check for every policy and estimator of the made-up log.
func references(t *testing.T, check func(t *testing.T, name string, rounds []Round, want reference)) {
	t.Helper()
	text, err := os.ReadFile("../testdata/synth_fixture_expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var policies struct {
		Softmax, Deterministic struct {
			Estimators map[string]reference `json:"estimators"`
			ESS        float64              `json:"ess"`
			MaxWeight  float64              `json:"max_weight"`
			MeanWeight float64              `json:"mean_weight"`
		}
	}
	if err := json.Unmarshal(text, &policies); err != nil {
		t.Fatal(err)
	}
	log := readFixture(t, "synth_fixture")
	for i, policy := range []string{"softmax", "deterministic"} {
		rounds, want := log.rounds(i == 1), policies.Softmax
		if i == 1 {
			want = policies.Deterministic
		}
		w := weigh(rounds)
		if !near(w.Effective(), want.ESS) || !near(w.Most, want.MaxWeight) || !near(w.Mean(), want.MeanWeight) {
			t.Errorf("%s: got weights %v, %v, %v, want %v, %v, %v", policy, w.Effective(), w.Most, w.Mean(), want.ESS, want.MaxWeight, want.MeanWeight)
		}
		if len(want.Estimators) < 11 {
			t.Fatalf("%s: %d estimators are known, want at least 11", policy, len(want.Estimators))
		}
		for name, want := range want.Estimators {
			t.Run(policy+"/"+name, func(t *testing.T) { check(t, name, rounds, want) })
		}
	}
}

// On the made-up log every value and every bound in closed form is the
// pipeline's. It takes the bounds of the terms from the sample, which this
// package never does, and the terms of a ratio as if its mean weight were known.
func TestAgreesOnTheMadeUpLog(t *testing.T) {
	references(t, func(t *testing.T, name string, rounds []Round, want reference) {
		e, err := Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := evaluate(t, rounds, name).Estimate(0).Value(); !near(got, want.Value) {
			t.Errorf("got %v, want %v", got, want.Value)
		}
		s, most := naively(e, rounds)
		n, tail := s.N, .05
		se := math.Sqrt(s.variance(false) / float64(n))
		for _, c := range []struct {
			what      string
			got, want float64
		}{
			{"normal", se * distuv.UnitNormal.Quantile(.975), want.Normal[1] - want.Value},
			{"student_t", se * studentT(n, 1-tail), want.Value - want.StudentT},
			{"hoeffding", hoeffding(n, most, tail), want.Value - want.Hoeffding},
			{"bernstein", bernstein(n, s.variance(false), most, tail), want.Value - want.Bernstein},
		} {
			if !near(c.got, c.want) {
				t.Errorf("%s: got a margin of %v, want %v", c.what, c.got, c.want)
			}
		}
	})
}

// naively are the sums of an estimator's terms as if a ratio's mean weight were
// known, and their maximum.
func naively(e Estimator, rounds []Round) (s Sums, most float64) {
	direct, gain, weight := make([]float64, len(rounds)), make([]float64, len(rounds)), make([]float64, len(rounds))
	mean := 0.0
	for i, r := range rounds {
		var b Batch
		b.Add(r)
		e.terms(gain[i:i+1], weight[i:i+1], &b)
		mean += weight[i] / float64(len(rounds))
		if e.Modelled {
			direct[i] = r.Direct
		}
	}
	if !e.Ratio {
		mean = 1
	}
	for i := range gain {
		gain[i] = direct[i] + gain[i]/mean
	}
	s.addMean(make([]float64, len(gain)), gain)
	return s, slices.Max(gain)
}
