package features_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/features"
)

// Whatever is declared and whatever is read, a vector begins with the bias, its
// indexes are strictly increasing and in range, and its values are finite,
// bounded and not zero.
func TestVectorIsWellFormed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := genSchema(rt)
		e := newEncoder(rt, s)
		x := e.Encode(features.Vector{}, read(rt, e, genRaw(rt, s)))
		checkWellFormed(rt, e, x)
		checkWellFormed(rt, e, e.InSegment(x, genSegment(rt)))
	})
}

func checkWellFormed(t rapid.TB, e *features.Encoder, x features.Vector) {
	t.Helper()
	if len(x.Index) != len(x.Value) {
		t.Fatalf("%d indexes and %d values", len(x.Index), len(x.Value))
	}
	if len(x.Index) == 0 || x.Index[0] != 0 || x.Value[0] != 1 {
		t.Fatalf("no bias in %v", x)
	}
	for k, index := range x.Index {
		if k > 0 && index <= x.Index[k-1] {
			t.Fatalf("index %d after %d", index, x.Index[k-1])
		}
		if int(index) >= e.Dim() {
			t.Fatalf("index %d in %d dimensions", index, e.Dim())
		}
		if v := x.Value[k]; !(math.Abs(v) <= 1000) || v == 0 {
			t.Fatalf("%s = %v", e.Names()[index], v)
		}
	}
}

// Every entry has a name, and no two have the same.
func TestNamesAreDistinct(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := newEncoder(rt, genSchema(rt))
		names := e.Names()
		if len(names) != e.Dim() {
			rt.Fatalf("%d names for %d dimensions", len(names), e.Dim())
		}
		slices.Sort(names)
		if distinct := len(slices.Compact(names)); distinct != e.Dim() {
			rt.Fatalf("%d distinct names for %d dimensions", distinct, e.Dim())
		}
	})
}

// The order of declaration changes neither the version nor any vector.
func TestOrderOfDeclarationDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := genSchema(rt)
		shuffled := features.Schema{
			Signals:      rapid.Permutation(s.Signals).Draw(rt, "signals"),
			Segments:     rapid.Permutation(s.Segments).Draw(rt, "segments"),
			Interactions: rapid.Permutation(s.Interactions).Draw(rt, "interactions"),
		}
		for i := range shuffled.Signals {
			shuffled.Signals[i].Values = rapid.Permutation(shuffled.Signals[i].Values).Draw(rt, "values")
		}
		a, b := newEncoder(rt, s), newEncoder(rt, shuffled)
		if a.Version() != b.Version() {
			rt.Fatalf("versions %s and %s", a.Version(), b.Version())
		}
		raw, segment := genRaw(rt, s), genSegment(rt)
		x := a.InSegment(a.Encode(features.Vector{}, read(rt, a, raw)), segment)
		y := b.InSegment(b.Encode(features.Vector{}, read(rt, b, raw)), segment)
		if diff := cmp.Diff(x, y); diff != "" {
			rt.Fatal(diff)
		}
	})
}

// A signal that is absent or null sets its missing entry and no other; one that
// is present never does.
func TestMissingExcludesPresent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := genSchema(rt)
		e := newEncoder(rt, s)
		raw := genRaw(rt, s)
		x := named(e, e.Encode(features.Vector{}, read(rt, e, raw)))
		for _, signal := range s.Signals {
			want := raw[signal.Name] == nil
			if got := x[signal.Name+"=missing"] == 1; got != want {
				rt.Fatalf("%s is missing: got %v, want %v", signal.Name, got, want)
			}
			if n := entriesOf(x, signal.Name); want && n != 1 {
				rt.Fatalf("%s is missing and has %d entries", signal.Name, n)
			}
		}
	})
}

func entriesOf(x map[string]float64, signal string) int {
	n := 0
	for name := range x {
		if name == signal || strings.HasPrefix(name, signal+"=") || strings.HasPrefix(name, signal+"#") {
			n++
		}
	}
	return n
}

// A category has exactly one entry, and it is 1: a known value and other are
// never both set.
func TestCategoryHasOneEntry(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := genSchema(rt)
		e := newEncoder(rt, s)
		x := named(e, e.Encode(features.Vector{}, read(rt, e, genRaw(rt, s))))
		for _, signal := range s.Signals {
			if n := entriesOf(x, signal.Name); signal.Type == features.Category && n != 1 {
				rt.Fatalf("%s has %d entries in %v", signal.Name, n, x)
			}
		}
	})
}

// Without the indicator of unknown members, a set's length as a vector is at
// most 1, however many members it has.
func TestLargeSetDoesNotShout(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		signal := features.Signal{Name: "s", Type: features.Set, Values: []string{"serum", "cleanser", "mask", "tonic"}}
		if buckets := rapid.IntRange(0, 100).Draw(rt, "buckets"); buckets > 0 {
			signal.Values, signal.Buckets = nil, buckets
		}
		e := newEncoder(rt, features.Schema{Signals: []features.Signal{signal}})
		raw := map[string]any{"s": genValue(rt, features.Set)}
		square := 0.0
		for name, value := range named(e, e.Encode(features.Vector{}, read(rt, e, raw))) {
			if name != "bias" && name != "s=other" {
				square += value * value
			}
		}
		if !(square <= 1+1e-12) { // at most 64 squares of a rounded 1/√n
			rt.Fatalf("|s|² = %v", square)
		}
	})
}

// In a segment, a vector has that segment's entry, a copy of each crossed
// signal's entries, and nothing of any other segment.
func TestInSegmentCopiesCrossedSignals(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := genSchema(rt)
		e := newEncoder(rt, s)
		x := e.Encode(features.Vector{}, read(rt, e, genRaw(rt, s)))
		segment := genSegment(rt)
		want := named(e, x)
		if slices.Contains(s.Segments, segment) {
			for name, value := range named(e, x) {
				signal := name[:strings.IndexAny(name+"=", "=#")]
				if slices.Contains(s.Interactions, features.Interaction{Signal: signal}) {
					want["segment="+segment+"×"+name] = value
				}
			}
			want["segment="+segment] = 1
		}
		if diff := cmp.Diff(want, named(e, e.InSegment(x, segment))); diff != "" {
			rt.Fatalf("(-want +got)\n%s", diff)
		}
	})
}

// A vector that moves to another segment keeps nothing of the first.
func TestInSegmentReplaces(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := genSchema(rt)
		e := newEncoder(rt, s)
		v := read(rt, e, genRaw(rt, s))
		first, second := genSegment(rt), genSegment(rt)
		want := e.InSegment(e.Encode(features.Vector{}, v), second)
		got := e.InSegment(e.InSegment(e.Encode(features.Vector{}, v), first), second)
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("(-want +got)\n%s", diff)
		}
	})
}

// What stood in the room that is reused has no part in the vector, and reusing
// it costs no allocation.
func TestEncodeReusesRoom(t *testing.T) {
	e := newEncoder(t, shop())
	v := read(t, e, visit())
	want := e.InSegment(e.Encode(features.Vector{}, v), "repeat_buyer")
	room := e.InSegment(e.Encode(features.Vector{}, features.Values{}), "first_time_buyer")
	room.Index, room.Value = slices.Grow(room.Index, e.Dim()), slices.Grow(room.Value, e.Dim())
	allocations := testing.AllocsPerRun(100, func() {
		room = e.InSegment(e.Encode(room, v), "repeat_buyer")
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
	if diff := cmp.Diff(want, room); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Values that Read did not make, and that no signal of their type could have,
// count as missing.
func TestForeignValuesAreMissing(t *testing.T) {
	e := newEncoder(t, shop())
	want := e.Encode(features.Vector{}, nil)
	for _, foreign := range []any{math.NaN(), math.Inf(1), 7, 'x', []any{}, struct{}{}} {
		v := features.Values{}
		for name := range visit() {
			v[name] = foreign
		}
		if diff := cmp.Diff(want, e.Encode(features.Vector{}, v)); diff != "" {
			t.Errorf("%v (-want +got)\n%s", foreign, diff)
		}
	}
}
