package policy

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/currency"
)

// A Currency says how an amount in minor units is written. Amounts inside the
// catalogue are whole numbers of minor units, so that sums of money are exact.
type Currency struct {
	Code     string // ISO 4217
	Exponent int    // decimals of the major unit: 2 for USD, 0 for JPY, 3 for KWD
}

// exponents are the currencies of ISO 4217 whose minor unit is not a hundredth.
// The tables of golang.org/x/text follow the customs of CLDR instead, which
// write no decimals for the Iraqi dinar, say, though it has three.
var exponents = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
	"RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"CLF": 4, "UYW": 4,
}

// recent are the currencies younger than the tables of golang.org/x/text.
var recent = map[string]bool{
	"MRU": true, "SLE": true, "STN": true, "UYW": true, "VED": true, "VES": true, "XCG": true, "ZWG": true,
}

// ParseCurrency returns the currency of an ISO 4217 code in capitals.
func ParseCurrency(code string) (Currency, error) {
	unit, err := currency.ParseISO(code)
	known := err == nil && unit.String() == code && code != "XXX" && code != "XTS"
	if !known && !recent[code] {
		return Currency{}, fmt.Errorf("policy: %q is not a currency of ISO 4217", code)
	}
	exponent, unusual := exponents[code]
	if !unusual {
		exponent = 2
	}
	return Currency{Code: code, Exponent: exponent}, nil
}

// Format writes an amount with all its decimals and no symbol, as "12.00".
func (c Currency) Format(minor int64) string {
	sign, digits := "", strconv.FormatInt(minor, 10)
	if minor < 0 {
		sign, digits = "-", digits[1:]
	}
	if c.Exponent == 0 {
		return sign + digits
	}
	if missing := c.Exponent + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - c.Exponent
	return sign + digits[:point] + "." + digits[point:]
}

// Major is the amount in major units, as the mathematics wants it.
func (c Currency) Major(minor int64) float64 {
	return float64(minor) / math.Pow10(c.Exponent)
}

// MaxAmount bounds every amount of money that people write or apps report, in
// major units.
const MaxAmount = 1e12

// Minor is an amount of major units to the nearest minor unit, and to the last
// one that there is.
func (c Currency) Minor(major float64) int64 {
	switch minor := math.Round(major * math.Pow10(c.Exponent)); {
	case minor >= math.MaxInt64:
		return math.MaxInt64
	case minor <= math.MinInt64:
		return math.MinInt64
	default:
		return int64(minor)
	}
}

// maxMinor keeps amounts exact when they become floats.
const maxMinor = int64(1) << 53

// Most is the largest amount, in minor units.
func (c Currency) Most() int64 { return min(int64(MaxAmount*math.Pow10(c.Exponent)), maxMinor) }

// Plus is the sum of two amounts, or the nearest to it that there is: a sum that
// goes on for ever must never turn a gain into a loss.
func Plus(a, b int64) int64 {
	switch sum := a + b; {
	case b > 0 && sum < a:
		return math.MaxInt64
	case b < 0 && sum > a:
		return math.MinInt64
	default:
		return sum
	}
}

var (
	errNotAmount   = errors.New("is not a decimal number")
	errAmountRange = errors.New("is too large an amount")
)

// parse reads a decimal number of major units, exactly.
func (c Currency) parse(text string) (int64, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, part, _ := strings.Cut(digits, ".")
	part = strings.TrimRight(part, "0")
	if whole == "" || strings.Trim(whole+part, "0123456789") != "" {
		return 0, errNotAmount
	}
	if len(part) > c.Exponent {
		return 0, fmt.Errorf("has more decimals than the %d of %s", c.Exponent, c.Code)
	}
	minor, err := strconv.ParseInt(whole+part+strings.Repeat("0", c.Exponent-len(part)), 10, 64)
	if err != nil || minor > maxMinor {
		return 0, errAmountRange
	}
	if negative {
		minor = -minor
	}
	return minor, nil
}
