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

// phiTable holds Φ and φ at every entry. It is computed once and never written.
var phiTable = tabulate()

func tabulate() *[2*phiReach*phiSteps + 1][2]float64 {
	var table [2*phiReach*phiSteps + 1][2]float64
	for k := range table {
		z := float64(k)/phiSteps - phiReach
		table[k][0] = math.Erfc(-z/math.Sqrt2) / 2
		table[k][1] = math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	}
	return &table
}

// phi returns the distribution function Φ(z) and the density φ(z) of the
// standard normal to an absolute error of 2e-10.
func phi(z float64) (cdf, density float64) {
	if !(z > -phiReach) {
		return 0, 0
	}
	if z >= phiReach {
		return 1, 0
	}
	k := int((z+phiReach)*phiSteps + 0.5)
	x := float64(k)*(1.0/phiSteps) - phiReach
	d := z - x
	entry := &phiTable[k]
	q := (x*x - 1) * d
	cdf = entry[0] + entry[1]*d*(1-d*(x/2-q/6))
	density = entry[1] * (1 - d*(x-q/2+(x*x-3)*x*d*d/6))
	return cdf, density
}
