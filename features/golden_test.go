package features_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/features"
)

var update = flag.Bool("update", false, "rewrite the golden file")

// The same signals give the same bits on every machine and in every release
// with this version of the algorithm. Whoever must rewrite the file must raise
// that version too, so that logged vectors are not taken for new ones.
func TestGoldenVectors(t *testing.T) {
	const path = "testdata/vectors.golden"
	got := goldenVectors(t)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// goldenVectors shows each vector below the segment and the signals it is of,
// with its values in hexadecimal, which loses no bit.
func goldenVectors(t *testing.T) string {
	e := newEncoder(t, shop())
	names := e.Names()
	var b strings.Builder
	fmt.Fprintf(&b, "version %s, %d entries\n", e.Version(), e.Dim())
	for _, c := range goldenCases() {
		raw, err := json.Marshal(c.raw)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "\n%q %s\n", c.segment, raw)
		x := e.InSegment(e.Encode(features.Vector{}, read(t, e, c.raw)), c.segment)
		for k, index := range x.Index {
			fmt.Fprintf(&b, "%4d  %-46s %s\n", index, names[index], strconv.FormatFloat(x.Value[k], 'x', -1, 64))
		}
	}
	return b.String()
}

type goldenCase struct {
	segment string
	raw     map[string]any
}

func goldenCases() []goldenCase {
	cases := []goldenCase{
		{"repeat_buyer", visit()},
		{"first_time_buyer", map[string]any{}},
		{"", map[string]any{"goals": []any{}, "cart_categories": []any{}, "orders": 0.0, "subscriber": false}},
		{"undeclared", with(visit(), "device", "fridge")},
		{"first_time_buyer", map[string]any{"goals": []any{"acne", "sleep", "calm"}, "campaign": "Ωmega"}},
	}
	for _, x := range []float64{1e-9, 0.1, 0.41, 0.42, 1, 2.7, 19.99, 1234.5, 1e6, -3.3, 1e300} {
		cases = append(cases, goldenCase{"", map[string]any{"cart_value": x, "discount_share": x, "session_score": x}})
	}
	for _, span := range []string{"1ns", "90s", "1h30m", "7d", "2w", "-36h"} {
		cases = append(cases, goldenCase{"", map[string]any{"since_last_order": span, "time_on_site": span}})
	}
	return cases
}
