package features_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/features"
)

// Each type is encoded as its documentation says. The wanted entries are worked
// out by hand; the bias is left out.
func TestEncodings(t *testing.T) {
	root := 1 / math.Sqrt(2)
	tests := []struct {
		name   string
		signal features.Signal
		raw    any
		want   map[string]float64
	}{
		{"a number as it is", features.Signal{Type: features.Number}, -2.5, map[string]float64{"s": -2.5}},
		{"zero as nothing", features.Signal{Type: features.Number}, 0.0, map[string]float64{}},
		{"a number beyond the bound", features.Signal{Type: features.Number}, -1e9, map[string]float64{"s": -1000}},
		{"a number by its logarithm", features.Signal{Type: features.Number, Scale: features.Log}, math.E - 1, map[string]float64{"s": 1}},
		{"a negative number by its logarithm", features.Signal{Type: features.Number, Scale: features.Log}, 1 - math.E, map[string]float64{"s": -1}},
		{"the largest number by its logarithm", features.Signal{Type: features.Number, Scale: features.Log}, math.MaxFloat64, map[string]float64{"s": 32}},
		{"a number in standard deviations", features.Signal{Type: features.Number, Scale: features.Standard, Mean: 4, SD: 2}, 7.0, map[string]float64{"s": 1.5}},
		{"a number far from the mean", features.Signal{Type: features.Number, Scale: features.Standard, Mean: 4, SD: 1e-300}, -1e300, map[string]float64{"s": -8}},
		{"a count by its logarithm", features.Signal{Type: features.Count}, 1, map[string]float64{"s": math.Ln2}},
		{"a count as it is", features.Signal{Type: features.Count, Scale: features.None}, 12, map[string]float64{"s": 12}},
		{"a duration by the logarithm of its hours", features.Signal{Type: features.Duration}, "1h", map[string]float64{"s": math.Ln2}},
		{"a duration in hours", features.Signal{Type: features.Duration, Scale: features.None}, "90m", map[string]float64{"s": 1.5}},
		{"a number of seconds", features.Signal{Type: features.Duration, Scale: features.None}, 5400.0, map[string]float64{"s": 1.5}},
		{"a whole number of seconds", features.Signal{Type: features.Duration, Scale: features.None}, -1800, map[string]float64{"s": -0.5}},
		{"true", features.Signal{Type: features.Boolean}, true, map[string]float64{"s": 1}},
		{"false as nothing", features.Signal{Type: features.Boolean}, false, map[string]float64{}},
		{"null", features.Signal{Type: features.Boolean}, nil, map[string]float64{"s=missing": 1}},
		{"a known value", features.Signal{Type: features.Category, Values: []string{"b", "a"}}, "a", map[string]float64{"s=a": 1}},
		{"an unknown value", features.Signal{Type: features.Category, Values: []string{"b", "a"}}, "c", map[string]float64{"s=other": 1}},
		{"an indicator's name as a value", features.Signal{Type: features.Category, Values: []string{"b", "a"}}, "missing", map[string]float64{"s=other": 1}},
		{"a hashed value", features.Signal{Type: features.Category, Buckets: 1}, "c", map[string]float64{"s#0": 1}},
		{"known members", features.Signal{Type: features.Set, Values: []string{"b", "a"}}, []any{"b", "a", "b"}, map[string]float64{"s=a": root, "s=b": root}},
		{"known and unknown members", features.Signal{Type: features.Set, Values: []string{"b", "a"}}, []any{"d", "c", "b", "a"}, map[string]float64{"s=a": 0.5, "s=b": 0.5, "s=other": 1}},
		{"hashed members that collide", features.Signal{Type: features.Set, Buckets: 1}, []string{"x", "y"}, map[string]float64{"s#0": root}},
		{"the empty set as nothing", features.Signal{Type: features.Set}, []any{}, map[string]float64{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.signal.Name = "s"
			e := newEncoder(t, features.Schema{Signals: []features.Signal{test.signal}})
			got := named(e, e.Encode(features.Vector{}, read(t, e, map[string]any{"s": test.raw})))
			delete(got, "bias")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
