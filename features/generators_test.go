package features_test

import (
	"maps"
	"math"
	"time"

	"pgregory.net/rapid"

	"proffer/features"
)

// shop declares a signal of every type, scale and vocabulary.
func shop() features.Schema {
	return features.Schema{
		Signals: []features.Signal{
			{Name: "cart_value", Type: features.Number, Scale: features.Log},
			{Name: "discount_share", Type: features.Number},
			{Name: "session_score", Type: features.Number, Scale: features.Standard, Mean: 40, SD: 12.5},
			{Name: "orders", Type: features.Count},
			{Name: "items", Type: features.Count, Scale: features.None},
			{Name: "subscriber", Type: features.Boolean},
			{Name: "device", Type: features.Category, Values: []string{"mobile", "desktop", "tablet"}},
			{Name: "campaign", Type: features.Category},
			{Name: "cart_categories", Type: features.Set, Buckets: 32},
			{Name: "goals", Type: features.Set, Values: []string{"hydration", "acne", "ageing"}},
			{Name: "since_last_order", Type: features.Duration},
			{Name: "time_on_site", Type: features.Duration, Scale: features.None},
		},
		Segments:     []string{"first_time_buyer", "repeat_buyer"},
		Interactions: []features.Interaction{{Signal: "cart_value"}, {Signal: "device"}, {Signal: "goals"}},
	}
}

// visit is a raw value for every signal of shop, as JSON would give them.
func visit() map[string]any {
	return map[string]any{
		"cart_value":       31.5,
		"discount_share":   0.25,
		"session_score":    52.5,
		"orders":           3.0,
		"items":            2.0,
		"subscriber":       true,
		"device":           "mobile",
		"campaign":         "spring-newsletter",
		"cart_categories":  []any{"serum", "cleanser", "cleanser"},
		"goals":            []any{"hydration", "acne"},
		"since_last_order": "36h",
		"time_on_site":     5400.0,
	}
}

// newEncoder is for schemas that a test knows to be valid.
func newEncoder(t rapid.TB, s features.Schema) *features.Encoder {
	t.Helper()
	e, err := features.NewEncoder(s)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// read is for raw values that a test knows to be good.
func read(t rapid.TB, e *features.Encoder, raw map[string]any) features.Values {
	t.Helper()
	v, err := e.Read(nil, raw)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// named is a vector with the names of its entries.
func named(e *features.Encoder, x features.Vector) map[string]float64 {
	names := e.Names()
	entries := make(map[string]float64, len(x.Index))
	for k, index := range x.Index {
		entries[names[index]] = x.Value[k]
	}
	return entries
}

// words are known, unknown, empty, reserved and awkward values.
var words = []string{"serum", "cleanser", "mask", "tonic", "a", "q", "", "Ω", "other", "missing", "x=y"}

func genSchema(rt *rapid.T) features.Schema {
	pool := []string{"cart_value", "orders", "plan", "device", "goals", "age", "Total2", "z"}
	names := rapid.SliceOfNDistinct(rapid.SampledFrom(pool), 0, len(pool), rapid.ID[string]).Draw(rt, "names")
	s := features.Schema{
		Segments: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"new", "old", "high-usage"}), 0, 3, rapid.ID[string]).Draw(rt, "segments"),
	}
	for _, name := range names {
		s.Signals = append(s.Signals, genSignal(rt, name))
		if rapid.Bool().Draw(rt, "crossed") {
			s.Interactions = append(s.Interactions, features.Interaction{Signal: name})
		}
	}
	return s
}

func genSignal(rt *rapid.T, name string) features.Signal {
	types := []features.Type{features.Number, features.Count, features.Boolean, features.Category, features.Set, features.Duration}
	s := features.Signal{Name: name, Type: rapid.SampledFrom(types).Draw(rt, "type")}
	switch s.Type {
	case features.Number, features.Count, features.Duration:
		scales := []features.Scale{"", features.None, features.Log, features.Standard}
		s.Scale = rapid.SampledFrom(scales).Draw(rt, "scale")
		if s.Scale == features.Standard {
			s.Mean = rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(rt, "mean")
			s.SD = rapid.Float64Range(math.SmallestNonzeroFloat64, math.MaxFloat64).Draw(rt, "sd")
		}
	case features.Category, features.Set:
		known := rapid.SampledFrom([]string{"serum", "cleanser", "mask", "x=y"})
		s.Values = rapid.SliceOfNDistinct(known, 0, 4, rapid.ID[string]).Draw(rt, "values")
		if len(s.Values) == 0 {
			s.Buckets = rapid.SampledFrom([]int{0, 1, 3, 16, 64}).Draw(rt, "buckets")
		}
	}
	return s
}

// genRaw draws values that Read accepts; some are null and some are left out.
func genRaw(rt *rapid.T, s features.Schema) map[string]any {
	raw := make(map[string]any)
	for _, signal := range s.Signals {
		switch rapid.IntRange(0, 9).Draw(rt, "presence") {
		case 0:
		case 1:
			raw[signal.Name] = nil
		default:
			raw[signal.Name] = genValue(rt, signal.Type)
		}
	}
	return raw
}

func genValue(rt *rapid.T, t features.Type) any {
	word := rapid.OneOf(rapid.SampledFrom(words), rapid.StringN(-1, -1, features.MaxTextLength))
	switch t {
	case features.Count:
		return float64(rapid.Uint64Range(0, 1<<53).Draw(rt, "count"))
	case features.Boolean:
		return rapid.Bool().Draw(rt, "boolean")
	case features.Category:
		return word.Draw(rt, "category")
	case features.Set:
		return rapid.SliceOfN(word, 0, features.MaxSetSize).Draw(rt, "set")
	case features.Duration:
		century := int64(876_000 * time.Hour)
		return time.Duration(rapid.Int64Range(-century, century).Draw(rt, "duration"))
	default:
		return rapid.Float64().Filter(func(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) }).Draw(rt, "number")
	}
}

// with is a copy of raw with one value changed.
func with(raw map[string]any, name string, value any) map[string]any {
	raw = maps.Clone(raw)
	raw[name] = value
	return raw
}

// genSegment draws a segment that genSchema may declare, one that it never does, or none.
func genSegment(rt *rapid.T) string {
	return rapid.SampledFrom([]string{"new", "old", "high-usage", "elsewhere", ""}).Draw(rt, "segment")
}
