package bandit

import (
	"math"
	"slices"
)

// reach is how many standard deviations of an arm are looked at on either side:
// what is left out is Φ(−6) = 1e-9.
const reach = 6

// A field is one computation of Best: the arms that can win, and the value they
// have to beat.
type field struct {
	runners []runner
	entered []runner // the arms that have a variance, in the order of the arms
	order   []lane   // the runners, as they stand in entered
	waves   []wave   // of the runners in a panel
	best    float64  // the best point, nothing included; -Inf when there is none
	bar     float64  // best, relative to the origin of the runners
	below   float64  // the probability that every runner is below the bar
}

// A runner is an arm with a variance. Its mean and ends are relative to an origin
// on which the contest turns, so that narrow arms far from zero keep their digits.
type runner struct {
	arm       int
	belief    Normal
	mean      float64
	sd, inv   float64 // inv is 1/sd
	low, high float64
	narrowest float64 // the least sd of this runner and those before it
	won       float64 // probability of winning so far
}

// A wave is a runner in one panel.
type wave struct {
	cdf, ahead [nodes]float64 // at the nodes: Φ, and φ times Π Φ of the runners before
	won        float64        // probability of winning in the panel
}

// A lane is a runner's place in an order. It is small, because sorting moves it.
type lane struct {
	high float64
	at   int // in field.entered
}

// enter sorts the arms into points, which set the bar, and runners, drops the
// runners that cannot matter, and puts the rest in an order that depends on
// their beliefs alone.
func (f *field) enter(arms []Normal, none float64) {
	f.entered, f.best = f.entered[:0], none
	if math.IsNaN(none) {
		f.best = math.Inf(-1)
	}
	for a, belief := range arms {
		switch {
		case !belief.usable():
		case belief.Variance == 0:
			f.best = max(f.best, belief.Mean)
		default:
			f.entered = append(f.entered, runner{arm: a, belief: belief, sd: math.Sqrt(belief.Variance)})
		}
	}
	f.centre()
	f.lineUp(f.start())
	f.waves = slices.Grow(f.waves[:0], len(f.runners))[:len(f.runners)]
}

// lineUp makes those who have entered and end above start the runners, the
// highest end first.
func (f *field) lineUp(start float64) {
	f.order, f.runners = f.order[:0], f.runners[:0]
	for i := range f.entered {
		if high := f.entered[i].high; high > start {
			f.order = append(f.order, lane{high: high, at: i})
		}
	}
	slices.SortFunc(f.order, func(a, b lane) int {
		switch {
		case a.high > b.high:
			return -1
		case a.high < b.high:
			return 1
		}
		return f.entered[a.at].belief.compare(f.entered[b.at].belief)
	})
	narrowest := math.Inf(1)
	for _, l := range f.order {
		r := f.entered[l.at]
		narrowest = min(narrowest, r.sd)
		r.narrowest = narrowest
		f.runners = append(f.runners, r)
	}
}

// centre makes all values relative to the best point or, when some runner is
// sure to pass it, to the mean of the runner with the highest lower end.
func (f *field) centre() {
	origin, top := f.best, f.best
	for _, r := range f.entered {
		low := r.belief.Mean - reach*r.sd
		if low > top || low == top && r.belief.Mean > origin {
			origin, top = r.belief.Mean, low
		}
	}
	if math.IsInf(origin, 0) {
		origin = 0
	}
	f.bar = f.best - origin
	for i := range f.entered {
		r := &f.entered[i]
		r.mean = r.belief.Mean - origin
		r.inv = 1 / r.sd
		r.low, r.high = r.mean-reach*r.sd, r.mean+reach*r.sd
	}
}

// start returns the value below which no runner can be the best: the bar or the
// highest lower end.
func (f *field) start() float64 {
	start := f.bar
	for i := range f.entered {
		start = max(start, f.entered[i].low)
	}
	return start
}

// tie gives runners with equal beliefs equal probabilities. They are neighbours,
// and differ only by the rounding of products taken in different order.
func (f *field) tie() {
	for first := 0; first < len(f.runners); {
		last, sum := first, 0.0
		for last < len(f.runners) && f.runners[last].belief == f.runners[first].belief {
			sum += f.runners[last].won
			last++
		}
		for i := first; i < last; i++ {
			f.runners[i].won = sum / float64(last-first)
		}
		first = last
	}
}
