package ope

import "math"

// Sums are what an estimator remembers of the rounds it has seen: the means of
// d, of f·(r − q̂) and of f, and their centred products, by which any split of
// the rounds gives the same figures (Chan, Golub and LeVeque 1983). For an
// estimate that is a plain mean, only the term as a whole is kept, as the first.
//
// Of a ratio, f·(r − q̂ − centre) is kept, with a centre that is near Σf·(r − q̂)/Σf:
// what is left is as small as rewards differ, however large they are. Compared with
// what was logged, d less r − centre is kept, so that the centre is in neither.
type Sums struct {
	N      int
	centre float64
	paired bool // d has the centre
	mean   [3]float64
	// Σ of (x−x̄)(y−ȳ) for the pairs 00, 01, 02, 11, 12, 22.
	product [6]float64
}

// The places of a ratio's three columns.
const (
	direct = iota
	gain
	weight
)

// addMean counts the terms d + g. It goes through them once, from a mean that is
// near: that of the terms before. Four lanes hide how long an addition takes.
func (s *Sums) addMean(d, g []float64) {
	near := s.mean[0]
	if s.N == 0 {
		near = d[0] + g[0]
	}
	var sum, square [4]float64
	n := len(g)
	d = d[:n]
	i := 0
	for ; i+4 <= n; i += 4 {
		d, g := d[i:i+4:i+4], g[i:i+4:i+4]
		x0, x1, x2, x3 := d[0]+g[0]-near, d[1]+g[1]-near, d[2]+g[2]-near, d[3]+g[3]-near
		sum[0], sum[1], sum[2], sum[3] = sum[0]+x0, sum[1]+x1, sum[2]+x2, sum[3]+x3
		square[0], square[1], square[2], square[3] = square[0]+x0*x0, square[1]+x1*x1, square[2]+x2*x2, square[3]+x3*x3
	}
	for ; i < n; i++ {
		x := d[i] + g[i] - near
		sum[0], square[0] = sum[0]+x, square[0]+x*x
	}
	off := (sum[0] + sum[1]) + (sum[2] + sum[3])
	b := Sums{N: n, mean: [3]float64{near + off/float64(n)}}
	b.product[0] = max((square[0]+square[1])+(square[2]+square[3])-off*off/float64(n), 0)
	s.Merge(b)
}

// addRatio counts the three columns of a ratio.
func (s *Sums) addRatio(d, g, w []float64) {
	g, w = g[:len(d)], w[:len(d)]
	c := s.centre
	b := Sums{N: len(d), centre: c, paired: s.paired}
	var x, y, z float64
	for i := range d {
		x, y, z = x+d[i], y+(g[i]-c*w[i]), z+w[i]
	}
	n := float64(b.N)
	x, y, z = x/n, y/n, z/n
	var xx, xy, xz, yy, yz, zz float64
	for i := range d {
		x, y, z := d[i]-x, (g[i]-c*w[i])-y, w[i]-z
		xx, xy, xz, yy, yz, zz = xx+x*x, xy+x*y, xz+x*z, yy+y*y, yz+y*z, zz+z*z
	}
	b.mean, b.product = [3]float64{x, y, z}, [6]float64{xx, xy, xz, yy, yz, zz}
	s.Merge(b)
}

// settle finds a centre before the first rounds that have any weight are counted:
// their own Σg/Σw.
func (s *Sums) settle(g, w []float64) {
	if s.mean[weight] > 0 {
		return
	}
	var sum, all float64
	for i := range w {
		sum, all = sum+g[i], all+w[i]
	}
	if c := ratio(sum, all); !math.IsInf(c, 0) {
		s.recentre(c)
	}
}

// recentre makes what has been counted what it is with another centre.
func (s *Sums) recentre(c float64) {
	by, p := c-s.centre, &s.product
	s.centre = c
	if s.paired && s.N > 0 {
		s.mean[direct] += by
	}
	s.mean[gain] -= by * s.mean[weight]
	p[1] -= by * p[2]
	p[3] += by * (by*p[5] - 2*p[4])
	p[4] -= by * p[5]
}

// Merge counts all that o has counted.
func (s *Sums) Merge(o Sums) {
	if o.N == 0 {
		return
	}
	switch {
	case s.N == 0:
		*s = o
		return
	case s.mean[weight] == 0:
		s.recentre(o.centre)
	case o.centre != s.centre:
		o.recentre(s.centre)
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
	case ratio && s.paired:
		return s.mean[direct] + s.mean[gain]/s.mean[weight]
	case ratio:
		return s.mean[direct] + (s.centre + s.mean[gain]/s.mean[weight])
	}
	return s.mean[0]
}

// variance of one round's share in the estimate, the population's: of a ratio by
// the delta method, whose terms are d + (g − R·w)/w̄ with R = Σg/Σw, whatever the centre.
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
