package ope

import "math"

// Sums are what an estimator remembers of the rounds it has seen: the means of
// d, of f·(r − q̂) and of f, and their centred products, by which any split of
// the rounds gives the same figures (Chan, Golub and LeVeque 1983). For an
// estimate that is a plain mean, only the term as a whole is kept, as the first.
type Sums struct {
	N    int
	mean [3]float64
	// Σ of (x−x̄)(y−ȳ) for the pairs 00, 01, 02, 11, 12, 22.
	product [6]float64
}

// The places of a ratio's three columns.
const (
	direct = iota
	gain
	weight
)

// addMean counts a column of terms.
func (s *Sums) addMean(terms []float64) {
	var b Sums
	b.N = len(terms)
	for _, x := range terms {
		b.mean[0] += x
	}
	b.mean[0] /= float64(b.N)
	for _, x := range terms {
		b.product[0] += (x - b.mean[0]) * (x - b.mean[0])
	}
	s.Merge(b)
}

// addRatio counts the three columns of a ratio.
func (s *Sums) addRatio(d, g, w []float64) {
	g, w = g[:len(d)], w[:len(d)]
	var b Sums
	b.N = len(d)
	var x, y, z float64
	for i := range d {
		x, y, z = x+d[i], y+g[i], z+w[i]
	}
	n := float64(b.N)
	x, y, z = x/n, y/n, z/n
	var xx, xy, xz, yy, yz, zz float64
	for i := range d {
		x, y, z := d[i]-x, g[i]-y, w[i]-z
		xx, xy, xz, yy, yz, zz = xx+x*x, xy+x*y, xz+x*z, yy+y*y, yz+y*z, zz+z*z
	}
	b.mean, b.product = [3]float64{x, y, z}, [6]float64{xx, xy, xz, yy, yz, zz}
	s.Merge(b)
}

// Merge counts all that o has counted.
func (s *Sums) Merge(o Sums) {
	if o.N == 0 {
		return
	}
	n := float64(s.N + o.N)
	part := float64(o.N) / n
	var d [3]float64
	for i := range d {
		d[i] = o.mean[i] - s.mean[i]
		s.mean[i] += d[i] * part
	}
	both, k := float64(s.N)*part, 0
	for i := range d {
		for j := i; j < len(d); j++ {
			s.product[k] += o.product[k] + d[i]*d[j]*both
			k++
		}
	}
	s.N += o.N
}

// value of a mean, or of mean(d) + Σg/Σw. NaN of nothing, and of weights that are all 0.
func (s *Sums) value(ratio bool) float64 {
	switch {
	case s.N == 0:
		return math.NaN()
	case ratio:
		return s.mean[direct] + s.mean[gain]/s.mean[weight]
	}
	return s.mean[0]
}

// variance of one round's share in the estimate, the population's: of a ratio by
// the delta method, whose terms are d + (g − R·w)/w̄ with R = Σg/Σw.
func (s *Sums) variance(ratio bool) float64 {
	n := float64(s.N - 1)
	if s.N < 2 {
		return math.NaN()
	}
	if !ratio {
		return s.product[0] / n
	}
	p, w := s.product, s.mean[weight]
	r := s.mean[gain] / w
	within := p[3] - 2*r*p[4] + r*r*p[5]
	across := p[1] - r*p[2]
	return max(p[0]+2*across/w+within/(w*w), 0) / n
}

// effective is the number of rounds that would say as much were all weights
// equal, (Σw)²/Σw² (Kish 1965). Only a ratio keeps its weights.
func (s *Sums) effective() float64 {
	n, w := float64(s.N), s.mean[weight]
	return n * n * w * w / (s.product[5] + n*w*w)
}
