package guardrails

// within reports whether a part is at most a share of a whole. Both are counts, of
// offers or of minor units. Shares are decimal numbers, which no float64 holds
// exactly: ten percent of 140 cents would be less than 14 cents, and what meets a
// limit exactly must not fail it.
func within(part int64, share float64, whole int64) bool {
	return float64(part) <= share*float64(whole)*(1+slack)
}

// slack forgives the rounding of a share and of its product, which are off by less
// than four times 2⁻⁵³ of themselves. What it forgives is less than a thousandth of
// a minor unit for amounts up to 10^12 of them.
const slack = 1.0 / (1 << 50)
