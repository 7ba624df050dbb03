package offline

import (
	"math"
	"math/bits"
)

// mostDigits is how many decimal digits fit a word of 64 bits, whichever they are.
const mostDigits = 19

// tenTo are the powers of ten that fit one.
var tenTo = func() (powers [mostDigits + 1]uint64) {
	powers[0] = 1
	for i := 1; i < len(powers); i++ {
		powers[i] = 10 * powers[i-1]
	}
	return powers
}()

// plainNumber reads what nearly all numbers of a table are, digits with a point
// among them and perhaps a sign before them, to the same bit as strconv, which takes
// three times as long because it takes everything. It is not ok of anything else.
func plainNumber(text string) (x float64, ok bool) {
	negative := text != "" && text[0] == '-'
	if negative {
		text = text[1:]
	}
	whole, n := digits64(text, 0)
	decimals := 0
	if n < len(text) {
		if text[n] != '.' {
			return 0, false
		}
		var end int
		whole, end = digits64(text[n+1:], whole)
		if decimals = end; n+1+end < len(text) {
			return 0, false
		}
	}
	if n+decimals == 0 || n+decimals > mostDigits {
		return 0, false
	}
	if x = quotient(whole, tenTo[decimals]); negative {
		x = -x
	}
	return x, true
}

// digits64 puts the digits that a text begins with behind those of x, and says how
// many there are. With more than mostDigits x means nothing.
func digits64(text string, x uint64) (joined uint64, n int) {
	for n+8 <= len(text) {
		v, ok := eightDigits(text[n : n+8])
		if !ok {
			break
		}
		x = 1e8*x + v
		n += 8
	}
	for ; n < len(text); n++ {
		c := text[n] - '0'
		if c > 9 {
			break
		}
		x = 10*x + uint64(c)
	}
	return x, n
}

// eightDigits reads eight digits at once: in one word, first pairs of them, and then
// all pairs in two products (Lemire 2021, Number parsing at a gigabyte per second,
// section 7).
func eightDigits(text string) (x uint64, ok bool) {
	_ = text[7]
	v := uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
		uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
	const each = 0x0101010101010101
	low := v - '0'*each
	if ((v+(0x7f-'9')*each)|low)&(0x80*each) != 0 {
		return 0, false
	}
	pairs := 10*low + low>>8
	const first, second = 100 + 1e6*(1<<32), 1 + 1e4*(1<<32)
	const odd = 0x000000ff000000ff
	return ((pairs&odd)*first + (pairs>>16&odd)*second) >> 32, true
}

// quotient is m/d, rounded to the nearest and in doubt to the even, as IEEE 754 wants
// it. Where a float64 does not hold m, the quotient of m and d, both shifted to fill a
// word, has 63 bits or more. Of these 62 are kept, the last of which says whether any
// that is not 0 follows, so that it is rounded once, when it becomes a float64.
func quotient(m, d uint64) float64 {
	const exact = 1 << 53
	if m <= exact && d <= 1e15 {
		return float64(m) / float64(d)
	}
	up, down := bits.LeadingZeros64(m), bits.LeadingZeros64(d)
	m, d = m<<up, d<<down
	q, rest := bits.Div64(m>>1, m<<63, d)
	q = q>>1 | q&1
	if rest != 0 {
		q |= 1
	}
	return float64(int64(q)) * math.Float64frombits(uint64(1023+down-up-62)<<52)
}
