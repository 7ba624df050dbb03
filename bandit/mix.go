package bandit

// Mix writes to dst, which may be p, the distribution p with a uniform share
// mixed in: (1−floor)·p + floor/k over its k candidates, so each is at least
// floor/k. The last entry of p is the chance of nothing at all; it is one of the
// candidates only when none says so, and otherwise keeps 1−floor of its own,
// unless it is alone, when it stays certain.
//
// A floor outside [0, 1] counts as the nearer end, and NaN as 0.
func Mix(dst, p []float64, floor float64, none bool) []float64 {
	dst = resize(dst, len(p))
	copy(dst, p)
	k := len(p)
	if !none {
		k--
	}
	if !(floor > 0) || k <= 0 {
		return dst
	}
	floor = min(floor, 1)
	share := floor / float64(k)
	for i := range dst {
		dst[i] *= 1 - floor
		if i < k {
			dst[i] += share
		}
	}
	return dst
}

// resize returns dst with length n, in its own memory when there is room.
func resize(dst []float64, n int) []float64 {
	if cap(dst) < n {
		return make([]float64, n)
	}
	return dst[:n]
}
