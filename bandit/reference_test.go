package bandit_test

import (
	"math"
	"math/rand/v2"
	"slices"

	"proffer/bandit"
)

// fineGrid is Best for arms that all have a variance, by brute force: Simpson's
// rule with 32 steps on every stretch between points that are whole standard
// deviations from some arm's mean, with the library's error function. It shares
// no code with Best.
func fineGrid(arms []bandit.Normal, none float64) []float64 {
	const steps, far = 32, 9
	cuts := []float64{none}
	for _, arm := range arms {
		for k := -far; k <= far; k++ {
			cuts = append(cuts, arm.Mean+float64(k)*math.Sqrt(arm.Variance))
		}
	}
	cuts = slices.DeleteFunc(cuts, func(s float64) bool { return s < none || math.IsInf(s, -1) })
	slices.Sort(cuts)
	p := make([]float64, len(arms)+1)
	for i := range cuts[1:] {
		for k := 0; k <= steps; k++ {
			h := (cuts[i+1] - cuts[i]) / steps
			simpson := []float64{2, 4}[k%2]
			if k == 0 || k == steps {
				simpson = 1
			}
			addWins(p, arms, cuts[i]+float64(k)*h, simpson*h/3)
		}
	}
	if !math.IsInf(none, -1) {
		p[len(arms)] = allBelow(arms, -1, none)
	}
	return p
}

// addWins adds to p the weighted density with which each arm wins at s.
func addWins(p []float64, arms []bandit.Normal, s, weight float64) {
	for a, arm := range arms {
		z := (s - arm.Mean) / math.Sqrt(arm.Variance)
		if math.Abs(z) > 9 {
			continue
		}
		density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi*arm.Variance)
		p[a] += weight * density * allBelow(arms, a, s)
	}
}

// allBelow is the probability that all arms but one are below s.
func allBelow(arms []bandit.Normal, but int, s float64) float64 {
	all := 1.0
	for b, arm := range arms {
		if b != but && all > 0 {
			all *= math.Erfc((arm.Mean-s)/math.Sqrt(2*arm.Variance)) / 2
		}
	}
	return all
}

// contest returns n random arms whose standard deviations spread over the given
// number of powers of ten, with means that leave most of them a chance.
func contest(rng *rand.Rand, n int, decades float64) []bandit.Normal {
	arms := make([]bandit.Normal, n)
	for a := range arms {
		sd := math.Pow(10, decades*(rng.Float64()-0.5))
		arms[a] = bandit.Normal{Mean: sd * (2*rng.Float64() - 1), Variance: sd * sd}
	}
	return arms
}

// farthest returns the greatest difference between entries of p and q.
func farthest(p, q []float64) float64 {
	most := 0.0
	for i := range p {
		most = max(most, math.Abs(p[i]-q[i]))
	}
	return most
}
