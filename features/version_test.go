package features_test

import (
	"testing"

	"proffer/features"
)

// Any change that gives some values another vector, or another name to an
// entry, changes the version.
func TestVersionFollowsTheEncoding(t *testing.T) {
	changes := map[string]func(*features.Schema){
		"a signal less":        func(s *features.Schema) { s.Signals = s.Signals[:11] },
		"another name":         func(s *features.Schema) { s.Signals[3].Name = "purchases" },
		"another type":         func(s *features.Schema) { s.Signals[3].Type = features.Number },
		"another scale":        func(s *features.Schema) { s.Signals[3].Scale = features.None },
		"another mean":         func(s *features.Schema) { s.Signals[2].Mean = 41 },
		"another deviation":    func(s *features.Schema) { s.Signals[2].SD = 12 },
		"another value":        func(s *features.Schema) { s.Signals[6].Values[2] = "watch" },
		"another bucket":       func(s *features.Schema) { s.Signals[8].Buckets = 33 },
		"another segment":      func(s *features.Schema) { s.Segments[0] = "newcomer" },
		"an interaction less":  func(s *features.Schema) { s.Interactions = s.Interactions[:2] },
		"another interaction":  func(s *features.Schema) { s.Interactions[0].Signal = "orders" },
		"no segments":          func(s *features.Schema) { s.Segments = nil },
		"values that are both": func(s *features.Schema) { s.Signals[6].Values = []string{"mobile desktop", "tablet"} },
	}
	seen := map[string]string{newEncoder(t, shop()).Version(): "no change"}
	for change, apply := range changes {
		s := shop()
		apply(&s)
		v := newEncoder(t, s).Version()
		if other, taken := seen[v]; taken {
			t.Errorf("%s and %s have the version %s", change, other, v)
		}
		seen[v] = change
	}
}

// Writing out a default changes nothing.
func TestVersionIgnoresWrittenDefaults(t *testing.T) {
	s := shop()
	s.Signals[1].Scale = features.None
	s.Signals[3].Scale = features.Log
	s.Signals[7].Buckets = 16
	s.Signals[10].Scale = features.Log
	if got, want := newEncoder(t, s).Version(), newEncoder(t, shop()).Version(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
