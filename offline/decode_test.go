package offline

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"proffer/features"
	"proffer/offline/rows"
)

var declared = []features.Signal{
	{Name: "plain", Type: features.Number}, {Name: "log", Type: features.Number, Scale: features.Log},
	{Name: "standard", Type: features.Number, Scale: features.Standard, Mean: 40, SD: 12},
	{Name: "count", Type: features.Count}, {Name: "away", Type: features.Duration}, {Name: "member", Type: features.Boolean},
	{Name: "device", Type: features.Category, Values: []string{"mobile", "desktop"}},
	{Name: "tastes", Type: features.Set, Values: []string{"serum", "mask", "oil"}},
}

// anySignals draws signals, some of them missing and some of values that the
// encoding does not know.
func anySignals(rt *rapid.T) map[string]any {
	raw := map[string]any{}
	for name, draw := range map[string]func() any{
		"plain":    func() any { return float64(rapid.IntRange(-9999, 9999).Draw(rt, "plain")) / 10 },
		"log":      func() any { return float64(rapid.IntRange(-1_000_000, 1_000_000).Draw(rt, "log")) / 100 },
		"standard": func() any { return float64(rapid.IntRange(0, 120).Draw(rt, "standard")) },
		"count":    func() any { return float64(rapid.IntRange(0, 1_000_000).Draw(rt, "count")) },
		"away":     func() any { return time.Duration(rapid.IntRange(0, 100_000).Draw(rt, "away")) * time.Second },
		"member":   func() any { return rapid.Bool().Draw(rt, "member") },
		"device":   func() any { return rapid.SampledFrom([]string{"mobile", "desktop", "fridge"}).Draw(rt, "device") },
		"tastes": func() any {
			return rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"serum", "mask", "oil", "glitter"}), 0, 4, rapid.ID).Draw(rt, "tastes")
		},
	} {
		if rapid.IntRange(0, 4).Draw(rt, "known") > 0 {
			raw[name] = draw()
		}
	}
	return raw
}

// named are the features of signals, as our export has them.
func named(rt *rapid.T, e *features.Encoder, raw map[string]any) (pairs []rows.Pair, known features.Values) {
	known, err := e.Read(nil, raw)
	if err != nil {
		rt.Fatal(err)
	}
	x, names := e.Encode(features.Vector{}, known), e.Names()
	for i, at := range x.Index {
		pairs = append(pairs, rows.Pair{Name: names[at], Value: x.Value[i]})
	}
	return pairs, known
}

// What is decoded encodes as it did, and is what was sent, but for the texts that
// the encoding does not tell apart and for the last digits of a number.
func TestDecode(t *testing.T) {
	e, err := features.NewEncoder(features.Schema{Signals: declared})
	if err != nil {
		t.Fatal(err)
	}
	survey := newSurvey(nil)
	for _, name := range e.Names() {
		survey.features[name] = &magnitude{}
	}
	d, got := newDecoder(declared, survey), map[string]any{}
	rapid.Check(t, func(rt *rapid.T) {
		pairs, want := named(rt, e, anySignals(rt))
		if err := d.decode(got, pairs); err != nil {
			rt.Fatal(err)
		}
		again, read := named(rt, e, got)
		if diff := cmp.Diff(pairs, again, cmpopts.EquateApprox(1e-9, 1e-12)); diff != "" {
			rt.Errorf("features (-sent +decoded):\n%s", diff)
		}
		for name, value := range want {
			if !alike(value, read[name]) {
				rt.Errorf("%s: got %v, want %v", name, read[name], value)
			}
		}
	})
}

// alike compares signals, of which texts that nobody knows are the same.
func alike(a, b any) bool {
	switch a := a.(type) {
	case float64:
		x, ok := b.(float64)
		return ok && math.Abs(a-x) <= 1e-9*math.Max(1, math.Abs(a))
	case time.Duration:
		x, ok := b.(time.Duration)
		return ok && (a-x).Abs() <= time.Millisecond
	case string:
		return a == b || a == "fridge" && b == "other"
	case []string:
		x, ok := b.([]string)
		return ok && slices.Equal(slices.DeleteFunc(slices.Clone(a), unheard), slices.DeleteFunc(slices.Clone(x), unheard))
	}
	return a == b
}

func unheard(text string) bool { return text == "glitter" || text == "other" }

// A signal that the log never had is missing, and of one that it hashed nothing
// can be told.
func TestDecodeWhatIsNotThere(t *testing.T) {
	survey := newSurvey(nil)
	for _, name := range []string{"bias", "plain", "device#3", "segment=new×plain"} {
		survey.features[name] = &magnitude{}
	}
	d, got := newDecoder(declared, survey), map[string]any{}
	if err := d.decode(got, []rows.Pair{{Name: "bias", Value: 1}, {Name: "segment=new×plain", Value: 7}}); err != nil || got["plain"] != 0. || got["log"] != nil {
		t.Errorf("got %v, %v", got, err)
	}
	err := d.decode(got, []rows.Pair{{Name: "device#3", Value: 1}})
	if want := "signal device is hashed in the log and cannot be told again: declare its values"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
