package bandit

import (
	"math"

	"gonum.org/v1/gonum/blas/blas64"
)

const (
	// rebuildEvery bounds how many rank-1 updates may pass before the covariance
	// is computed afresh. A rebuild costs some hundred updates, so it adds a few
	// hundredths to their price.
	rebuildEvery = 4096

	// maxPivot and minPivot bound the factor 1+w·xᵀΣx by which one update may
	// divide the variance at x. Dividing by f leaves of the entries' rounding,
	// 2⁻⁵³ of what they were, f times as much of what they are; a step that loses
	// more than four of the sixteen digits is followed by a rebuild, and one that
	// multiplies the errors there already are by over ten is not taken at all.
	maxPivot = 1e4
	minPivot = 0.1
)

// step is the rank-1 update by an outcome of weight w, negative to remove it.
func (l *Linear) step(x Vector, r, w float64) {
	l.gather(x)
	pivot := 1 + w*x.dot(l.gain)
	share := w / pivot
	axpy(share*(r-x.dot(l.mean)), l.gain, l.mean)
	// Scaled by the root, the update of entry (i, j) is the same product as that of
	// (j, i), so the covariance stays symmetric to the last bit. What is not
	// symmetric in it no later update would shrink.
	blas64.Scal(math.Sqrt(math.Abs(share)), dense(l.gain))
	d := l.Dim()
	blas64.Ger(math.Copysign(1, -w), dense(l.gain), dense(l.gain), blas64.General{Rows: d, Cols: d, Stride: max(d, 1), Data: l.cov})
	l.moments.add(x, r, w)
	l.volume += math.Log(pivot)
	l.steps++
	if !(pivot < maxPivot) {
		l.steps = rebuildEvery
	}
	l.settle()
}

// gather leaves cov·x in gain.
func (l *Linear) gather(x Vector) {
	clear(l.gain)
	d := len(l.mean)
	for k, i := range x.Index {
		axpy(x.Value[k], l.cov[int(i)*d:(int(i)+1)*d], l.gain)
	}
}

// without removes an outcome by rebuilding from the sums that are left.
func (l *Linear) without(x Vector, r, w float64) error {
	next := l.moments.Clone()
	next.add(x, r, -w)
	return l.become(next)
}

// become replaces the sums behind l, or changes nothing when they cannot be.
func (l *Linear) become(m *Moments) error {
	next, err := LinearFrom(l.prior, m)
	if err != nil {
		return err
	}
	*l = *next
	return nil
}

// axpy adds alpha·x to y.
func axpy(alpha float64, x, y []float64) { blas64.Axpy(alpha, dense(x), dense(y)) }

func dense(x []float64) blas64.Vector { return blas64.Vector{N: len(x), Data: x, Inc: 1} }
