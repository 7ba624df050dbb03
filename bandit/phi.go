package bandit

import "math"

const (
	// phiReach is where Φ ends being looked up: Φ(−8) is 6e-16.
	phiReach = 8
	// phiSteps is the number of table entries per unit. A point is at most 1/128
	// from an entry, so a Taylor series of third degree errs by less than
	// (1/128)⁴/24·max|φ‴| = 2e-10 in
	// Φ, and likewise in φ.
	phiSteps = 64
)

// phiTable holds Φ, φ and the point itself at every entry. It is computed once
// and never written.
var phiTable = tabulate()

func tabulate() *[2*phiReach*phiSteps + 1][3]float64 {
	var table [2*phiReach*phiSteps + 1][3]float64
	for k := range table {
		z := float64(k)/phiSteps - phiReach
		table[k] = [3]float64{math.Erfc(-z/math.Sqrt2) / 2, math.Exp(-z*z/2) / math.Sqrt(2*math.Pi), z}
	}
	return &table
}

// phi returns the distribution function Φ(z) and the density φ(z) of the
// standard normal to an absolute error of 2e-10.
func phi(z float64) (cdf, density float64) {
	k := int(z*phiSteps + (phiReach*phiSteps + 0.5))
	if uint(k) >= uint(len(phiTable)) {
		return beyond(z), 0
	}
	entry := &phiTable[k]
	d := z - entry[2]
	t := entry[2] * d
	dd, tt := d*d, t*t
	cdf = entry[0] + entry[1]*d*(1-t/2+(tt-dd)*(1./6))
	density = entry[1] * (1 - t + (tt-dd)/2 - t*(tt-3*dd)*(1./6))
	return cdf, density
}

// beyond returns Φ where the table ends.
func beyond(z float64) float64 {
	if z > 0 {
		return 1
	}
	return 0
}
