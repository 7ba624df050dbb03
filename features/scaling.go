package features

import "math"

// A scaling is a Scale with its figures.
type scaling struct {
	scale    Scale
	mean, sd float64
}

// apply turns a finite x into a feature within the scale's bound.
func (s scaling) apply(x float64) float64 {
	switch s.scale {
	case Log:
		return clamp(math.Copysign(log1p(math.Abs(x)), x), 32)
	case Standard:
		return clamp((x-s.mean)/s.sd, 8)
	default:
		return clamp(x, 1000)
	}
}

func clamp(x, bound float64) float64 {
	switch {
	case x > bound:
		return bound
	case x < -bound:
		return -bound
	}
	return x
}

func finite(x float64) bool { return math.Abs(x) <= math.MaxFloat64 }
