package bandit

import (
	"fmt"
	"math"
)

// A Vector is a sparse feature vector: Value[k] stands at position Index[k] and
// every other position is zero. Index is strictly increasing and no value is
// beyond 1e75 in size.
type Vector struct {
	Index []int32   `json:"index"`
	Value []float64 `json:"value"`
}

// Validate reports the first reason why v is not a vector of length dim.
func (v Vector) Validate(dim int) error {
	if len(v.Index) != len(v.Value) {
		return fmt.Errorf("bandit: vector: %d positions but %d values", len(v.Index), len(v.Value))
	}
	last := int32(-1)
	for k, i := range v.Index {
		if i <= last {
			return fmt.Errorf("bandit: vector: position %d does not come after %d", i, last)
		}
		if int(i) >= dim {
			return fmt.Errorf("bandit: vector: position %d is outside dimension %d", i, dim)
		}
		if !tame(v.Value[k]) {
			return fmt.Errorf("bandit: vector: value %v at position %d is out of range", v.Value[k], i)
		}
		last = i
	}
	return nil
}

// dot returns the inner product of v with a dense vector that covers it.
func (v Vector) dot(dense []float64) float64 {
	var sum float64
	for k, i := range v.Index {
		sum += v.Value[k] * dense[i]
	}
	return sum
}

// tame tells numbers that can be learned from those that cannot: beyond 1e75 the
// product of a weight and two others would overflow, and NaN is none at all.
func tame(x float64) bool { return math.Abs(x) <= 1e75 }

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
