package ope

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// maxRidge is how many numbers a ridge may remember: half a gigabyte of them.
const maxRidge = 1 << 26

// A Ridge learns a reward model for each action from sums over rounds, which come
// in folds. What it predicts for a fold was learned from the others alone, so that
// no round is judged by a model that has seen it (Chernozhukov et al. 2018).
//
// For an action with rows X, rewards r and r̄ the mean of all actions' rewards,
// q̂(x) = r̄ + xᵀ(XᵀX + λI)⁻¹Xᵀ(r − r̄): an action without rows is like all.
type Ridge struct {
	folds, actions, features int
	sums                     []regression // by fold and action
}

// A regression is what a ridge remembers of an action in a fold.
type regression struct {
	n, reward float64   // rounds and Σr
	gram      []float64 // Σxxᵀ, the upper triangle by rows
	x, xr     []float64 // Σx and Σxr
}

// NewRidge begins to learn. It needs two folds at least.
func NewRidge(folds, actions, features int) (*Ridge, error) {
	if folds < 2 || actions < 1 || features < 1 {
		return nil, fmt.Errorf("ope: %d folds, %d actions, %d features: a ridge needs at least 2, 1 and 1", folds, actions, features)
	}
	if size := folds * actions * features; size > maxRidge/features {
		return nil, fmt.Errorf("ope: %d features of %d actions are too many for a ridge", features, actions)
	}
	r := &Ridge{folds: folds, actions: actions, features: features, sums: make([]regression, folds*actions)}
	for i := range r.sums {
		r.sums[i] = r.none()
	}
	return r, nil
}

func (r *Ridge) none() regression {
	d := r.features
	return regression{gram: make([]float64, d*(d+1)/2), x: make([]float64, d), xr: make([]float64, d)}
}

// Add counts a round of a fold.
func (r *Ridge) Add(fold, action int, x []float64, reward float64) {
	s := &r.sums[fold*r.actions+action]
	s.n++
	s.reward += reward
	at := 0
	for i, xi := range x {
		s.x[i] += xi
		s.xr[i] += xi * reward
		row := s.gram[at : at+len(x)-i]
		at += len(row)
		if xi == 0 {
			continue
		}
		for j, xj := range x[i:] {
			row[j] += xi * xj
		}
	}
}

// Merge counts all that o has counted, of the same shape.
func (r *Ridge) Merge(o *Ridge) {
	for i := range r.sums {
		r.sums[i].add(&o.sums[i])
	}
}

func (s *regression) add(o *regression) {
	s.n += o.n
	s.reward += o.reward
	for i, v := range o.gram {
		s.gram[i] += v
	}
	for i := range o.x {
		s.x[i] += o.x[i]
		s.xr[i] += o.xr[i]
	}
}

// Fit solves for every action and fold, with the penalty λ above 0.
func (r *Ridge) Fit(penalty float64) (*RewardModel, error) {
	if !(penalty > 0) {
		return nil, fmt.Errorf("ope: penalty %v: must be above 0", penalty)
	}
	m := &RewardModel{actions: r.actions, mean: make([]float64, r.folds), weights: make([][]float64, len(r.sums))}
	for fold := range r.folds {
		others, all := make([]regression, r.actions), r.none()
		for a := range others {
			others[a] = r.none()
			for f := range r.folds {
				if f != fold {
					others[a].add(&r.sums[f*r.actions+a])
				}
			}
			all.n, all.reward = all.n+others[a].n, all.reward+others[a].reward
		}
		m.mean[fold] = ratio(all.reward, all.n)
		for a := range others {
			w, err := others[a].solve(m.mean[fold], penalty)
			if err != nil {
				return nil, err
			}
			m.weights[fold*r.actions+a] = w
		}
	}
	return m, nil
}

// solve returns (Σxxᵀ + λI)⁻¹(Σxr − r̄Σx).
func (s *regression) solve(mean, penalty float64) ([]float64, error) {
	d := len(s.x)
	a, b := mat.NewSymDense(d, nil), mat.NewVecDense(d, nil)
	at := 0
	for i := range d {
		b.SetVec(i, s.xr[i]-mean*s.x[i])
		for j := i; j < d; j++ {
			a.SetSym(i, j, s.gram[at])
			at++
		}
		a.SetSym(i, i, a.At(i, i)+penalty)
	}
	var factor mat.Cholesky
	if !factor.Factorize(a) {
		return nil, fmt.Errorf("ope: the features are too large beside the penalty %v", penalty)
	}
	var w mat.VecDense
	if err := factor.SolveVecTo(&w, b); err != nil {
		return nil, fmt.Errorf("ope: ridge: %w", err)
	}
	return w.RawVector().Data, nil
}

// A RewardModel predicts q̂(x, a) for rounds of each fold.
type RewardModel struct {
	actions int
	mean    []float64   // by fold
	weights [][]float64 // by fold and action
}

// Predict writes what a round of a fold would earn by each action.
func (m *RewardModel) Predict(dst []float64, fold int, x []float64) {
	for a := range dst {
		sum := m.mean[fold]
		for i, w := range m.weights[fold*m.actions+a] {
			sum += w * x[i]
		}
		dst[a] = sum
	}
}
