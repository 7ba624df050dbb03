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
	k := int(z*phiSteps + (phiReach*phiSteps + 0.5))
	if uint(k) >= uint(len(phiTable)) {
		return beyond(z), 0
	}
	return phiTable[k].near(z)
}

// phis is phi at all nodes of a panel, for a runner with this mean and 1/inv as
// its standard deviation.
func phis(cdf, density, at *[nodes]float64, mean, inv float64) {
	table := phiTable
	for n, x := range at {
		z := (x - mean) * inv
		k := int(z*phiSteps + (phiReach*phiSteps + 0.5))
		if uint(k) >= uint(len(table)) {
			cdf[n], density[n] = beyond(z), 0
			continue
		}
		cdf[n], density[n] = table[k].near(z)
	}
}

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
