package ope

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// What is said of a mean of slates is what is said of a mean of their terms, and
// the bootstrap draws the same slates whatever is estimated.
func TestSlateIntervals(t *testing.T) {
	chance := rand.New(rand.NewPCG(6, 7))
	slates, drawn := NewSlateEvaluation(SlateEstimators()...), NewSlateBootstrap(200, 3, SlateEstimators()...)
	terms, again := evaluate(t, nil, "ips"), NewBootstrap(200, 3, Estimator{shrink: whole})
	var batch Batch
	rows := uint64(0)
	flush := func() {
		terms.Add(&batch)
		again.Add(&batch, rows)
		rows += uint64(batch.Rows())
		batch.Reset()
	}
	for range 700 {
		slate := []Slot{{Reward: chance.Float64(), Weight: 2 * chance.Float64(), Marginal: 1}, {Reward: 1, Weight: 1, Marginal: 1}}
		slates.Add(slate)
		drawn.Add(slate)
		if batch.Add(Round{Reward: sips(slate), Weight: 1}) {
			flush()
		}
	}
	flush()
	for _, m := range []Method{Normal, StudentT, Anytime} {
		low, high, err := slates.Interval(0, m, .1)
		wantLow, wantHigh, wrong := terms.Estimate(0).Interval(m, .1, Bounds{})
		if err != nil || wrong != nil || !near(low, wantLow) || !near(high, wantHigh) {
			t.Errorf("%s: got %v to %v, %v, want %v to %v", m, low, high, err, wantLow, wantHigh)
		}
	}
	low, high := drawn.Interval(0, .1)
	wantLow, wantHigh := again.Interval(0, .1)
	if !near(low, wantLow) || !near(high, wantHigh) {
		t.Errorf("bootstrap: got %v to %v, want %v to %v", low, high, wantLow, wantHigh)
	}
	if _, _, err := slates.Interval(0, Bernstein, .1); err == nil || !strings.Contains(err.Error(), "bernstein is not for slates") {
		t.Errorf("got %v", err)
	}
}

// Estimators of slates are found by their names, and by no others.
func TestParseSlate(t *testing.T) {
	for _, name := range SlateNames() {
		if e, err := ParseSlate(name); err != nil || e.Name != name || e.Term == nil {
			t.Errorf("%s: got %+v, %v", name, e.Name, err)
		}
	}
	if _, err := ParseSlate("ips"); err == nil {
		t.Error("ips is found among the estimators of slates")
	}
}
