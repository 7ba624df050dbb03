package policy

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"proffer/words"
)

// Share reads a part of a whole, written as 5% or as 0.05.
func (s *Settings) Share(name string, opts ...Option) float64 {
	r := newRule(0, 1, opts)
	part := r.shape("number")
	part.Description = "A part of 1, such as 0.05."
	percent := &shape{Description: "A percentage, such as 5%.", Type: "string", Pattern: `^[0-9]+(\.[0-9]+)? ?%$`}
	sh := &shape{AnyOf: []*shape{part, percent}}
	return scalar(s, name, sh, r, share)
}

func share(n ast.Node, r rule) (float64, string, string) {
	digits, percent := figure(n), false
	if t, ok := n.(*ast.StringNode); ok {
		digits, percent = strings.CutSuffix(t.Value, "%")
		digits = strings.TrimSuffix(digits, " ")
	}
	x, err := strconv.ParseFloat(digits, 64)
	_, quoted := n.(*ast.StringNode)
	if err != nil || quoted && !percent {
		return 0, "must be a share such as 5% or 0.05", ""
	}
	if percent {
		x /= 100
	}
	hint := ""
	if !percent && x > 1 && x <= 100 {
		hint = fmt.Sprintf("did you mean %s%%?", digits)
	}
	return x, r.check(x, percentage), hint
}

// Money reads an amount of major units of the catalogue's currency, and returns
// it in minor units, exactly. Amounts of money are not negative.
func (s *Settings) Money(name string, opts ...Option) int64 {
	r := newRule(0, MaxAmount, opts)
	return scalar(s, name, r.shape("number"), r, s.money)
}

func (s *Settings) money(n ast.Node, r rule) (int64, string, string) {
	minor, err := s.r.scope.currency.parse(figure(n))
	switch {
	case errors.Is(err, errNotAmount):
		return 0, "must be an amount such as 12 or 9.90", ""
	case err != nil:
		return 0, err.Error(), ""
	}
	return minor, r.check(s.r.scope.currency.Major(minor), plain), ""
}

// Duration reads a length of time such as 90s, 36h, 1h30m, 7d or 2w. It is not
// negative.
func (s *Settings) Duration(name string, opts ...Option) time.Duration {
	r := newRule(0, words.MaxSpan.Hours(), opts)
	span := &shape{Description: "A length of time, such as 90s, 36h, 1h30m, 7d or 2w.", Type: "string", Pattern: `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h|d|w))+$`}
	sh := &shape{AnyOf: []*shape{span}}
	if r.holds(0) {
		sh.AnyOf = append(sh.AnyOf, &shape{Description: "No time at all.", Const: new(0)})
	}
	return scalar(s, name, sh, r, func(n ast.Node, r rule) (time.Duration, string, string) {
		written, _, _ := text(n, r)
		if figure(n) == "0" {
			written = "0s"
		}
		d, ok := parseDuration(written)
		if !ok {
			return 0, "must be a duration such as 90s, 36h or 7d", ""
		}
		return d, r.check(d.Hours(), inHours), ""
	})
}

// parseDuration reads a span that a catalogue may hold.
func parseDuration(text string) (time.Duration, bool) {
	d, ok := words.ParseSpan(text)
	return d, ok && d <= words.MaxSpan
}

// figure is a number as it was written, so that decimals are read exactly. It is
// empty for all that is none.
func figure(n ast.Node) string {
	switch n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return n.GetToken().Value
	}
	return ""
}

// check says in what range a number must be, and nothing when it is there.
func (r rule) check(x float64, write func(float64) string) string {
	switch {
	case r.holds(x):
		return ""
	case r.low == r.high:
		return "must be " + write(r.low)
	case r.low == math.SmallestNonzeroFloat64 && x <= 0:
		return "must be above 0"
	case x < r.low:
		return "must be at least " + write(r.low)
	default:
		return "must be at most " + write(r.high)
	}
}

func plain(x float64) string      { return strconv.FormatFloat(x, 'f', -1, 64) }
func percentage(x float64) string { return strconv.FormatFloat(x*100, 'g', 6, 64) + "%" }
func inHours(x float64) string    { return plain(x) + "h" }
