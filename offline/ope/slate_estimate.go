package ope

import (
	"fmt"
	"strings"
)

// ParseSlate finds an estimator of slates by its name.
func ParseSlate(name string) (SlateEstimator, error) {
	for _, e := range SlateEstimators() {
		if e.Name == name {
			return e, nil
		}
	}
	return SlateEstimator{}, fmt.Errorf("ope: no estimator of slates is called %q: there are %s", name, strings.Join(SlateNames(), ", "))
}

// SlateNames are the names of SlateEstimators.
func SlateNames() (names []string) {
	for _, e := range SlateEstimators() {
		names = append(names, e.Name)
	}
	return names
}

// Estimate is what the i-th estimator says so far: a mean of terms, one a slate.
func (v *SlateEvaluation) Estimate(i int) Estimate {
	return Estimate{Estimator: Estimator{Name: v.Estimators[i].Name, shrink: whole}, sums: v.sums[i]}
}

// Interval holds the policy's value with probability 1−α. Of the methods, those
// fit that ask nothing of a term but that there are many of its kind: how large
// the weight of a whole slate can be, no bound on single weights says usefully.
func (v *SlateEvaluation) Interval(i int, m Method, alpha float64) (low, high float64, err error) {
	switch m {
	case Normal, StudentT, Anytime:
		return v.Estimate(i).Interval(m, alpha, Bounds{})
	}
	return 0, 0, fmt.Errorf("ope: %s is not for slates; %s, %s, %s and %s are", m, Normal, StudentT, Bootstrapped, Anytime)
}

// A SlateBootstrap draws slates with replacement, as a Bootstrap does rounds.
type SlateBootstrap struct {
	estimators []SlateEstimator
	parts      []*Bootstrap // of the mean of terms, by estimator
	batches    []Batch
	rows       uint64 // counted before the batches
}

// NewSlateBootstrap begins to estimate that many times.
func NewSlateBootstrap(replicates int, seed uint64, estimators ...SlateEstimator) *SlateBootstrap {
	b := &SlateBootstrap{estimators: estimators, batches: make([]Batch, len(estimators))}
	for range estimators {
		b.parts = append(b.parts, NewBootstrap(replicates, seed, Estimator{shrink: whole}))
	}
	return b
}

// Add counts a slate.
func (b *SlateBootstrap) Add(slate []Slot) {
	full := false
	for i, e := range b.estimators {
		full = b.batches[i].Add(Round{Reward: e.Term(slate), Weight: 1})
	}
	if full {
		b.flush()
	}
}

func (b *SlateBootstrap) flush() {
	n := b.batches[0].Rows()
	for i := range b.parts {
		b.parts[i].Add(&b.batches[i], b.rows)
		b.batches[i].Reset()
	}
	b.rows += uint64(n)
}

// Interval holds the middle share 1−α of what the i-th estimator said.
func (b *SlateBootstrap) Interval(i int, alpha float64) (low, high float64) {
	b.flush()
	return b.parts[i].Interval(0, alpha)
}
