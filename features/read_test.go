package features_test

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/features"
)

// Each value has the one Go type that its signal's type names, whether it came
// from JSON or from Go.
func TestReadTypesValues(t *testing.T) {
	e := newEncoder(t, shop())
	want := features.Values{
		"cart_value":       31.5,
		"discount_share":   0.25,
		"session_score":    52.5,
		"orders":           3.0,
		"items":            2.0,
		"subscriber":       true,
		"device":           "mobile",
		"campaign":         "spring-newsletter",
		"cart_categories":  []string{"cleanser", "serum"},
		"goals":            []string{"acne", "hydration"},
		"since_last_order": 36 * time.Hour,
		"time_on_site":     90 * time.Minute,
	}
	fromGo := maps.Clone(visit())
	maps.Copy(fromGo, map[string]any{
		"orders": 3, "items": int64(2), "cart_categories": []string{"serum", "cleanser"},
		"since_last_order": 36 * time.Hour, "time_on_site": int64(5400),
	})
	for from, raw := range map[string]map[string]any{"JSON": visit(), "Go": fromGo} {
		if diff := cmp.Diff(want, read(t, e, raw)); diff != "" {
			t.Errorf("from %s (-want +got)\n%s", from, diff)
		}
	}
}

// Null is missing: it is read as if it had not been sent.
func TestReadLeavesOutNull(t *testing.T) {
	e := newEncoder(t, shop())
	raw := visit()
	for name := range raw {
		raw[name] = nil
	}
	if diff := cmp.Diff(features.Values{}, read(t, e, raw)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Values written as JSON and read again are the same values.
func TestReadOfJSONRoundTrips(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := genSchema(rt)
		e := newEncoder(rt, s)
		checkRoundTrip(rt, e, read(rt, e, genRaw(rt, s)))
	})
}

func checkRoundTrip(t rapid.TB, e *features.Encoder, want features.Values) {
	t.Helper()
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, read(t, e, raw)); diff != "" {
		t.Fatalf("%s (-want +got)\n%s", text, diff)
	}
}

// Read keeps nothing of a caller's list and changes nothing in it.
func TestReadCopiesLists(t *testing.T) {
	e := newEncoder(t, shop())
	list := []string{"serum", "cleanser"}
	v := read(t, e, map[string]any{"cart_categories": list})
	if want := []string{"serum", "cleanser"}; !slices.Equal(list, want) {
		t.Errorf("the list became %q", list)
	}
	list[0], list[1] = "mask", "mask"
	if got, want := v["cart_categories"], []string{"cleanser", "serum"}; !cmp.Equal(got, any(want)) {
		t.Errorf("the value became %q, want %q", got, want)
	}
}

// A bad value is refused under its signal's name, with what is wrong with it.
func TestReadRefuses(t *testing.T) {
	e := newEncoder(t, shop())
	tests := []struct {
		name, signal string
		raw          any
		want         string // part of the problem
	}{
		{"a string for a number", "cart_value", "31.5", "must be a number, not a string"},
		{"a boolean for a number", "cart_value", true, "not a boolean"},
		{"an object for a number", "cart_value", map[string]any{}, "not an object"},
		{"another Go type", "cart_value", float32(1), "another type"},
		{"NaN", "cart_value", math.NaN(), "must be finite"},
		{"infinity", "cart_value", math.Inf(-1), "must be finite"},
		{"a negative count", "orders", -1.0, "must not be negative"},
		{"a negative int count", "orders", -1, "must not be negative"},
		{"a fractional count", "orders", 1.5, "must be a whole number"},
		{"a count of NaN", "orders", math.NaN(), "must be finite"},
		{"a count that skips ones", "orders", 1e16, "at most 2^53"},
		{"a number for a boolean", "subscriber", 1.0, "must be true or false, not a number"},
		{"a list for a category", "device", []any{"mobile"}, "must be a string, not a list"},
		{"a long category", "device", strings.Repeat("x", 257), "at most 256 bytes, not 257"},
		{"a category that is not text", "device", "\xff", "valid UTF-8"},
		{"a string for a set", "goals", "acne", "must be a list of strings, not a string"},
		{"null in a set", "goals", []any{"acne", nil}, "member 1 is null"},
		{"a large set", "goals", make([]any, 65), "at most 64 members, not 65"},
		{"a long member", "goals", []string{strings.Repeat("x", 300)}, "at most 256 bytes, not 300"},
		{"no duration", "time_on_site", "soon", "must be a duration"},
		{"an empty duration", "time_on_site", "", "must be a duration"},
		{"a long text for a duration", "time_on_site", strings.Repeat("1s", 200), "at most 256 bytes"},
		{"a duration without a unit", "time_on_site", "90", "must be a duration"},
		{"a duration of ages", "time_on_site", "99999w", "at most 100 years"},
		{"a Go duration of ages", "time_on_site", time.Duration(math.MinInt64), "at most 100 years"},
		{"seconds of ages", "time_on_site", 1e300, "at most 100 years"},
		{"seconds of NaN", "time_on_site", math.NaN(), "must be finite"},
		{"a boolean for a duration", "time_on_site", false, "a duration or a number of seconds, not a boolean"},
		{"a slip", "cart_vlaue", 1.0, "is not declared (did you mean cart_value?)"},
		{"a stranger", "weather", nil, "is not declared"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v, err := e.Read(nil, with(visit(), test.signal, test.raw))
			if v != nil {
				t.Errorf("got values %v", v)
			}
			checkFaults(t, err, map[string]string{"signals." + test.signal: test.want})
		})
	}
}

// checkFaults wants exactly one fault under each field, with a problem that
// holds the given words.
func checkFaults(t *testing.T, err error, want map[string]string) {
	t.Helper()
	var faults features.Errors
	if !errors.As(err, &faults) {
		t.Fatalf("got error %v, want Errors", err)
	}
	for _, fault := range faults {
		words, wanted := want[fault.Field]
		if !wanted || !strings.Contains(fault.Problem, words) {
			t.Errorf("got %q: %q, want %q", fault.Field, fault.Problem, words)
		}
		if !strings.Contains(err.Error(), fault.Field+" "+fault.Problem) {
			t.Errorf("%q does not say %v", err, fault)
		}
	}
	if len(faults) != len(want) {
		t.Errorf("got %d faults, want %d: %v", len(faults), len(want), err)
	}
}

// All faults are reported at once, in an order that does not depend on a map's.
func TestReadReportsEveryFault(t *testing.T) {
	e := newEncoder(t, shop())
	raw := map[string]any{"orders": -1, "device": 7.0, "zebra": 1, "apple": 1, "cart_value": 1.0}
	const want = "features: signals.apple is not declared; signals.device must be a string, not a number; " +
		"signals.orders must not be negative; signals.zebra is not declared"
	for range 20 {
		if _, err := e.Read(nil, raw); err == nil || err.Error() != want {
			t.Fatalf("got %v, want %s", err, want)
		}
	}
}

// What a stranger sends can neither fill a reply with its names nor keep Read
// busy with thousands of them.
func TestReadBoundsWhatItRepeats(t *testing.T) {
	e := newEncoder(t, shop())
	_, err := e.Read(nil, map[string]any{strings.Repeat("né\xff", 1000): 1})
	if len(err.Error()) > 120 {
		t.Errorf("got an error of %d bytes", len(err.Error()))
	}
	many := map[string]any{}
	for i := range features.MaxSignals + 1 {
		many["s"+strconv.Itoa(i)] = 1.0
	}
	_, err = e.Read(nil, many)
	checkFaults(t, err, map[string]string{"signals": "at most 256, not 257"})
}
