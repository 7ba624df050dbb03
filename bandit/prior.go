package bandit

import (
	"fmt"
	"math"
	"slices"
)

// Prior is what is believed before any outcome, in the Normal-Inverse-Gamma
// regression r = xᵀβ + ε with ε ~ N(0, σ²):
//
//	β | σ² ~ N(Mean, σ² diag(Precision)⁻¹),   σ² ~ InverseGamma(Shape, Scale)
//
// (Murphy 2012, Machine Learning: A Probabilistic Perspective, §7.6.3).
type Prior struct {
	// Mean and Precision have one entry per position of the vectors. A precision
	// is the number of outcomes, each with that feature alone at 1, the prior is worth.
	Mean      []float64
	Precision []float64
	// Shape over 1 and Scale over 0; the expected noise is Scale/(Shape-1).
	Shape float64
	Scale float64
}

// Validate reports the first reason why p is not a proper prior.
func (p Prior) Validate() error {
	if len(p.Mean) != len(p.Precision) {
		return fmt.Errorf("bandit: prior: %d means but %d precisions", len(p.Mean), len(p.Precision))
	}
	for i, m := range p.Mean {
		if !finite(m) {
			return fmt.Errorf("bandit: prior: mean %v at position %d is not finite", m, i)
		}
		if l := p.Precision[i]; !(l > 0 && finite(l)) {
			return fmt.Errorf("bandit: prior: precision %v at position %d is not positive", l, i)
		}
	}
	if !(p.Shape > 1 && finite(p.Shape)) {
		return fmt.Errorf("bandit: prior: shape %v is not over 1", p.Shape)
	}
	if !(p.Scale > 0 && finite(p.Scale)) {
		return fmt.Errorf("bandit: prior: scale %v is not positive", p.Scale)
	}
	return nil
}

func (p Prior) clone() Prior {
	p.Mean, p.Precision = slices.Clone(p.Mean), slices.Clone(p.Precision)
	return p
}

// pull returns Λ₀m₀, the prior's share of the normal equations, and m₀ᵀΛ₀m₀.
func (p Prior) pull() (toward []float64, square float64) {
	toward = make([]float64, len(p.Mean))
	for i, m := range p.Mean {
		toward[i] = p.Precision[i] * m
		square += toward[i] * m
	}
	return toward, square
}

// evidence is the share of LogEvidence that no outcome changes.
func (p Prior) evidence() float64 {
	atStart, _ := math.Lgamma(p.Shape)
	return p.Shape*math.Log(p.Scale) - atStart
}

// logDet is log |Λ₀|.
func (p Prior) logDet() float64 {
	sum := 0.0
	for _, l := range p.Precision {
		sum += math.Log(l)
	}
	return sum
}
