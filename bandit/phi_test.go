package bandit

import (
	"math"
	"testing"
)

// The table gives Φ and φ to the error it states, inside its reach and beyond.
func TestPhi(t *testing.T) {
	const most = 2e-10
	for z := -9.0; z <= 9; z += 0.00037 {
		cdf, density := phi(z)
		wantCDF := math.Erfc(-z/math.Sqrt2) / 2
		wantDensity := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
		if !(math.Abs(cdf-wantCDF) <= most && math.Abs(density-wantDensity) <= most) {
			t.Fatalf("at %v: got %v, %v, want %v, %v", z, cdf, density, wantCDF, wantDensity)
		}
	}
	for _, z := range []float64{math.Inf(-1), math.Inf(1), math.NaN()} {
		if cdf, density := phi(z); cdf != 0 && cdf != 1 || density != 0 {
			t.Errorf("at %v: got %v, %v", z, cdf, density)
		}
	}
}

// No hash makes a ticket of 0 or 1, whose logarithms would decide every draw.
func TestUnitIsOpen(t *testing.T) {
	for _, h := range []uint64{0, math.MaxUint64} {
		if u := unit(h); !(u > 0 && u < 1) {
			t.Errorf("unit(%d) is %v", h, u)
		}
	}
}
