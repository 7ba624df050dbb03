package coverage

import (
	"math/rand/v2"

	"proffer/offline/ope"
)

// A World draws the rows of logs. A row has one of its contexts, all equally
// likely, and in it an action, which pays or does not.
type World struct {
	Name     string
	Sizes    []int     // rows of the logs that it is measured with
	Contexts []Context // of which a reward model knows the place alone
	Pays     []float64 // by action: what it earns when it pays, from 0 to 1
}

// A Context is what can happen where something is known, by action.
type Context struct {
	Logged, Wanted []float64 // probabilities by which the log and the policy take it
	Chance         []float64 // that it pays
}

// A row is one choice of a log.
type row struct {
	context, action int
	reward          float64
}

// draw draws a row.
func (w *World) draw(chance *rand.Rand) row {
	c := chance.IntN(len(w.Contexts))
	here := &w.Contexts[c]
	a := 0
	for u := chance.Float64(); a < len(here.Logged)-1; a++ {
		if u -= here.Logged[a]; u < 0 {
			break
		}
	}
	reward := 0.0
	if chance.Float64() < here.Chance[a] {
		reward = w.Pays[a]
	}
	return row{c, a, reward}
}

// Truth is what the policy earns a row.
func (w *World) Truth() float64 { return w.earns(func(c *Context) []float64 { return c.Wanted }) }

// Logged is what the log earns a row.
func (w *World) Logged() float64 { return w.earns(func(c *Context) []float64 { return c.Logged }) }

func (w *World) earns(by func(*Context) []float64) (sum float64) {
	for i := range w.Contexts {
		c := &w.Contexts[i]
		for a, p := range by(c) {
			sum += p * c.Chance[a] * w.Pays[a]
		}
	}
	return sum / float64(len(w.Contexts))
}

// Bounds are what is known of its rewards and propensities without any log.
func (w *World) Bounds() ope.Bounds {
	b := ope.Bounds{MostReward: 1, LeastPropensity: 1}
	for i := range w.Contexts {
		for _, p := range w.Contexts[i].Logged {
			b.LeastPropensity = min(b.LeastPropensity, p)
		}
	}
	return b
}
