package ope

import (
	"fmt"
	"math"
)

// A Round is one logged choice, seen by the policy that is evaluated.
type Round struct {
	Reward float64 // r
	Weight float64 // w = π_e(a|x) / π_b(a|x) of the action a taken
	Model  float64 // q̂(x, a), what a reward model predicts for that action; 0 without a model
	Direct float64 // Σ_a π_e(a|x) q̂(x, a), what it predicts for the policy; 0 without a model
}

// Validate refuses what no estimator can take.
func (r Round) Validate() error {
	if !(r.Weight >= 0) || math.IsInf(r.Weight, 1) {
		return fmt.Errorf("ope: weight %v: must be finite and not negative", r.Weight)
	}
	if sum := r.Reward + r.Model + r.Direct; math.IsNaN(sum) || math.IsInf(sum, 0) {
		return fmt.Errorf("ope: reward %v, predicted %v and %v: must be finite", r.Reward, r.Model, r.Direct)
	}
	return nil
}

// BatchRows is how many rounds are added at once: few enough that their columns
// stay in the nearest cache.
const BatchRows = 256

// A Batch is some rounds as columns. Its zero value is empty.
type Batch struct {
	rows   int
	reward [BatchRows]float64
	weight [BatchRows]float64
	model  [BatchRows]float64
	direct [BatchRows]float64
}

// Add puts a round into the batch and reports whether that filled it.
func (b *Batch) Add(r Round) (full bool) {
	i := b.rows
	b.reward[i], b.weight[i], b.model[i], b.direct[i] = r.Reward, r.Weight, r.Model, r.Direct
	b.rows++
	return b.rows == BatchRows
}

// Rows is how many rounds the batch holds.
func (b *Batch) Rows() int { return b.rows }

// Reset empties the batch.
func (b *Batch) Reset() { b.rows = 0 }

// Expectation is what a model predicts for a policy: Σ π q / Σ π. The sum below
// the line is 1 but for the rounding of whoever wrote the probabilities down.
func Expectation(policy, predicted []float64) float64 {
	predicted = predicted[:len(policy)]
	var sum, all [2]float64 // two lanes hide how long an addition takes
	i := 0
	for ; i+2 <= len(policy); i += 2 {
		p, q := policy[i:i+2:i+2], predicted[i:i+2:i+2]
		sum[0] += p[0] * q[0]
		sum[1] += p[1] * q[1]
		all[0] += p[0]
		all[1] += p[1]
	}
	if i < len(policy) {
		sum[0] += policy[i] * predicted[i]
		all[0] += policy[i]
	}
	return (sum[0] + sum[1]) / (all[0] + all[1])
}
