package ope

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"strconv"
	"testing"
)

// A fixture is a log with known answers, as columns by name.
type fixture struct {
	column map[string][]float64
	rows   int
}

// readFixture reads a log of offline/testdata.
func readFixture(t testing.TB, name string) fixture {
	t.Helper()
	file, err := os.Open("../testdata/" + name + ".csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(unpacked).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f := fixture{column: map[string][]float64{}, rows: len(records) - 1}
	for k, column := range records[0] {
		for _, record := range records[1:] {
			x, err := strconv.ParseFloat(record[k], 64)
			if err != nil {
				t.Fatal(err)
			}
			f.column[column] = append(f.column[column], x)
		}
	}
	return f
}

// row are the columns name0, name1, … of one row.
func (f fixture) row(name string, i int) (values []float64) {
	for k := 0; ; k++ {
		column, ok := f.column[name+strconv.Itoa(k)]
		if !ok {
			return values
		}
		values = append(values, column[i])
	}
}

// rounds are the log as the policy sees it that is in columns pe0, pe1, …; or,
// when sharpened, as the policy that always takes the likeliest of them.
func (f fixture) rounds(sharpened bool) []Round {
	all := make([]Round, f.rows)
	for i := range all {
		policy, predicted := f.row("pe", i), f.row("q", i)
		if sharpened {
			best := 0
			for a, p := range policy {
				if p > policy[best] {
					best = a
				}
			}
			clear(policy)
			policy[best] = 1
		}
		a := int(f.column["action"][i])
		all[i] = Round{
			Reward: f.column["reward"][i], Weight: policy[a] / f.column["pscore"][i],
			Model: predicted[a], Direct: Expectation(policy, predicted),
		}
	}
	return all
}

// evaluate adds rounds up.
func evaluate(t testing.TB, rounds []Round, names ...string) *Evaluation {
	t.Helper()
	return count(t, NewEvaluation(parse(t, names)...), rounds)
}

// compare counts them less what was logged.
func compare(t testing.TB, rounds []Round, names ...string) *Evaluation {
	t.Helper()
	return count(t, NewComparison(parse(t, names)...), rounds)
}

func parse(t testing.TB, names []string) []Estimator {
	t.Helper()
	estimators := make([]Estimator, len(names))
	for i, name := range names {
		var err error
		if estimators[i], err = Parse(name); err != nil {
			t.Fatal(err)
		}
	}
	return estimators
}

func count(t testing.TB, v *Evaluation, rounds []Round) *Evaluation {
	t.Helper()
	var b Batch
	for _, r := range rounds {
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
		if b.Add(r) {
			v.Add(&b)
			b.Reset()
		}
	}
	v.Add(&b)
	return v
}
