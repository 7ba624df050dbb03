package features

import (
	"hash/fnv"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// The hash below the mixing is the one that the standard library calls FNV-1a.
func TestFNV1a(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.String().Draw(rt, "text")
		h := fnv.New64a()
		h.Write([]byte(text))
		if got, want := fnv1a(text), h.Sum64(); got != want {
			rt.Fatalf("fnv1a(%q) = %x, want %x", text, got, want)
		}
	})
}

// Values that differ only in their last letters spread evenly over the buckets:
// chi-square stays below its 99.99 % quantile (37.7, 44.3 and 121 at 11, 15 and
// 63 degrees of freedom, rounded up). The texts are fixed, so this never flickers.
func TestBucketsAreEven(t *testing.T) {
	for _, test := range []struct {
		buckets int
		limit   float64
	}{{12, 38}, {16, 45}, {64, 122}} {
		for _, prefix := range []string{"", "item", "campaign-2026-"} {
			const texts = 6400
			hits := make([]float64, test.buckets)
			for i := range texts {
				hits[bucket(prefix+strconv.Itoa(i), test.buckets)]++
			}
			chi, mean := 0.0, texts/float64(test.buckets)
			for _, n := range hits {
				chi += (n - mean) * (n - mean) / mean
			}
			if !(chi < test.limit) {
				t.Errorf("%q in %d buckets: chi-square %.1f", prefix, test.buckets, chi)
			}
		}
	}
}
