package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/engine"
)

// Save saves a map.
func Save(t testing.TB, s engine.Archive, records map[string][]byte) {
	t.Helper()
	if err := s.Save(maps.All(records)); err != nil {
		t.Fatal(err)
	}
}

// Archived reads everything under a prefix, by Each and, to compare, by Load.
func Archived(t testing.TB, s engine.Archive, prefix string) map[string][]byte {
	t.Helper()
	got := map[string][]byte{}
	err := s.Each(prefix, func(key string, value []byte) error {
		loaded, err := s.Load(key)
		if err != nil || !bytes.Equal(loaded, value) {
			return fmt.Errorf("%q is %.40q by each and %.40q by load, %w", key, value, loaded, err)
		}
		got[key] = bytes.Clone(value)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A key that no Save wrote is nil and no error, in an empty archive and in one
// that holds its neighbours.
func neverSaved(t *testing.T, open Opener) {
	s, _ := open(t)
	for range 2 {
		for _, key := range []string{"", "a", "ab", "ab\x00", "b"} {
			if got, err := s.Load(key); got != nil || err != nil {
				t.Errorf("load %q is %q, %v, want nil", key, got, err)
			}
		}
		Save(t, s, map[string][]byte{"aa": []byte("1"), "abc": []byte("2"), "a\x00": []byte("3")})
	}
}

// Each goes through the keys under a prefix in the order of their bytes,
// whatever bytes they are, and an error of its function ends it.
func eachInOrder(t *testing.T, open Opener) {
	s, _ := open(t)
	keys := []string{"", "\x00", "\x00\x00", "\x00\x01", "\x00\xff", "a", "a\x00", "a\x00\x01\x00", "a\x01", "ab", "b", "ü", "\xff", "\xff\xff"}
	slices.Sort(keys)
	records := map[string][]byte{}
	for _, key := range keys {
		records[key] = []byte("value of " + key)
	}
	Save(t, s, records)
	for _, prefix := range []string{"", "a", "a\x00", "\x00", "ab", "\xff", "none"} {
		var got, want []string
		for _, key := range keys {
			if bytes.HasPrefix([]byte(key), []byte(prefix)) {
				want = append(want, key)
			}
		}
		err := s.Each(prefix, func(key string, value []byte) error {
			if string(value) != "value of "+key {
				t.Errorf("%q holds %q", key, value)
			}
			got = append(got, key)
			return nil
		})
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("under %q: error %v (-want +got):\n%s", prefix, err, diff)
		}
	}
	enough := errors.New("enough")
	if err := s.Each("", func(string, []byte) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("each ended with %v, want its function's error", err)
	}
}

// A Save writes the records it names and leaves the others. No value, nil or
// empty, deletes. All of it survives closing.
func saveReplaces(t *testing.T, open Opener) {
	s, reopen := open(t)
	Save(t, s, map[string][]byte{"a": []byte("1"), "b": []byte("1"), "c": []byte("1"), "d": []byte("1")})
	Save(t, s, map[string][]byte{"b": []byte("2"), "c": nil, "d": {}, "e": []byte("2"), "f": nil})
	want := map[string][]byte{"a": []byte("1"), "b": []byte("2"), "e": []byte("2")}
	for range 2 {
		if diff := cmp.Diff(want, Archived(t, s, "")); diff != "" {
			t.Errorf("archive (-want +got):\n%s", diff)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = reopen()
	}
}

// A Save whose records cannot all be written has written none of them, and the
// next one is not disturbed by what it left.
func saveFails(t *testing.T, open Opener) {
	s, reopen := open(t)
	first := map[string][]byte{"a": []byte("1"), "b": []byte("1"), "keep": []byte("1")}
	Save(t, s, first)
	tooLong := string(make([]byte, 1<<20))
	bad := func(yield func(string, []byte) bool) {
		_ = yield("a", []byte("lost")) && yield("b", nil) && yield("new", []byte("lost")) && yield(tooLong, []byte("x"))
	}
	if err := s.Save(bad); err == nil {
		t.Fatal("a key of 1 MiB was saved")
	}
	for range 2 {
		if diff := cmp.Diff(first, Archived(t, s, "")); diff != "" {
			t.Errorf("after the failure (-want +got):\n%s", diff)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = reopen()
	}
	Save(t, s, map[string][]byte{"b": []byte("2")})
	want := map[string][]byte{"a": []byte("1"), "b": []byte("2"), "keep": []byte("1")}
	if diff := cmp.Diff(want, Archived(t, s, "")); diff != "" {
		t.Errorf("after the next save (-want +got):\n%s", diff)
	}
}

// Until Save returns, Load and Each see the archive before it; an Each that
// began before sees it to its end.
func saveIsolated(t *testing.T, open Opener) {
	s, _ := open(t)
	before, after := generation(1, 300, 100), generation(2, 300, 1000)
	Save(t, s, before)
	seen := map[string][]byte{}
	err := s.Each("", func(key string, value []byte) error {
		seen[key] = bytes.Clone(value)
		if len(seen) > 1 {
			return nil
		}
		return s.Save(func(yield func(string, []byte) bool) {
			for key, value := range after {
				if !yield(key, value) {
					return
				}
			}
			if diff := cmp.Diff(before, Archived(t, s, "")); diff != "" {
				t.Errorf("during the save (-want +got):\n%s", diff)
			}
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, seen); diff != "" {
		t.Errorf("an each that began before the save (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(after, Archived(t, s, "")); diff != "" {
		t.Errorf("after the save (-want +got):\n%s", diff)
	}
}

// generation makes n records that differ from those of any other number.
func generation(number, n, size int) map[string][]byte {
	records := map[string][]byte{}
	for i := range n {
		records[fmt.Sprintf("record-%04d", i)] = bytes.Repeat([]byte{byte(number), byte(i)}, size/2)
	}
	return records
}

// A Save may hold more bytes and more records than one transaction of any
// database would, and single records of megabytes.
func saveIsLarge(t *testing.T, open Opener) {
	s, reopen := open(t)
	for number, sizes := range [][2]int{{2000, 1000}, {10, 300_000}, {1, 5 << 20}, {2000, 10}} {
		records := generation(number, sizes[0], sizes[1])
		Save(t, s, records)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = reopen()
		got := Archived(t, s, "")
		for key, want := range records {
			if !bytes.Equal(got[key], want) {
				t.Fatalf("save %d: %s holds %d bytes, want %d", number, key, len(got[key]), len(want))
			}
		}
	}
}

// Whatever is saved in whatever order, with repeated keys and deletions within
// one Save, the archive is the map that a loop would have made.
func savesAreAMap(t *testing.T, open Opener) {
	s, _ := open(t)
	want := map[string][]byte{}
	key := rapid.SampledFrom([]string{"", "a", "a\x00", "ab", "b", "b\xff", "c"})
	value := rapid.SliceOfN(rapid.Byte(), 0, 3)
	rapid.Check(t, func(rt *rapid.T) {
		keys := rapid.SliceOfN(key, 0, 10).Draw(rt, "keys")
		values := rapid.SliceOfN(value, len(keys), len(keys)).Draw(rt, "values")
		for i, key := range keys {
			if want[key] = values[i]; len(values[i]) == 0 {
				delete(want, key)
			}
		}
		if err := s.Save(pairs(keys, values)); err != nil {
			rt.Fatal(err)
		}
		if got := Archived(t, s, ""); !maps.EqualFunc(want, got, bytes.Equal) {
			rt.Fatalf("archive is %q, want %q", got, want)
		}
	})
}

func pairs(keys []string, values [][]byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for i, key := range keys {
			if !yield(key, values[i]) {
				return
			}
		}
	}
}
