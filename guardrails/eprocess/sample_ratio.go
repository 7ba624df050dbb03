package eprocess

import (
	"cmp"
	"math"
	"slices"
)

// sampleRatioPrior is k, the visits that the logged ρ is worth before the first.
// The larger, the smaller a mismatch it can find and the later a large one.
const sampleRatioPrior = 100

// SampleRatio is the evidence that treatment was not assigned with the logged
// probabilities: a Dirichlet–multinomial mixture over the true ones against the
// logged ones (Lindon and Malek 2022). Each visit is predicted from the visits
// of its own stratum and its own ρ. With one ρ this is
//
//	ln E = ln B(kρ+n1, k(1−ρ)+n0) − ln B(kρ, k(1−ρ)) − n1 ln ρ − n0 ln(1−ρ)
//
// Where it passes ln(1/α), no figure of that surface is to be trusted.
type SampleRatio struct {
	LogE   float64   `json:"log_e"`
	Strata []Stratum `json:"strata,omitempty"` // in the order of Percent
}

// A Stratum counts the visits with nearly the same ρ. Whole percents bound the
// number of strata; the evidence itself uses the exact ρ of every visit.
type Stratum struct {
	Percent int `json:"percent"`
	Treated int `json:"treated"`
	Control int `json:"control"`
}

// Next returns the evidence after one more visit.
func (s SampleRatio) Next(rho float64, treated bool) (SampleRatio, error) {
	if err := between("probability of treatment", rho, 0, 1); err != nil {
		return s, err
	}
	percent := int(math.Round(100 * rho))
	i, found := slices.BinarySearchFunc(s.Strata, percent, func(s Stratum, p int) int { return cmp.Compare(s.Percent, p) })
	strata := slices.Clone(s.Strata)
	if !found {
		strata = slices.Insert(strata, i, Stratum{Percent: percent})
	}
	logE := s.LogE + strata[i].surprise(rho, treated)
	if treated {
		strata[i].Treated++
	} else {
		strata[i].Control++
	}
	return SampleRatio{logE, strata}, nil
}

// surprise is ln of the predicted probability over the logged one.
func (s Stratum) surprise(rho float64, treated bool) float64 {
	visits := float64(s.Treated + s.Control)
	seen, logged := float64(s.Treated), rho
	if !treated {
		seen, logged = float64(s.Control), 1-rho
	}
	return math.Log((sampleRatioPrior*logged + seen) / (sampleRatioPrior + visits) / logged)
}
