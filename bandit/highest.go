package bandit

import "math"

// Highest returns a distribution that is certain of the arm whose bound, Mean plus
// width standard deviations, is the highest, or of nothing when no bound is above
// none. Bounds that are level with the highest share certainty equally, and one that
// is level with none is not above it. The result has one number per arm and then
// that of nothing; it is written to dst when there is room.
//
// Two bounds are level when they differ by less than their rounding may. Only the
// highest is compared with the others, so no row of small steps makes a tie of arms
// that are far apart. An arm that is not finite, or has a negative variance, never
// wins. none = -Inf, or NaN, switches nothing off, and nothing then has only what no
// arm can take.
func Highest(dst []float64, arms []Normal, width, none float64) []float64 {
	dst = resize(dst, len(arms)+1)
	clear(dst)
	top := bound{at: math.Inf(-1)}
	for _, arm := range arms {
		if b, ok := arm.bound(width); ok && (b.at > top.at || b.at == top.at && b.size > top.size) {
			top = b
		}
	}
	if math.IsInf(top.at, -1) || top.at <= none || top.level(point(none)) {
		dst[len(arms)] = 1
		return dst
	}
	ties := 0
	for a, arm := range arms {
		if b, ok := arm.bound(width); ok && b.level(top) {
			dst[a] = 1
			ties++
		}
	}
	for a := range arms {
		dst[a] /= float64(ties)
	}
	return dst
}

// A bound is what an arm is compared by, and the size of the numbers it was made of.
type bound struct{ at, size float64 }

func point(at float64) bound { return bound{at: at, size: math.Abs(at)} }

// bound reports false for an arm that cannot be compared.
func (n Normal) bound(width float64) (b bound, ok bool) {
	sd := math.Sqrt(n.Variance)
	b = bound{at: n.Mean + width*sd, size: math.Abs(n.Mean) + max(width, 1)*sd}
	return b, n.usable() && finite(b.at)
}

// levelWithin is how far apart two bounds may be and count as one, as a share of
// their size. The same outcomes give a belief that differs in its last digits with
// the order in which they were learned and unlearned, and with when the covariance
// was rebuilt: ordinary ones by 1e-12 of the deviation, and MaxDrift at most. What
// is lost by a tie that is none is as little.
const levelWithin = MaxDrift

// level reports whether two bounds are the same but for rounding. One that is
// infinite is level with nothing.
func (b bound) level(o bound) bool {
	return finite(b.at) && finite(o.at) && math.Abs(b.at-o.at) <= levelWithin*max(b.size, o.size)
}
