package ope

import "math"

// A shrinkage is a function f of the importance weight: how it is applied to a
// column, and the largest value it takes when no weight exceeds most.
type shrinkage struct {
	apply func(dst, w []float64, limit float64)
	most  func(most, limit float64) float64
}

// whole keeps the weight: f = w.
var whole = shrinkage{
	apply: func(dst, w []float64, _ float64) { copy(dst, w) },
	most:  func(most, _ float64) float64 { return most },
}

// nothing leaves the model alone: f = 0.
var nothing = shrinkage{
	apply: func(dst, _ []float64, _ float64) { clear(dst) },
	most:  func(_, _ float64) float64 { return 0 },
}

// matching asks only whether the policy could have taken the action: f = 1{w > 0}.
var matching = shrinkage{
	apply: func(dst, w []float64, _ float64) {
		for i, w := range w {
			dst[i] = 0
			if w > 0 {
				dst[i] = 1
			}
		}
	},
	most: func(_, _ float64) float64 { return 1 },
}

// clipping cuts the weight: f = min(w, λ).
var clipping = shrinkage{
	apply: func(dst, w []float64, limit float64) {
		dst = dst[:len(w)]
		for i, w := range w {
			if w > limit {
				w = limit
			}
			dst[i] = w
		}
	},
	most: func(most, limit float64) float64 { return min(most, limit) },
}

// switching trusts the model where the weight is too large: f = w·1{w ≤ τ}.
var switching = shrinkage{
	apply: func(dst, w []float64, limit float64) {
		dst = dst[:len(w)]
		for i, w := range w {
			if w > limit {
				w = 0
			}
			dst[i] = w
		}
	},
	most: func(most, limit float64) float64 { return min(most, limit) },
}

// optimistic shrinks by how much the weight adds to the variance:
// f = λw/(w²+λ), which is largest at w = √λ.
var optimistic = shrinkage{
	apply: func(dst, w []float64, limit float64) {
		dst = dst[:len(w)]
		for i, w := range w {
			dst[i] = limit * w / (w*w + limit)
		}
	},
	most: func(most, limit float64) float64 {
		w := min(most, math.Sqrt(limit))
		return limit * w / (w*w + limit)
	},
}

// subGaussian tempers the weight so that the estimate's error has the tails of
// a normal: f = w/(1−λ+λw), at most 1/λ.
var subGaussian = shrinkage{
	apply: func(dst, w []float64, limit float64) {
		dst = dst[:len(w)]
		for i, w := range w {
			dst[i] = w / (1 - limit + limit*w)
		}
	},
	most: func(most, limit float64) float64 {
		if math.IsInf(most, 1) {
			return 1 / limit
		}
		return most / (1 - limit + limit*most)
	},
}
