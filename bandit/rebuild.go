package bandit

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// errIndefinite says that the sums are not those of outcomes: some direction
// would have been seen less than never.
var errIndefinite = errors.New("precision is not positive definite")

// slack is how far below its least value rounding may leave the scale of the
// noise, as a share of the terms it is the difference of. It allows for sums of
// ten million outcomes; more than that is the work of a mean that drifted.
const slack = 1e-9

// Rebuild computes the posterior afresh from the prior and the sums. Afterwards
// l is, bit for bit, what LinearFrom makes of the same two, so a state restored
// from a snapshot and one that rebuilt when it was taken stay identical.
func (l *Linear) Rebuild() error {
	d := l.moments.Dim
	cov, logDet, ok := invert(l.precision(), d)
	if !ok {
		return fmt.Errorf("bandit: rebuild: %w", errIndefinite)
	}
	if !(l.shape() > 1) {
		return fmt.Errorf("bandit: rebuild: %v outcomes are fewer than none", l.moments.N)
	}
	mean := make([]float64, d)
	for i := range mean {
		axpy(l.moments.B[i]+l.toward[i], cov[i*d:(i+1)*d], mean)
	}
	l.cov, l.mean, l.volume, l.steps = cov, mean, logDet-l.prior.logDet(), 0
	scale, _ := l.scale()
	l.setNoise(scale)
	return nil
}

// MaxDrift is what Drift stays below. One step may leave 2⁻⁵³·maxPivot = 1e-12
// before a rebuild follows; smaller ones add up, and each later step shrinks an
// error as it shrinks the variance, so a hundred steps or so count at a time.
// The worst seen, with features spread over six powers of ten on a prior
// precision of 0.001, was 2e-10; ordinary ones stay near 1e-12.
const MaxDrift = 1e-9

// Drift returns how far rank-1 updates have carried the covariance from the
// exact one: the greatest |Σ̃ᵢⱼ−Σᵢⱼ| / √(ΣᵢᵢΣⱼⱼ). It is +Inf when the exact one
// cannot be computed.
func (l *Linear) Drift() float64 {
	d := l.moments.Dim
	exact, _, ok := invert(l.precision(), d)
	if !ok {
		return math.Inf(1)
	}
	var most float64
	for i := range d {
		for j := range d {
			size := math.Sqrt(exact[i*d+i] * exact[j*d+j])
			most = max(most, math.Abs(l.cov[i*d+j]-exact[i*d+j])/size)
		}
	}
	return most
}

// settle brings the noise up to date after a change, and rebuilds when that is
// due or when cancellation has spoilt the scale. When a rebuild is impossible
// the running posterior stays in force; Drift tells.
func (l *Linear) settle() {
	scale, floor := l.scale()
	if l.steps >= rebuildEvery || !(scale >= floor) {
		if l.Rebuild() == nil {
			return
		}
		l.steps = 0
	}
	l.setNoise(scale)
}

// setNoise keeps the expected noise of a posterior scale, which rounding must
// not bring below the prior's.
func (l *Linear) setNoise(scale float64) {
	l.noise = max(scale, l.prior.Scale) / (l.shape() - 1)
	l.weigh()
}

func (l *Linear) shape() float64 { return l.prior.Shape + l.moments.N/2 }

// scale returns the posterior scale β₀ + ½(c + m₀ᵀΛ₀m₀ − mᵀ(b+Λ₀m₀)) and the
// least value that rounding alone can explain. In exact arithmetic it is at
// least β₀.
func (l *Linear) scale() (scale, floor float64) {
	fitted := 0.0
	for i, m := range l.mean {
		fitted += m * (l.moments.B[i] + l.toward[i])
	}
	total := l.moments.C + l.square
	beta := l.prior.Scale
	return beta + (total-fitted)/2, beta - slack*(total+math.Abs(fitted)+beta)
}

// precision returns Λ₀+A with its upper triangle filled, in full rows.
func (l *Linear) precision() []float64 {
	d := l.moments.Dim
	full := make([]float64, d*d)
	for i := range d {
		start := l.moments.row(i)
		copy(full[i*d+i:(i+1)*d], l.moments.A[start+i:start+d])
		full[i*d+i] += l.prior.Precision[i]
	}
	return full
}

// invert replaces a symmetric matrix of order d, given by its upper triangle, by
// its inverse in full, through its Cholesky factor, and returns the logarithm of
// its determinant. It reports false when the matrix is not positive definite.
func invert(full []float64, d int) (inverse []float64, logDet float64, ok bool) {
	if d == 0 {
		return full, 0, true
	}
	factor, ok := lapack64.Potrf(blas64.Symmetric{N: d, Stride: d, Data: full, Uplo: blas.Upper})
	if !ok {
		return nil, 0, false
	}
	for i := range d {
		logDet += 2 * math.Log(full[i*d+i])
	}
	if _, ok := lapack64.Potri(factor); !ok {
		return nil, 0, false
	}
	for i := range d {
		for j := range i {
			full[i*d+j] = full[j*d+i]
		}
	}
	return full, logDet, true
}
