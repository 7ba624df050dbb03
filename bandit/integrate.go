package bandit

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

const (
	nodes = 8 // of the Gauss–Legendre rule on a panel

	// panelWidth is the widest panel, in standard deviations of the narrowest
	// runner that has not ended where the panel begins.
	panelWidth = 3

	// tolerance is how far the sum of what all runners win in a panel may be from
	// what it must be before the panel is halved, and halvings how often. Errors of
	// runners can cancel in the sum: against brute force, over contests of 2 to 60
	// arms and 0 to 3 powers of ten, a single one was wrong by 6e-7 at most.
	tolerance = 3e-7
	halvings  = 8

	// negligible is the mass below which a panel is passed over.
	negligible = 1e-9
)

// legendre holds the nodes and weights of the rule on [-1, 1]. It is computed
// once and never written.
var legendre = legendreRule()

func legendreRule() (rule struct{ node, weight [nodes]float64 }) {
	quad.Legendre{}.FixedLocations(rule.node[:], rule.weight[:], -1, 1)
	return rule
}

// integrate finds what every runner wins above the bar, panel by panel. Every
// runner begins at or before the first panel, so the narrowest that is left only
// widens on the way and the number of panels grows with the logarithm of the
// ratio of scales.
func (f *field) integrate() {
	f.below = product(f.runners, f.bar)
	if len(f.runners) == 0 {
		return
	}
	left := f.start()
	below := product(f.runners, left)
	for active := f.runners; ; {
		for len(active) > 0 && !(active[len(active)-1].high > left) {
			active = active[:len(active)-1]
		}
		if len(active) == 0 {
			return
		}
		right := min(left+panelWidth*active[len(active)-1].narrowest, active[0].high)
		above := product(active, right)
		f.panel(active, left, right, below, above, halvings)
		left, below = right, above
	}
}

// panel adds to every runner what it wins between left and right. Together they
// win exactly the rise of Π Φ over the panel, from below to above, which tells
// how good the quadrature was.
func (f *field) panel(active []runner, left, right, below, above float64, halve int) {
	if above-below < negligible {
		return
	}
	sum := f.quadrature(active, left, right)
	if math.Abs(sum-(above-below)) > tolerance && halve > 0 {
		middle := left + (right-left)/2
		between := product(active, middle)
		f.panel(active, left, middle, below, between, halve-1)
		f.panel(active, middle, right, between, above, halve-1)
		return
	}
	for i := range active {
		active[i].won += f.waves[i].won
	}
}

// quadrature leaves in the waves what every runner wins between left and right,
// and returns the sum.
func (f *field) quadrature(active []runner, left, right float64) (sum float64) {
	half, middle := (right-left)/2, left+(right-left)/2
	var at, ahead, behind [nodes]float64 // the nodes, and Π Φ of the runners on either side
	for k := range nodes {
		at[k], ahead[k], behind[k] = middle+half*legendre.node[k], half*legendre.weight[k], 1
	}
	for i := range active {
		f.waves[i].pass(&active[i], &at, &ahead)
	}
	for i := len(active) - 1; i >= 0; i-- {
		w, won := &f.waves[i], 0.0
		for k := range nodes {
			won += w.ahead[k] * behind[k]
			behind[k] *= w.cdf[k]
		}
		w.won = won
		sum += won
	}
	return sum
}

// pass takes Φ and φ of a runner at the nodes, and its Φ into what is ahead.
func (w *wave) pass(r *runner, at, ahead *[nodes]float64) {
	table, mean, inv := phiTable, r.mean, r.inv
	for k, x := range at {
		z := (x - mean) * inv
		n := phiIndex(z)
		if n >= uint(len(table)) {
			w.cdf[k], w.ahead[k] = beyond(z), 0
			ahead[k] *= w.cdf[k]
			continue
		}
		cdf, density := table[n].near(z)
		w.cdf[k], w.ahead[k] = cdf, density*inv*ahead[k]
		ahead[k] *= cdf
	}
}

// product returns Π Φ over the runners at s.
func product(runners []runner, s float64) float64 {
	all := 1.0
	for i := range runners {
		cdf, _ := phi((s - runners[i].mean) * runners[i].inv)
		all *= cdf
	}
	return all
}
