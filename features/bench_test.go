package features_test

import (
	"fmt"
	"testing"

	"proffer/features"
)

// firstSignals is the shop with its first n signals only, and a visit to it.
func firstSignals(n int) (features.Schema, map[string]any) {
	s := shop()
	s.Signals = s.Signals[:n]
	s.Interactions = s.Interactions[:1]
	raw := make(map[string]any, n)
	for _, signal := range s.Signals {
		raw[signal.Name] = visit()[signal.Name]
	}
	return s, raw
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{4, 12} {
		b.Run(fmt.Sprintf("signals=%d", n), func(b *testing.B) {
			s, raw := firstSignals(n)
			e := newEncoder(b, s)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Read(nil, raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Encode with the segment and its interactions, as a decision does.
func BenchmarkEncode(b *testing.B) {
	for _, n := range []int{4, 12} {
		b.Run(fmt.Sprintf("signals=%d", n), func(b *testing.B) {
			s, raw := firstSignals(n)
			e := newEncoder(b, s)
			v := read(b, e, raw)
			x := e.InSegment(e.Encode(features.Vector{}, v), "repeat_buyer")
			b.ReportAllocs()
			for b.Loop() {
				x = e.InSegment(e.Encode(x, v), "repeat_buyer")
			}
		})
	}
}
