package features_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"proffer/features"
)

// A fault is reported under the field that it is in, with what to do about it.
func TestValidateNamesTheField(t *testing.T) {
	signal := func(s features.Signal) func(*features.Schema) {
		return func(schema *features.Schema) { schema.Signals = append(schema.Signals, s) }
	}
	segment := func(name string) func(*features.Schema) {
		return func(schema *features.Schema) { schema.Segments = append(schema.Segments, name) }
	}
	interaction := func(name string) func(*features.Schema) {
		return func(schema *features.Schema) {
			schema.Interactions = append(schema.Interactions, features.Interaction{Signal: name})
		}
	}
	const number, category = features.Number, features.Category
	tests := []struct {
		name        string
		spoil       func(*features.Schema)
		field, want string
	}{
		{"no name", signal(features.Signal{Type: number}), "signals[12]", "needs a name"},
		{"a name that is no identifier", signal(features.Signal{Name: "a-b", Type: number}), "signals.a-b", "letters, digits and _,"},
		{"a name that begins with a digit", signal(features.Signal{Name: "3d", Type: number}), "signals.3d", "a letter first"},
		{"a long name", signal(features.Signal{Name: strings.Repeat("n", 65), Type: number}), "signals." + strings.Repeat("n", 64) + "…", "at most 64 bytes, not 65"},
		{"the name of the bias", signal(features.Signal{Name: "bias", Type: number}), "signals.bias", "the encoding's own"},
		{"the name of the segment", signal(features.Signal{Name: "segment", Type: number}), "signals.segment", "the encoding's own"},
		{"the same name twice", signal(features.Signal{Name: "orders", Type: number}), "signals.orders", "is declared twice"},
		{"no type", signal(features.Signal{Name: "s"}), "signals.s.type", `one of number, count, boolean, category, set, duration, not ""`},
		{"an unknown scale", signal(features.Signal{Name: "s", Type: number, Scale: "cubic"}), "signals.s.scale", `one of none, log, standard, not "cubic"`},
		{"a scale of a category", signal(features.Signal{Name: "s", Type: category, Scale: features.Log}), "signals.s.scale", "a category has none"},
		{"no deviation", signal(features.Signal{Name: "s", Type: number, Scale: features.Standard}), "signals.s.sd", "above 0"},
		{"a deviation that is not a number", signal(features.Signal{Name: "s", Type: number, Scale: features.Standard, SD: math.NaN()}), "signals.s.sd", "above 0"},
		{"an infinite mean", signal(features.Signal{Name: "s", Type: number, Scale: features.Standard, Mean: math.Inf(1), SD: 1}), "signals.s.mean", "must be finite"},
		{"a mean without its scale", signal(features.Signal{Name: "s", Type: number, Mean: 3}), "signals.s.mean", "unless the scale is standard"},
		{"a deviation of a boolean", signal(features.Signal{Name: "s", Type: features.Boolean, SD: 3}), "signals.s.sd", "unless the scale is standard"},
		{"values of a number", signal(features.Signal{Name: "s", Type: number, Values: []string{"a"}}), "signals.s.values", "only a category or a set"},
		{"buckets of a boolean", signal(features.Signal{Name: "s", Type: features.Boolean, Buckets: 4}), "signals.s.buckets", "only a category or a set"},
		{"an empty value", signal(features.Signal{Name: "s", Type: category, Values: []string{"a", ""}}), "signals.s.values[1]", "must not be empty"},
		{"a long value", signal(features.Signal{Name: "s", Type: category, Values: []string{strings.Repeat("v", 257)}}), "signals.s.values[0]", "at most 256 bytes"},
		{"a value that is not text", signal(features.Signal{Name: "s", Type: category, Values: []string{"\xff"}}), "signals.s.values[0]", "valid UTF-8"},
		{"a reserved value", signal(features.Signal{Name: "s", Type: features.Set, Values: []string{"other"}}), "signals.s.values[0]", `must not be "other"`},
		{"the same value twice", signal(features.Signal{Name: "s", Type: category, Values: []string{"a", "b", "a"}}), "signals.s.values[2]", `repeats "a"`},
		{"too many values", signal(features.Signal{Name: "s", Type: category, Values: make([]string, 1025)}), "signals.s.values", "at most 1024, not 1025"},
		{"buckets beside values", signal(features.Signal{Name: "s", Type: category, Values: []string{"a"}, Buckets: 4}), "signals.s.buckets", "not hashed"},
		{"too many buckets", signal(features.Signal{Name: "s", Type: category, Buckets: 1025}), "signals.s.buckets", "from 1 to 1024, not 1025"},
		{"negative buckets", signal(features.Signal{Name: "s", Type: category, Buckets: -1}), "signals.s.buckets", "from 1 to 1024, not -1"},
		{"a bad segment", segment("a b"), "segments[2]", "letters, digits and _ -,"},
		{"the same segment twice", segment("repeat_buyer"), "segments[2]", "is declared twice"},
		{"an unknown interaction", interaction("ordres"), "interactions[3].signal", "no signal (did you mean orders?)"},
		{"the same interaction twice", interaction("device"), "interactions[3].signal", `repeats "device"`},
		{"too many signals", manySignals(300, 1), "signals", "at most 256, not 300"},
		{"too many segments", manySegments(257), "segments", "at most 256, not 257"},
		{"too large a vector", manySignals(70, 1000), "signals", "make a vector of 70"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := shop()
			test.spoil(&s)
			want := map[string]string{test.field: test.want}
			checkFaults(t, s.Validate(), want)
			_, err := features.NewEncoder(s)
			checkFaults(t, err, want)
		})
	}
}

// manySignals replaces a schema by n hashed signals.
func manySignals(n, buckets int) func(*features.Schema) {
	return func(s *features.Schema) {
		*s = features.Schema{}
		for i := range n {
			name := "s" + strconv.Itoa(i)
			s.Signals = append(s.Signals, features.Signal{Name: name, Type: features.Category, Buckets: buckets})
		}
	}
}

func manySegments(n int) func(*features.Schema) {
	return func(s *features.Schema) {
		s.Segments = nil
		for i := range n {
			s.Segments = append(s.Segments, "segment-"+strconv.Itoa(i))
		}
	}
}

// Validate reports every fault at once, in order of declaration.
func TestValidateReportsEveryFault(t *testing.T) {
	s := features.Schema{
		Signals: []features.Signal{
			{Name: "b", Type: "text"},
			{Name: "a", Type: features.Number, Scale: "cubic", Buckets: 3},
		},
		Segments:     []string{""},
		Interactions: []features.Interaction{{Signal: "c1234"}},
	}
	const want = `features: signals.b.type must be one of number, count, boolean, category, set, duration, not "text"; ` +
		`signals.a.scale must be one of none, log, standard, not "cubic"; ` +
		`signals.a.buckets must be left out: only a category or a set is hashed; ` +
		`segments[0] needs a name; interactions[0].signal names "c1234", which is no signal`
	if err := s.Validate(); err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

// A schema that declares nothing is valid: every vector is the bias.
func TestEmptySchema(t *testing.T) {
	e := newEncoder(t, features.Schema{})
	if got := named(e, e.InSegment(e.Encode(features.Vector{}, nil), "any")); len(got) != 1 || got["bias"] != 1 {
		t.Errorf("got %v", got)
	}
}
