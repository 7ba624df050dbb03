package features

import "math"

// inverseOdd holds 1/(2k+1), the coefficients of the series of atanh.
var inverseOdd = [...]float64{
	1, 1. / 3, 1. / 5, 1. / 7, 1. / 9, 1. / 11,
	1. / 13, 1. / 15, 1. / 17, 1. / 19, 1. / 21, 1. / 23,
}

// log1p is ln(1+x) for finite x ≥ 0. The library's own differs in the last bit
// between architectures; this one is made of operations that IEEE 754 rounds
// exactly, in a fixed order. The conversions forbid the compiler to fuse a
// product with a sum (Go specification, "Floating-point operators"), which it
// does across an inlined return too.
func log1p(x float64) float64 {
	if x < 0x1p-54 {
		return x // to the last bit, and x/2 below may be too small for a float64
	}
	if x < math.Sqrt2-1 { // 1+x would lose the low bits of x
		return logRatio(x / (2 + x))
	}
	m, exponent := math.Frexp(1 + x)
	if m < math.Sqrt2/2 {
		m *= 2
		exponent--
	}
	return float64(float64(exponent)*math.Ln2) + logRatio((m-1)/(m+1))
}

// logRatio is ln((1+s)/(1−s)) = 2·atanh(s) = 2·Σ s^(2k+1)/(2k+1), for
// |s| ≤ 3−2√2, where the first omitted term is below 2⁻⁶⁴ of the sum
// (Abramowitz and Stegun, Handbook of Mathematical Functions, 4.1.27).
func logRatio(s float64) float64 {
	square := s * s
	sum := 0.0
	for k := len(inverseOdd) - 1; k >= 0; k-- {
		sum = float64(sum*square) + inverseOdd[k]
	}
	return float64(2 * s * sum)
}
