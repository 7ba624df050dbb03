package offline

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// Whatever a number looks like, it is read to the same bit as strconv reads it, or
// left to strconv.
func TestPlainNumber(t *testing.T) {
	same := func(t rapid.TB, text string) (read bool) {
		t.Helper()
		want, err := strconv.ParseFloat(text, 64)
		got, ok := plainNumber(text)
		if ok && (err != nil || math.Float64bits(got) != math.Float64bits(want)) {
			t.Errorf("%q: got %v, want %v, %v", text, got, want, err)
		}
		return ok
	}
	for _, text := range []string{
		"0", "-0", "0.1", "1.", ".5", "-.5", "123456789012345678", "9999999999999999999", "0.000000000000000001", "00000000000000000001",
		"9007199254740993", "9007199254740993.5", "4503599627370496.5", "4503599627370497.5", "0.9999999999999999999", "-1797693134862.315708",
	} {
		if !same(t, text) && len(text) < 20 {
			t.Errorf("%q is left to strconv", text)
		}
	}
	for _, text := range []string{"", "-", ".", "-.", "--1", "+1", "1-", "1.2.3", "1e5", "0x1", "1_0", " 1", "Inf", "12345678a", "1234567:", "1234567/", "１", "99999999999999999999"} {
		if _, ok := plainNumber(text); ok {
			t.Errorf("%q was read", text)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		same(rt, rapid.StringMatching(`-?[0-9]{0,20}(\.[0-9]{0,20})?`).Draw(rt, "text"))
	})
	chance := rand.New(rand.NewPCG(1, 1))
	const many = 200_000
	left := 0
	for range many { // what a program prints of its numbers, which are hard to round
		for _, x := range []float64{chance.Float64(), chance.NormFloat64(), chance.NormFloat64() * 1e6} {
			if !same(t, strconv.FormatFloat(x, 'f', -1, 64)) {
				left++
			}
		}
	}
	if left > many/20 {
		t.Errorf("%d of %d numbers are left to strconv", left, 3*many)
	}
}
