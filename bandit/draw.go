package bandit

import "math"

// Ticket returns the number in (0, 1) that the candidate named key holds in the
// draw for a slot. Over seeds, slots and keys it is uniform and independent, and
// it is the same on every machine. With a hash of a customer as the seed, the
// customer's draws are sticky.
func Ticket(seed uint64, slot int, key string) float64 {
	// FNV-1a tells the keys apart; the mixer makes their differences random.
	h := uint64(14695981039346656037)
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	return unit(mix64(h ^ mix64(seed^mix64(uint64(slot)))))
}

// unit maps h to the middle of one of 2⁵² equal parts of (0, 1), which is exact
// and is neither 0 nor 1.
func unit(h uint64) float64 { return (float64(h>>12) + 0.5) * 0x1p-52 }

// Draw returns a position i with probability p[i]/Σp, given independent uniform
// tickets, or -1 when no p is positive. It is a race: with ticket u the runner i
// needs the exponential time −ln(u)/p[i], and the first to arrive wins (Efraimidis
// and Spirakis 2006). Hence the winner does not depend on the order of the
// candidates, and taking out a loser, or scaling all of p, does not change it.
//
// An entry of p that is zero, negative or not finite never wins. Draw calls
// ticket only for the others and does not keep it, so a closure costs no memory.
func Draw(p []float64, ticket func(i int) float64) int {
	winner, fastest := -1, 0.0
	for i, weight := range p {
		if !(weight > 0 && weight <= math.MaxFloat64) {
			continue
		}
		u := ticket(i)
		// −ln(u) > 1−u, so most who cannot win are known without the logarithm. The
		// margin is far above what rounding could make of the two sides.
		if winner >= 0 && weight*(1+1e-9) < fastest*(1-u) {
			continue
		}
		if speed := weight / -math.Log(u); winner < 0 || speed > fastest {
			winner, fastest = i, speed
		}
	}
	return winner
}

// mix64 is the output function of SplitMix64 (Steele, Lea and Flood 2014) after
// one step of its counter, so that zero does not map to itself.
func mix64(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
