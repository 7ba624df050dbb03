package ope

import (
	"testing"

	"pgregory.net/rapid"
)

// Every weight above 0 is counted once, in the bin whose bounds it lies within;
// the bins lie side by side, and the outermost are not empty.
func TestHistogram(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.OneOf(rapid.Just(0.0), rapid.Just(1.0), rapid.Float64Range(1e-6, 1e-3), rapid.Float64Range(.5, 40))
		drawn := rapid.SliceOfN(size, 0, 50).Draw(rt, "weights")
		var w Weights
		for _, x := range drawn {
			w.Add(x)
		}
		bins := w.Histogram()
		for i, b := range bins {
			want := Bin{Low: b.Low, High: b.High}
			for _, x := range drawn {
				if x >= b.Low && x < b.High {
					want.Rounds, want.Sum = want.Rounds+1, want.Sum+x
				}
			}
			if b.Rounds != want.Rounds || !near(b.Sum, want.Sum) || !(b.Low < b.High && b.High < 1.25*b.Low) {
				rt.Errorf("got %+v, want %+v", b, want)
			}
			if i > 0 && bins[i-1].High != b.Low {
				rt.Errorf("a gap between %v and %v", bins[i-1], b)
			}
		}
		counted := 0
		for _, b := range bins {
			counted += b.Rounds
		}
		if counted != w.Matched || len(bins) > 0 && (bins[0].Rounds == 0 || bins[len(bins)-1].Rounds == 0) {
			rt.Errorf("got %d of %d in %+v", counted, w.Matched, bins)
		}
	})
}
