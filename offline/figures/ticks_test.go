package figures

import "testing"

// An axis that begins a little below zero has one zero, without a sign.
func TestZeroHasNoSign(t *testing.T) {
	ticks := even(-.03, .5)
	if got := ticks[0].Label; got != "0.0" {
		t.Errorf("the first mark is %q, want 0.0", got)
	}
}
