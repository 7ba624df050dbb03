package bandit

import "sync"

// Best returns the probability that each arm is the best, when the value of arm
// a is an independent draw from arms[a] and showing nothing is worth exactly
// none: P(a) = ∫ φ_a(s) Π_{b≠a} Φ_b(s) ds over s > none. The result has one
// number per arm and then the probability of nothing, Π Φ_b(none); it is written
// to dst when there is room. The error is below 2e-6.
//
// An arm without variance is a point; points that tie for best, to rounding as in
// Highest, share their probability equally, nothing among them. none = -Inf switches nothing off. An
// arm that is not finite, or has a negative variance, gets 0, and so does nothing
// when none is NaN; should that leave no candidate, nothing gets 1.
func Best(dst []float64, arms []Normal, none float64) []float64 {
	dst = resize(dst, len(arms)+1)
	clear(dst)
	f := fields.Get().(*field)
	defer fields.Put(f)
	f.enter(arms, none)
	f.integrate()
	f.share(dst, arms, none)
	return dst
}

// fields keeps the memory of finished calls, so that a steady state allocates
// nothing. What a field holds between calls is never read.
var fields = sync.Pool{New: func() any { return new(field) }}

// share writes what the runners won to dst and what is left below the bar to the
// points that set it, all scaled to sum to one.
func (f *field) share(dst []float64, arms []Normal, none float64) {
	best := point(f.best)
	level := func(a int) bool { return arms[a].Variance == 0 && point(arms[a].Mean).level(best) }
	points := 0
	for a := range arms {
		if level(a) {
			points++
		}
	}
	nothing := point(none).level(best) || points+len(f.runners) == 0
	if nothing {
		points++
	}

	f.tie()
	total := f.below * float64(min(points, 1))
	for _, r := range f.runners {
		total += r.won
	}
	for _, r := range f.runners {
		dst[r.arm] = r.won / total
	}
	each := f.below / total / float64(max(points, 1))
	for a := range arms {
		if level(a) {
			dst[a] = each
		}
	}
	if nothing {
		dst[len(arms)] = each
	}
}
