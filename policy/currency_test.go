package policy

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// Currencies have the decimals that ISO 4217 gives them.
func TestParseCurrency(t *testing.T) {
	for code, want := range map[string]int{"USD": 2, "EUR": 2, "JPY": 0, "KRW": 0, "KWD": 3, "IQD": 3, "RSD": 2, "CLF": 4, "SLE": 2, "XCG": 2, "UYW": 4} {
		c, err := ParseCurrency(code)
		if err != nil || c != (Currency{Code: code, Exponent: want}) {
			t.Errorf("ParseCurrency(%s) = %+v, %v, want %d decimals", code, c, err, want)
		}
	}
	for _, code := range []string{"", "usd", "US", "DOLLAR", "XXX", "XTS", "QQQ", "€", "USD "} {
		if c, err := ParseCurrency(code); err == nil {
			t.Errorf("ParseCurrency(%q) = %+v, want an error", code, c)
		}
	}
}

// Amounts are written with all decimals, and small or negative ones too.
func TestFormat(t *testing.T) {
	for _, tc := range []struct {
		exponent int
		minor    int64
		want     string
	}{
		{2, 1200, "12.00"}, {2, 5, "0.05"}, {2, 0, "0.00"}, {2, -5, "-0.05"}, {2, -1234, "-12.34"},
		{0, 1200, "1200"}, {0, -1, "-1"}, {3, 1, "0.001"}, {3, 12345, "12.345"},
		{2, -9223372036854775808, "-92233720368547758.08"},
	} {
		if got := (Currency{Exponent: tc.exponent}).Format(tc.minor); got != tc.want {
			t.Errorf("%d with %d decimals = %q, want %q", tc.minor, tc.exponent, got, tc.want)
		}
	}
}

// What is formatted is read back exactly, and major units are the same amount.
func TestMoneyRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := Currency{Code: "X", Exponent: rapid.IntRange(0, 4).Draw(rt, "exponent")}
		minor := rapid.Int64Range(-maxMinor, maxMinor).Draw(rt, "minor")
		got, err := c.parse(c.Format(minor))
		if err != nil || got != minor {
			rt.Fatalf("%d becomes %q and then %d, %v", minor, c.Format(minor), got, err)
		}
		if s := fmt.Sprintf("%.*f", c.Exponent, c.Major(minor)); minor != 0 && s != c.Format(minor) && minor > -1<<40 && minor < 1<<40 {
			rt.Fatalf("%d is %s in major units, want %s", minor, s, c.Format(minor))
		}
	})
}

// A sum of amounts is exact wherever it can be, and else the nearest amount.
func TestPlus(t *testing.T) {
	edge := rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64 - 1, math.MaxInt64}))
	rapid.Check(t, func(rt *rapid.T) {
		a, b := edge.Draw(rt, "a"), edge.Draw(rt, "b")
		want := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		switch got := Plus(a, b); {
		case want.IsInt64() && got != want.Int64():
			rt.Errorf("%d and %d make %d, want %v", a, b, got, want)
		case !want.IsInt64() && (got != math.MaxInt64 && want.Sign() > 0 || got != math.MinInt64 && want.Sign() < 0):
			rt.Errorf("%d and %d make %d, want the last amount on the way to %v", a, b, got, want)
		}
	})
}

// Major units become the nearest minor unit, and those beyond all amounts the last.
func TestMinor(t *testing.T) {
	for _, c := range []struct {
		exponent int
		major    float64
		want     int64
	}{
		{2, 1.4, 140}, {2, 0.1 + 0.2, 30}, {2, 0.005, 1}, {2, -0.005, -1}, {0, 12.4, 12}, {3, 1.2345, 1235},
		{2, 1e300, math.MaxInt64}, {0, math.MaxInt64, math.MaxInt64}, {2, -1e300, math.MinInt64}, {2, math.Inf(1), math.MaxInt64},
	} {
		if got := (Currency{Exponent: c.exponent}).Minor(c.major); got != c.want {
			t.Errorf("%v with %d decimals is %d minor units, want %d", c.major, c.exponent, got, c.want)
		}
	}
}

// The largest amount is the one that catalogues may hold, in any currency.
func TestMost(t *testing.T) {
	for code, want := range map[string]int64{"JPY": 1e12, "USD": 1e14, "KWD": 1e15, "CLF": maxMinor} {
		c, err := ParseCurrency(code)
		if err != nil || c.Most() != want {
			t.Errorf("the most %s is %d, want %d (error %v)", code, c.Most(), want, err)
		}
	}
}
