package breakers_test

import (
	"strings"
	"testing"

	"proffer/guardrails/breakers"
)

// Another alpha goes by the evidence that there is, at once.
func TestAdoptAnotherAlpha(t *testing.T) {
	const rule = "  - {name: regret, type: refund_rate, max: 8%, alpha: 0.01%}\n"
	w := newWorld(t, rule)
	for w.standing("regret", kit).Breaker.State == breakers.Closed {
		w.accept(0)
		w.pass(0)
	}
	for range 2 {
		w.accept(0)
	}
	w.pass(0)
	w.wants("regret", kit, breakers.Suspect, "suspicion")
	w.adopt(strings.Replace(rule, "0.01%", "50%", 1))
	w.pass(0)
	w.wants("regret", kit, breakers.Open, "harm")
}
