package eprocess

import "fmt"

// Moments are the number, the mean and the squared deviations of some values,
// by the update of Welford (1962).
type Moments struct {
	N    int     `json:"n"`
	Mean float64 `json:"mean"`
	M2   float64 `json:"m2"` // Σ (x − mean)²
}

// Next returns the moments with one more value.
func (m Moments) Next(x float64) (Moments, error) {
	if !finite(x) {
		return m, fmt.Errorf("eprocess: value %v: must be finite", x)
	}
	n := m.N + 1
	was := x - m.Mean
	mean := m.Mean + was/float64(n)
	return Moments{n, mean, m.M2 + was*(x-mean)}, nil
}

// Variance is the unbiased one, and 0 of fewer than two values.
func (m Moments) Variance() float64 {
	if m.N < 2 {
		return 0
	}
	return m.M2 / float64(m.N-1)
}
