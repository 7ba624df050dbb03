package policy

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"proffer/features"
)

func conditionSignals() *conditions {
	return newConditions([]features.Signal{
		{Name: "cart_value", Type: features.Number},
		{Name: "orders", Type: features.Count},
		{Name: "member", Type: features.Boolean},
		{Name: "device", Type: features.Category, Values: []string{"mobile", "desktop"}},
		{Name: "source", Type: features.Category},
		{Name: "cart", Type: features.Set, Values: []string{"cleanser", "serum"}},
		{Name: "away", Type: features.Duration},
	}, nil)
}

// everything is a request that sends all signals.
func everything() features.Values {
	return features.Values{
		"cart_value": 31.5, "orders": 2.0, "member": true, "device": "mobile", "source": "ad",
		"cart": []string{"cleanser", "other"}, "away": 36 * time.Hour,
	}
}

// verdicts are conditions with their answer when everything is known, and when
// nothing is.
var verdicts = []struct {
	text         string
	holds        bool
	emptyHolds   bool
	emptyMissing string
}{
	{text: `cart_value < 40`, holds: true, emptyMissing: "cart_value"},
	{text: `cart_value < 40 and orders == 0`, emptyMissing: "cart_value"},
	{text: `orders == 2`, holds: true, emptyMissing: "orders"},
	{text: `member`, holds: true, emptyMissing: "member"},
	{text: `not member`, emptyMissing: "member"},
	{text: `device == "mobile"`, holds: true, emptyMissing: "device"},
	{text: `device in ["desktop"]`, emptyMissing: "device"},
	{text: `source startsWith "a"`, holds: true, emptyMissing: "source"},
	{text: `"cleanser" in cart`, holds: true, emptyMissing: "cart"},
	{text: `"serum" not in cart`, holds: true, emptyMissing: "cart"},
	{text: `any(cart, # == "serum")`, emptyMissing: "cart"},
	{text: `len(cart) == 2`, holds: true, emptyMissing: "cart"},
	{text: `away > duration("1d")`, holds: true, emptyMissing: "away"},
	{text: `away > duration("1w2d3h")`, emptyMissing: "away"},
	{text: `known("cart_value")`, holds: true},
	{text: `not known(cart_value)`, emptyHolds: true},
	{text: `known("cart_value") and cart_value < 40`, holds: true},
	{text: `not known("cart_value") or cart_value < 3`, emptyHolds: true},
	{text: `known("orders") and cart_value > 3`, holds: true, emptyMissing: "cart_value"},
	{text: `(cart_value ?? 0) < 20`, emptyHolds: true},
	{text: `(cart_value ?? 0) < 40 and cart_value > 3`, holds: true, emptyMissing: "cart_value"},
	{text: `member ?? true`, holds: true, emptyHolds: true},
	{text: `member ? orders > 1 : orders > 5`, holds: true, emptyMissing: "member"},
	{text: `cart_value / orders > 15`, holds: true, emptyMissing: "cart_value"},
	{text: `orders > 5 and cart_value / (orders - 2) > 15`, emptyMissing: "cart_value"},
	{text: `(orders ?? 1) * 3 - len(cart) + 2 ** 2 == 8`, holds: true, emptyMissing: "cart"},
	{text: `source + "s" == "ads"`, holds: true, emptyMissing: "source"},
	{text: `away - duration("1d") == duration("12h")`, holds: true, emptyMissing: "away"},
	{text: `max(1, orders) == 2`, holds: true, emptyMissing: "orders"},
	{text: `max([orders, 3]) == 3`, holds: true, emptyMissing: "orders"},
	{text: `any([1, orders], # > 1)`, holds: true, emptyMissing: "orders"},
	{text: `(member ? 1 : orders) in [1, 2.5]`, holds: true, emptyMissing: "member"},
	{text: `count(cart, # startsWith "c") == 1`, holds: true, emptyMissing: "cart"},
	{text: `true`, holds: true, emptyHolds: true},
}

// A condition that asks for a signal which was not sent does not hold and names
// it, unless it provides for that itself.
func TestVerdicts(t *testing.T) {
	k := conditionSignals()
	for _, tc := range verdicts {
		c, flaws := k.compile(tc.text)
		if c == nil {
			t.Errorf("%s: %+v", tc.text, flaws)
			continue
		}
		if got, want := c.Holds(everything()), (Verdict{Holds: tc.holds}); got != want {
			t.Errorf("%s = %+v, want %+v", c, got, want)
		}
		if got, want := c.Holds(nil), (Verdict{Holds: tc.emptyHolds, Missing: tc.emptyMissing}); got != want {
			t.Errorf("%s of nothing = %+v, want %+v", c, got, want)
		}
	}
}

// flawed are expressions that are refused, and where.
var flawed = []struct {
	text    string
	offset  int
	problem string
	hint    string
}{
	{`cart_valu < 40`, 0, `no signal is called "cart_valu"`, `did you mean "cart_value"?`},
	{`member and known("ordrs")`, 17, `no signal is called "ordrs"`, `did you mean "orders"?`},
	{`device == "moblie"`, 10, `"moblie" is not among the values of device`, `did you mean "mobile"?`},
	{`device in ["mobile", "tv"]`, 21, `"tv" is not among the values of device`, ``},
	{`"cleansr" in cart`, 0, `"cleansr" is not among the values of cart`, `did you mean "cleanser"?`},
	{`cart_value == nil`, 14, `compares with nil`, `write known("cart_value")`},
	{`cart_value`, 0, `must be true or false, and is a number`, ``},
	{`away > duration("soon")`, 16, `"soon" is not a duration such as 90s, 36h or 7d`, ``},
	{`away > duration(source)`, 7, `duration takes one text, such as duration("36h")`, ``},
	{`known(1)`, 0, `known takes one signal, such as known("cart_value")`, ``},
	{`now() > 3`, 0, `conditions have no function "now"`, ``},
	{`lenn(cart) > 3`, 0, `conditions have no function "lenn"`, `did you mean "len"?`},
	{`1..3 == 2`, 1, `is a range, and conditions have none`, ``},
	{`any(cart, any(cart, any(cart, true)))`, 30, `is a predicate inside more than 1 others`, ``},
	{`cart_value / 0 > 10`, 11, `divides by zero`, ``},
	{`cart_value / (1 - 1) > 10`, 11, `divides by zero`, ``},
	{`cart_value > 0 / 0`, 15, `comes to no finite number`, ``},
	{`orders = 3`, 7, `does not fit together at "="`, `write == to compare`},
	{`orders > 3 AND member`, 11, `does not fit together at "AND"`, `write and`},
	{`orders > 3 & member`, 11, `does not fit together at "&"`, `write and`},
	{`orders >`, 7, `ends before it is complete`, ``},
	{`source == "ad`, 13, `has a text without its closing quote`, ``},
	{`orders ?? 0 > 3`, 12, `mixes ?? and > without brackets`, `write such as (cart_value ?? 0) > 3`},
	{`cart == "serum"`, 5, `compares a set with text`, `write such as "a" in the set`},
	{`orders == "3"`, 7, `compares a number with text`, `write a number without quotes`},
	{`member == "true"`, 7, `compares true or false with text`, `write true or false without quotes`},
	{`away > 3`, 5, `compares a duration with a number`, `write a length of time as duration("36h")`},
	{`"mobile" in device`, 9, `cannot put in between text and text`, `the right side of in must be a set or a list, such as ["a", "b"]`},
	{`3 in cart`, 2, `looks for a number in a set, whose members are text`, ``},
	{`orders + source > 3`, 7, `cannot put + between a number and text`, ``},
	{`not orders > 3`, 0, `cannot put not before a number`, `put what it denies in brackets, such as not (orders > 3)`},
	{`len(orders) > 1`, 0, `len does not take a number`, ``},
	{`any(source, # == "a")`, 4, `any takes a set, not text`, ``},
	{`upper(orders) == "A"`, 6, `upper takes text, not a number`, ``},
	{`any(cart, len(#))`, 10, `asks of each member what must be true or false, and is a number`, ``},
	{`orders ? member : true`, 0, `must be true or false before the ?, and is a number`, ``},
	{`away > 1h`, 8, `bad number syntax: "1h"`, ``},
	{`orders > 1e400`, 13, `1e400 is beyond all numbers`, ``},
	{`any(cart)`, 8, `needs a set and what is asked of each member`, `write such as any(cart, # startsWith "a")`},
	{`len()`, 0, `has 0 in brackets where there must be 1`, ``},
	{`count(cart) > 3`, 0, `count asks nothing of the members`, `write such as count(cart, # startsWith "a"), or len(cart) for how many there are`},
	{`abs(away) > away`, 4, `abs takes a number, not a duration`, ``},
	{`away * away > away`, 5, `cannot put * between a duration and a duration`, ``},
	{`member ? orders : away`, 18, `chooses between a number and a duration`, ``},
	{`orders ?? true`, 7, `stands in for a number with true or false`, ``},
	{`orders ?? 1`, 7, `must be true or false, and is a number`, ``},
	{`len(orders ?? 1) > 0`, 0, `len does not take a number`, ``},
	{`orders.x`, 7, `is more than a condition may say: signals, values, comparisons, arithmetic and calls`, ``},
}

// A condition that cannot be right is refused where it goes wrong.
func TestFlaws(t *testing.T) {
	k := conditionSignals()
	for _, tc := range flawed {
		c, flaws := k.compile(tc.text)
		want := []flaw{{offset: tc.offset, problem: tc.problem, hint: tc.hint}}
		if c != nil || !slices.Equal(flaws, want) {
			t.Errorf("%s: %+v, want %+v", tc.text, flaws, want)
		}
	}
}

// broken are conditions that go wrong while they are evaluated, with what is said.
var broken = []struct {
	text    string
	problem string
}{
	{`source matches source`, "missing closing"},
	{`cart_value / orders > 10`, "divides by zero"},
	{`not (cart_value / orders > 10)`, "divides by zero"},
	{`cart_value / (orders ?? 1) > 10`, "divides by zero"},
	{`orders / orders < 10`, "divides by zero"},
	{`orders ** -1 > 10`, "comes to no finite number"},
	{`(orders - 8) ^ 0.5 > 10`, "comes to no finite number"},
	{`cart_value * 1e10 > 10`, "comes to no finite number"},
	{`cart_value + cart_value - cart_value < 10`, "comes to no finite number"},
	{`any(cart, len(#) / orders > 1)`, "divides by zero"},
}

// What goes wrong while a condition is evaluated is a problem that is told, and
// the condition does not hold: neither what is divided by nothing nor what is
// beyond all numbers may decide anything.
func TestProblems(t *testing.T) {
	k := conditionSignals()
	v := features.Values{"source": "(", "cart_value": 1.7e308, "orders": 0.0, "cart": []string{"serum"}}
	for _, tc := range broken {
		c, flaws := k.compile(tc.text)
		if c == nil {
			t.Errorf("%s: %+v", tc.text, flaws)
			continue
		}
		if got := c.Holds(v); got.Holds || got.Missing != "" || !strings.Contains(got.Problem, tc.problem) {
			t.Errorf("%s = %+v, want a problem: %s", c, got, tc.problem)
		}
	}
}

// A value of another type than the signal's is a problem and no panic: the
// engine never sends one, and a condition does not depend on that.
func TestWrongTypes(t *testing.T) {
	k := conditionSignals()
	for _, tc := range verdicts {
		c, _ := k.compile(tc.text)
		for _, wrong := range []any{struct{}{}, []int{1}, "text", 3, false, (*int)(nil), func() {}} {
			v := make(features.Values)
			for name := range everything() {
				v[name] = wrong
			}
			if got := c.Holds(v); got.Holds && got.Problem != "" {
				t.Errorf("%s of %T = %+v", c, wrong, got)
			}
		}
	}
}

// Equal expressions are one condition, which knows its signals.
func TestShared(t *testing.T) {
	k := conditionSignals()
	a, _ := k.compile(`orders > 1 and (cart_value ?? 0) > 3`)
	b, _ := k.compile(`orders > 1 and (cart_value ?? 0) > 3`)
	if a != b {
		t.Error("two conditions of one expression")
	}
	if diff := cmp.Diff([]string{"cart_value", "orders"}, a.Signals()); diff != "" {
		t.Errorf("signals, want − got +:\n%s", diff)
	}
}

// A condition may be evaluated by several goroutines at once.
func TestConcurrentConditions(t *testing.T) {
	c, _ := conditionSignals().compile(`"cleanser" in cart and cart_value < 40`)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 500 {
				v := features.Values{"cart": []string{"cleanser"}, "cart_value": float64(i)}
				if got := c.Holds(v); got.Holds != (i < 40) {
					t.Errorf("a cart of %d: %+v", i, got)
				}
			}
		})
	}
	wg.Wait()
}

// A fault inside a condition stands under its character, however YAML wrote the
// condition down.
func TestConditionPlaces(t *testing.T) {
	for _, tc := range []struct {
		name, written string
		found         string // what the caret stands under
	}{
		{"plain", `orders > 0 and ordrs > 0`, "ordrs"},
		{"single quotes", `'orders > 0 and ordrs > 0'`, "ordrs"},
		{"doubled quotes", `'source == ''é'' and ordrs > 0'`, "ordrs"},
		{"double quotes", `"source == \"\u00e9\" and ordrs > 0"`, "ordrs"},
		{"block", "|\n          orders > 0\n          and ordrs > 0", "ordrs"},
		{"block after an empty line", "|-\n\n          orders > 0\n            and ordrs > 0", "ordrs"},
		{"folded", ">\n          orders > 0\n          and ordrs > 0", ">\n"},
		{"plain on two lines", "orders > 0\n         and ordrs > 0", "orders > 0"},
		{"first character", `'ordrs > 0'`, "ordrs"},
		{"anchor", `&rule 'ordrs > 0'`, "ordrs"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := minimal + "signals:\n  orders: {type: count}\n  source: {type: category}\nsegments:\n  - name: someone\n    when: " + tc.written + "\n"
			before := text[:strings.LastIndex(text, tc.found)]
			line := 1 + strings.Count(before, "\n")
			column := 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
			_, err := Load([]byte(text))
			var faults Faults
			if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Line != line || faults[0].Column != column {
				t.Errorf("faults\n%s\nwant one at %d:%d", faults.Render("x", []byte(text)), line, column)
			}
		})
	}
}

func BenchmarkCondition(b *testing.B) {
	k := conditionSignals()
	v := everything()
	for name, text := range map[string]string{
		"number": `cart_value < 40`,
		"set":    `"cleanser" in cart and cart_value < 40`,
		"ratio":  `cart_value / orders < 40`,
		"asking": `known("orders") and (cart_value ?? 0) < 40`,
	} {
		b.Run("kind="+name, func(b *testing.B) {
			c, _ := k.compile(text)
			b.ReportAllocs()
			for b.Loop() {
				if got := c.Holds(v); !got.Holds {
					b.Fatal(got)
				}
			}
		})
	}
}
