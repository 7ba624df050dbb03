package eprocess

import (
	"fmt"
	"math"
	"slices"
)

// LogMean returns ln of the mean of exp(logs), and −Inf for none. Breakers on
// one surface may share a threshold by it: a mean of detectors is a detector.
func LogMean(logs ...float64) float64 {
	if len(logs) == 0 {
		return math.Inf(-1)
	}
	top := slices.Max(logs)
	if math.IsInf(top, 0) {
		return top
	}
	var sum float64
	for _, l := range logs {
		sum += math.Exp(l - top)
	}
	return top + math.Log(sum/float64(len(logs)))
}

// logOnePlus returns ln(1 + eˣ) without overflow.
func logOnePlus(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}

// finite is written so that NaN fails it.
func finite(x float64) bool { return math.Abs(x) <= math.MaxFloat64 }

// between refuses what is not strictly between low and high, and NaN.
func between(name string, x, low, high float64) error {
	if !(x > low && x < high) {
		return fmt.Errorf("eprocess: %s %v: must be between %v and %v", name, x, low, high)
	}
	return nil
}

// grid returns what was asked for, or else usual, when every entry is strictly
// between low and high.
func grid(name string, asked, usual []float64, low, high float64) ([]float64, error) {
	if len(asked) == 0 {
		asked = usual
	}
	for _, x := range asked {
		if err := between(name, x, low, high); err != nil {
			return nil, err
		}
	}
	return slices.Clone(asked), nil
}
