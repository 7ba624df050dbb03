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

// A phiEntry holds Φ, φ and the point itself.
type phiEntry struct{ cdf, density, z float64 }

// phiTable is computed once and never written.
var phiTable = tabulate()

func tabulate() *[2*phiReach*phiSteps + 1]phiEntry {
	var table [2*phiReach*phiSteps + 1]phiEntry
	for k := range table {
		z := float64(k)/phiSteps - phiReach
		table[k] = phiEntry{math.Erfc(-z/math.Sqrt2) / 2, math.Exp(-z*z/2) / math.Sqrt(2*math.Pi), z}
	}
	return &table
}

// phi returns the distribution function Φ(z) and the density φ(z) of the
// standard normal to an absolute error of 2e-10.
func phi(z float64) (cdf, density float64) {
	n := phiIndex(z)
	if n >= uint(len(phiTable)) {
		return beyond(z), 0
	}
	return phiTable[n].near(z)
}

// phiIndex is the place of the entry next to z, outside the table where z is.
func phiIndex(z float64) uint { return uint(int(z*phiSteps + (phiReach*phiSteps + 0.5))) }

// near is the Taylor series about the entry.
func (e *phiEntry) near(z float64) (cdf, density float64) {
	d := z - e.z
	t := e.z * d
	dd, tt := d*d, t*t
	cdf = e.cdf + e.density*d*(1-t/2+(tt-dd)*(1./6))
	density = e.density * (1 - t + (tt-dd)/2 - t*(tt-3*dd)*(1./6))
	return cdf, density
}

// beyond returns Φ where the table ends.
func beyond(z float64) float64 {
	if z > 0 {
		return 1
	}
	return 0
}
