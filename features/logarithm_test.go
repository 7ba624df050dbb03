package features

import (
	"crypto/sha256"
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The logarithm is the library's to a few units in the last place. 1e-12 is the
// promise; the series and roundings leave about 1e-15.
func TestLog1pIsTheLogarithm(t *testing.T) {
	check := func(t rapid.TB, x float64) {
		want := math.Log1p(x)
		if got := log1p(x); !(math.Abs(got-want) <= 1e-12*want) {
			t.Fatalf("log1p(%v) = %v, want %v", x, got, want)
		}
	}
	seam := math.Sqrt2 - 1
	for _, x := range []float64{0, 5e-324, 0x1p-54, 1e-9, math.Nextafter(seam, 0), seam, 1, 3, 1e15, math.MaxFloat64} {
		check(t, x)
	}
	rapid.Check(t, func(rt *rapid.T) {
		check(rt, math.Exp(rapid.Float64Range(-700, 700).Draw(rt, "exponent")))
	})
}

// The logarithm has the same bits on every machine, not only in the golden
// vectors: one fused product among these many points would change the digest.
// They are exact in binary, so that they are the same points everywhere.
func TestLog1pIsTheSameEverywhere(t *testing.T) {
	digest := sha256.New()
	for scale := 0x1p-20; scale <= 0x1p20; scale *= 16 {
		for i := range 4096 {
			x := scale * float64(i)
			fmt.Fprintf(digest, "%016x", math.Float64bits(log1p(x)))
		}
	}
	const want = "394e125c7aacdb19"
	if got := fmt.Sprintf("%x", digest.Sum(nil)[:8]); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}
