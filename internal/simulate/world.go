package simulate

import (
	"math"
	"math/rand/v2"
	"time"
)

// A World is one example catalogue with the people who come to it.
type World struct {
	Name     string // of its catalogue among the examples, without the ending
	Truth    Truth
	Converts []string // placements whose visits can end with an order
	Words    Words

	born func(r *rand.Rand, now time.Time) life
}

// Words are how an operator speaks of a world.
type Words struct {
	People map[string]string // the customers of a segment
	When   map[string]string // the moment of a trigger
}

// A life is what a world knows of one of its people.
type life interface {
	signals(v *visit) map[string]any // what the app knows and sends
	segment() string                 // as the catalogue's rules have it
	took(offer string, now time.Time)
	come(v *visit) step // begins one visit
}

// Worlds are all worlds there are.
func Worlds() []World { return []World{Skincare(), ProjectTool()} }

// Find returns the world with a name.
func Find(name string) (World, bool) {
	for _, w := range Worlds() {
		if w.Name == name {
			return w, true
		}
	}
	return World{}, false
}

// one picks an index with probability proportional to its weight.
func one(r *rand.Rand, weights ...float64) int {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	u := r.Float64() * total
	for i, w := range weights {
		if u -= w; u < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// after draws an exponential time.
func after(r *rand.Rand, mean time.Duration) time.Duration {
	return time.Duration(r.ExpFloat64() * float64(mean))
}

// around draws a log-normal amount in cents, so that it prints as a price.
func around(r *rand.Rand, median, spread float64) float64 {
	return math.Round(100*median*math.Exp(spread*r.NormFloat64())) / 100
}
