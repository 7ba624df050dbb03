package offline

import "math"

// Moments are the mean and the spread of numbers that come one at a time
// (Welford 1962). Their zero value has seen none.
type Moments struct {
	N    int
	mean float64
	m2   float64 // Σ (x − mean)²
}

// Add counts x.
func (m *Moments) Add(x float64) {
	m.N++
	d := x - m.mean
	m.mean += d / float64(m.N)
	m.m2 += d * (x - m.mean)
}

// Merge counts all that o has counted (Chan, Golub and LeVeque 1983).
func (m *Moments) Merge(o Moments) {
	if o.N == 0 {
		return
	}
	n := m.N + o.N
	d := o.mean - m.mean
	m.mean += d * float64(o.N) / float64(n)
	m.m2 += o.m2 + d*d*float64(m.N)*float64(o.N)/float64(n)
	m.N = n
}

// Mean is the mean, NaN of nothing.
func (m Moments) Mean() float64 {
	if m.N == 0 {
		return math.NaN()
	}
	return m.mean
}

// SD is the standard deviation of the population that the numbers are a sample
// of, NaN of less than two of them.
func (m Moments) SD() float64 {
	if m.N < 2 {
		return math.NaN()
	}
	return math.Sqrt(m.m2 / float64(m.N-1))
}

// Weighted is a mean of weighted numbers, with the standard error that it has
// as a ratio of two sums (Hájek 1971).
type Weighted struct{ w, wx, w2, w2x, w2x2 float64 }

// Add counts x with a weight above 0.
func (m *Weighted) Add(x, w float64) {
	m.w += w
	m.wx += w * x
	m.w2 += w * w
	m.w2x += w * w * x
	m.w2x2 += w * w * x * x
}

// Mean is the weighted mean, NaN of nothing.
func (m Weighted) Mean() float64 { return m.wx / m.w }

// StandardError is √(Σ w²(x−mean)²) / Σ w.
func (m Weighted) StandardError() float64 {
	mean := m.Mean()
	return math.Sqrt(max(m.w2x2-2*mean*m.w2x+mean*mean*m.w2, 0)) / m.w
}
