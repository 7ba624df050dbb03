package enginetest

import (
	"cmp"
	"math"
	"slices"

	"proffer/engine"
)

// checkSlot holds the distribution of a slot against what the strategy means,
// worked out slowly from the logged scores.
func (c *occasion) checkSlot(d *engine.Decision, s *engine.Slot, standing []*offer) {
	c.Helper()
	var ids []string
	for _, o := range standing {
		ids = append(ids, o.id)
	}
	if !slices.Equal(s.Offers, ids) || len(s.P) != len(ids)+1 {
		c.Fatalf("decision %s: a slot is drawn from %v with %v, want the offers %v and none", d.ID, s.Offers, s.P, ids)
	}
	want, within := c.shares(d, standing)
	sum := 0.0
	for i, p := range s.P {
		sum += p
		if !(p >= 0 && p <= 1) || !(math.Abs(p-want[i]) <= within) {
			c.Fatalf("decision %s: the probabilities of %v are %v, want %v by %s", d.ID, ids, s.P, want, c.strategy(d))
		}
	}
	if !(math.Abs(sum-1) <= 1e-12) { // rounding of a few terms
		c.Fatalf("decision %s: probabilities %v sum to %v", d.ID, s.P, sum)
	}
	drawn := slices.Index(ids, s.Offer)
	if s.Offer == "" {
		drawn = len(ids)
	}
	if drawn < 0 || s.Propensity != s.P[drawn] || !(s.Propensity > 0) {
		c.Fatalf("decision %s: %q was drawn with %v from %v of %v", d.ID, s.Offer, s.Propensity, s.P, ids)
	}
}

// strategy is that of the placement, and of the baseline the rules.
func (c *occasion) strategy(d *engine.Decision) string {
	if d.Group == engine.Baseline {
		return "rules"
	}
	return c.place.strategy
}

// shares are the probabilities of the offers and, last, of none, and how far from
// them the engine's may be: an integral is known to 1e-4, a formula to rounding.
func (c *occasion) shares(d *engine.Decision, standing []*offer) (shares []float64, within float64) {
	arms := make([]arm, len(standing))
	for i, o := range standing {
		s := d.Candidate(o.id).Score
		arms[i] = arm{mean: s.Mean, sd: s.SD, priority: o.priority, weight: o.weight}
		if c.strategy(d) == "beta_thompson" {
			arms[i].mean, arms[i].sd = s.FlatMean, s.FlatSD
		}
	}
	none := c.place.none
	if c.place.noneOff {
		none = math.Inf(-1)
	}
	l := &c.plan.learning
	switch c.strategy(d) {
	case "thompson", "beta_thompson":
		return mixed(best(arms, none), l.floor, none), 1e-4
	case "greedy":
		return highest(arms, none, 0), 1e-12
	case "epsilon_greedy":
		return mixed(highest(arms, none, 0), l.epsilon, none), 1e-12
	case "linucb": // the logged deviation has the posterior scale in it
		return highest(arms, none, l.width/l.scale), 1e-12
	case "rules":
		return firstOfHighest(arms), 1e-12
	case "uniform":
		return weighted(arms, func(arm) float64 { return 1 }), 1e-12
	}
	return weighted(arms, func(a arm) float64 { return a.weight }), 1e-12
}

// An arm is what a strategy knows of an offer.
type arm struct {
	mean, sd float64
	priority int
	weight   float64
}

func (a arm) density(x float64) float64 {
	z := (x - a.mean) / a.sd
	return math.Exp(-z*z/2) / (a.sd * math.Sqrt(2*math.Pi))
}

func (a arm) below(x float64) float64 { return math.Erfc((a.mean-x)/(a.sd*math.Sqrt2)) / 2 }

// best is the probability that each arm is the best and above none:
// ∫ φ_a(s) Π_{b≠a} Φ_b(s) ds over s > none.
func best(arms []arm, none float64) []float64 {
	p := make([]float64, len(arms)+1)
	edges := edges(arms, none)
	for i, a := range arms {
		for k := range len(edges) - 1 {
			if from, to := edges[k], edges[k+1]; a.matters(from, to) {
				p[i] += simpson(from, to, narrowest(arms, from, to)/10, func(s float64) float64 {
					return a.density(s) * allBelow(arms, i, s)
				})
			}
		}
	}
	if !math.IsInf(none, -1) {
		p[len(arms)] = allBelow(arms, -1, none)
	}
	return scaled(p)
}

// deviations is how far from its mean an arm matters, in standard deviations:
// beyond is 1e-19 of it.
const deviations = 9

func (a arm) matters(from, to float64) bool {
	return from < a.mean+deviations*a.sd && to > a.mean-deviations*a.sd
}

// edges are where arms begin and cease to matter, and none where it is above.
func edges(arms []arm, none float64) []float64 {
	var all []float64
	for _, a := range arms {
		all = append(all, max(a.mean-deviations*a.sd, none), max(a.mean+deviations*a.sd, none))
	}
	slices.Sort(all)
	return all
}

// narrowest is the least deviation of the arms that matter between two edges.
func narrowest(arms []arm, from, to float64) float64 {
	least := math.Inf(1)
	for _, a := range arms {
		if a.matters(from, to) {
			least = min(least, a.sd)
		}
	}
	return least
}

// allBelow is the probability that all arms but one are below s.
func allBelow(arms []arm, but int, s float64) float64 {
	p := 1.0
	for i, a := range arms {
		if i != but {
			p *= a.below(s)
		}
	}
	return p
}

// simpson integrates by Simpson's rule. With a tenth of a deviation a step, its
// error is below 1e-6 of a normal density.
func simpson(from, to, step float64, f func(float64) float64) float64 {
	if !(to > from) {
		return 0
	}
	n := 2 * int(math.Ceil((to-from)/step/2))
	h, sum := (to-from)/float64(n), f(from)+f(to)
	for i := 1; i < n; i++ {
		sum += float64(2+2*(i%2)) * f(from+float64(i)*h)
	}
	return sum * h / 3
}

// mixed gives every candidate an equal part of a share; none is a candidate
// unless it is switched off.
func mixed(p []float64, share, none float64) []float64 {
	k := len(p)
	if math.IsInf(none, -1) {
		k--
	}
	out := make([]float64, len(p))
	for i := range p {
		out[i] = (1 - share) * p[i]
		if i < k {
			out[i] += share / float64(k)
		}
	}
	return out
}

// highest is certain of the arm whose mean and so many deviations come highest, shared
// among those that do but for rounding, or of none when that is not above it.
func highest(arms []arm, none, width float64) []float64 {
	p := make([]float64, len(arms)+1)
	p[len(arms)] = 1
	if len(arms) == 0 {
		return p
	}
	score := func(a arm) float64 { return a.mean + width*a.sd }
	top := slices.MaxFunc(arms, func(a, b arm) int { return cmp.Compare(score(a), score(b)) })
	if score(top) <= none+rounding(top) {
		return p
	}
	p[len(arms)] = 0
	for i, a := range arms {
		if score(top)-score(a) <= max(rounding(top), rounding(a)) {
			p[i] = 1
		}
	}
	return scaled(p)
}

// rounding is how far the order in which an arm was learned may move it: what differs
// by less is one number.
func rounding(a arm) float64 { return 1e-9 * (math.Abs(a.mean) + a.sd) }

func firstOfHighest(arms []arm) []float64 {
	p, top := make([]float64, len(arms)+1), 0
	for i, a := range arms {
		if a.priority > arms[top].priority {
			top = i
		}
	}
	p[top] = 1
	return p
}

// weighted is in proportion to weights, and even when there are none.
func weighted(arms []arm, weight func(arm) float64) []float64 {
	p := make([]float64, len(arms)+1)
	for i, a := range arms {
		p[i] = weight(a)
	}
	if slices.Max(p) == 0 {
		return weighted(arms, func(arm) float64 { return 1 })
	}
	return scaled(p)
}

// scaled makes numbers sum to one.
func scaled(p []float64) []float64 {
	total := 0.0
	for _, x := range p {
		total += x
	}
	for i := range p {
		p[i] /= total
	}
	return p
}
