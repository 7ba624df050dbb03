package guardrails_test

import (
	"fmt"
	"math"
	"testing"

	"proffer/guardrails"
	"proffer/policy"
)

// The holdout is the declared share of customers, the same ones every time; a
// larger share keeps them all and adds others, another salt draws others.
func TestHoldout(t *testing.T) {
	const n = 100_000
	small, large := policy.Groups{Holdout: 0.05, Salt: "a"}, policy.Groups{Holdout: 0.10, Salt: "a"}
	other := policy.Groups{Holdout: 0.05, Salt: "b"}
	held, both := 0, 0
	for i := range n {
		id := fmt.Sprintf("customer-%d", i)
		if !guardrails.InHoldout(small, id) {
			continue
		}
		held++
		if !guardrails.InHoldout(large, id) {
			t.Fatalf("%s left the holdout when its share grew", id)
		}
		if guardrails.InHoldout(other, id) {
			both++
		}
	}
	if se := math.Sqrt(0.05 * 0.95 / n); math.Abs(float64(held)/n-0.05) > 4*se {
		t.Errorf("%d of %d are held out, want 5%%", held, n)
	}
	if want := 0.05 * float64(held); math.Abs(float64(both)-want) > 4*math.Sqrt(want) {
		t.Errorf("%d are held out under both salts, want about %.0f", both, want)
	}
	if guardrails.InHoldout(policy.Groups{Holdout: 1}, "") {
		t.Error("nobody known is held out")
	}
}

// The lots have the declared shares, and their edges belong to one lot each.
func TestLots(t *testing.T) {
	g := policy.Groups{Control: 0.25, Baseline: 0.5}
	for _, c := range []struct {
		u    float64
		want guardrails.Lot
	}{{0, guardrails.InControl}, {0.2499, guardrails.InControl}, {0.25, guardrails.Treated}, {0.4999, guardrails.Treated}, {0.5, guardrails.InBaseline}, {0.9999, guardrails.InBaseline}} {
		if got := guardrails.DrawLot(g, c.u); got != c.want {
			t.Errorf("lot of %v is %v, want %v", c.u, got, c.want)
		}
	}
}
