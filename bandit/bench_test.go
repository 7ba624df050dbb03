package bandit_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"proffer/bandit"

	"gonum.org/v1/gonum/mat"
)

// BenchmarkPredict measures one candidate, against the yardstick of a Cholesky
// solve per prediction.
func BenchmarkPredict(b *testing.B) {
	for _, d := range []int{64, 128} {
		xs := sparse(d, 12, 256)
		l := taught(b, d, xs)
		b.Run(fmt.Sprintf("d=%d/nnz=12/by=gather", d), func(b *testing.B) {
			b.ReportAllocs()
			k := 0
			for b.Loop() {
				l.Predict(xs[k%len(xs)])
				k++
			}
		})
		b.Run(fmt.Sprintf("d=%d/nnz=12/by=cholesky", d), func(b *testing.B) {
			var factor mat.Cholesky
			factor.Factorize(precision(l))
			x, solved := dense(xs[0], d), mat.NewVecDense(d, nil)
			b.ReportAllocs()
			for b.Loop() {
				if err := factor.SolveVecTo(solved, x); err != nil {
					b.Fatal(err)
				}
				mat.Dot(x, solved)
			}
		})
	}
}

// BenchmarkLearn measures one outcome, its share of the rebuilds included.
func BenchmarkLearn(b *testing.B) {
	for _, d := range []int{64, 128} {
		xs := sparse(d, 12, 256)
		l := taught(b, d, xs)
		b.Run(fmt.Sprintf("d=%d/nnz=12", d), func(b *testing.B) {
			b.ReportAllocs()
			k := 0
			for b.Loop() {
				if err := l.Learn(xs[k%len(xs)], float64(k%2), 1); err != nil {
					b.Fatal(err)
				}
				k++
			}
		})
	}
}

// BenchmarkRebuild measures computing a posterior from its sums.
func BenchmarkRebuild(b *testing.B) {
	for _, d := range []int{64, 128} {
		l := taught(b, d, sparse(d, 12, 256))
		b.Run(fmt.Sprintf("d=%d", d), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := l.Rebuild(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// sparse returns n vectors of length d with a bias and nnz-1 other features.
func sparse(d, nnz, n int) []bandit.Vector {
	rng := rand.New(rand.NewPCG(uint64(d), 0))
	xs := make([]bandit.Vector, n)
	for k := range xs {
		present := make([]bool, d)
		present[0] = true
		for _, i := range rng.Perm(d - 1)[:nnz-1] {
			present[i+1] = true
		}
		for i, is := range present {
			if is {
				xs[k].Index = append(xs[k].Index, int32(i))
				xs[k].Value = append(xs[k].Value, rng.NormFloat64())
			}
		}
	}
	return xs
}

// taught returns a posterior over d features that has seen every vector once.
func taught(b *testing.B, d int, xs []bandit.Vector) *bandit.Linear {
	all := make([]outcome, len(xs))
	for k, x := range xs {
		all[k] = outcome{x: x, r: float64(k % 2), w: 1}
	}
	return learned(b, prior(d), all)
}

// precision returns the precision of l as a matrix.
func precision(l *bandit.Linear) *mat.SymDense {
	d, sums := l.Dim(), l.Moments()
	full := mat.NewSymDense(d, nil)
	for i := range d {
		for j := i; j < d; j++ {
			full.SetSym(i, j, sums.Cross(i, j))
		}
		full.SetSym(i, i, full.At(i, i)+prior(d).Precision[i])
	}
	return full
}
