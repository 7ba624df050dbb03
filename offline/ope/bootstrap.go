package ope

import (
	"math/rand/v2"
	"slices"
)

// A Bootstrap estimates again on rounds that are drawn from the log with
// replacement, without holding the log: in every replicate a round counts a
// Poisson number of times (Chamandy, Muralidharan, Najmi and Naidu 2012). How
// often depends on the seed and the round's place in the log alone, so shards may
// be counted apart.
type Bootstrap struct {
	Estimators []Estimator
	replicates int
	seed       uint64
	counts     []float64      // of the round at hand, by replicate
	sums       [][]resampling // by estimator and replicate
}

// A resampling is an estimator's sums in one replicate.
type resampling struct{ n, direct, gain, weight float64 }

// NewBootstrap begins to estimate that many times.
func NewBootstrap(replicates int, seed uint64, estimators ...Estimator) *Bootstrap {
	b := &Bootstrap{Estimators: estimators, replicates: replicates, seed: seed, counts: make([]float64, replicates)}
	for range estimators {
		b.sums = append(b.sums, make([]resampling, replicates))
	}
	return b
}

// Add counts the rounds of a batch, of which the first has that place in the log.
func (b *Bootstrap) Add(rounds *Batch, first uint64) {
	columns := make([][2][]float64, len(b.Estimators))
	for k, e := range b.Estimators {
		columns[k] = [2][]float64{make([]float64, rounds.rows), make([]float64, rounds.rows)}
		e.terms(columns[k][0], columns[k][1], rounds)
	}
	for i := range rounds.rows {
		b.draw(first + uint64(i))
		for k, e := range b.Estimators {
			d := 0.0
			if e.Modelled {
				d = rounds.direct[i]
			}
			b.count(b.sums[k], d, columns[k][0][i], columns[k][1][i])
		}
	}
}

func (b *Bootstrap) count(sums []resampling, d, g, w float64) {
	for j, times := range b.counts {
		s := &sums[j]
		s.n += times
		s.direct += times * d
		s.gain += times * g
		s.weight += times * w
	}
}

// draw says how often the round of a place counts in each replicate.
func (b *Bootstrap) draw(place uint64) {
	source := rand.NewPCG(b.seed, place)
	for j := range b.counts {
		b.counts[j] = poisson(source.Uint64())
	}
}

// once is P(at most k) of a Poisson number with mean 1, times 2⁶⁴, for k = 0, 1, …
// Further terms are beyond the resolution of what is drawn.
var once = func() (limits [20]uint64) {
	p, sum := 1/2.718281828459045, 0.0
	for k := range limits {
		sum += p
		limits[k] = uint64(min(sum, 1-1e-16) * (1 << 63) * 2)
		p /= float64(k + 1)
	}
	return limits
}()

// sureBits are the first bits of a uniform number that mostly settle the Poisson
// one already.
const sureBits = 10

// sure is the Poisson number for each value of these bits, or less than 0 where
// the further bits decide.
var sure = func() (counts [1 << sureBits]float64) {
	for first := range uint64(len(counts)) {
		least := first << (64 - sureBits)
		most := least | (1<<(64-sureBits) - 1)
		counts[first] = -1
		if k := search(least); k == search(most) {
			counts[first] = k
		}
	}
	return counts
}()

// poisson turns a uniform number into a Poisson one with mean 1.
func poisson(uniform uint64) float64 {
	if k := sure[uniform>>(64-sureBits)]; k >= 0 {
		return k
	}
	return search(uniform)
}

func search(uniform uint64) float64 {
	for k, limit := range once {
		if uniform < limit {
			return float64(k)
		}
	}
	return float64(len(once))
}

// Merge counts all that o has counted, with the same estimators, replicates and seed.
func (b *Bootstrap) Merge(o *Bootstrap) {
	for k := range b.sums {
		for j, s := range o.sums[k] {
			r := &b.sums[k][j]
			r.n, r.direct, r.gain, r.weight = r.n+s.n, r.direct+s.direct, r.gain+s.gain, r.weight+s.weight
		}
	}
}

// values are what the i-th estimator says in each replicate.
func (b *Bootstrap) values(i int) []float64 {
	values := make([]float64, b.replicates)
	for j, s := range b.sums[i] {
		values[j] = (s.direct + s.gain) / s.n
		if b.Estimators[i].Ratio {
			values[j] = s.direct/s.n + s.gain/s.weight
		}
	}
	return values
}

// Interval holds the middle share 1−α of what the i-th estimator said (Efron 1979).
// A replicate in which nothing was matched says nothing and is the lowest of all.
func (b *Bootstrap) Interval(i int, alpha float64) (low, high float64) {
	values := b.values(i)
	slices.Sort(values) // NaN comes first
	return quantile(values, alpha/2), quantile(values, 1-alpha/2)
}

// quantile interpolates between the two nearest of sorted values. The k-th of B
// has k/(B+1) of what they are drawn from below it on average, so that few of them
// miss as often as many do (Hyndman and Fan 1996, definition 6).
func quantile(sorted []float64, p float64) float64 {
	last := float64(len(sorted) - 1)
	at := min(max(p*float64(len(sorted)+1)-1, 0), last)
	i := min(int(at), len(sorted)-2)
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
