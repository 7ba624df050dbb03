package lab

import (
	"fmt"
	"math/rand/v2"
)

// What the wheel pays: arm 0 always safe, the others a little less, but for one
// arm outside of the radius, whose quarter it is.
const (
	wheelArms   = 5
	wheelSafe   = 1.2
	wheelOther  = 1.0
	wheelRight  = 50
	wheelSpread = .01
	wheelSteps  = 80_000
)

// Wheel is the task whose contexts are uniform in the unit disc. Within radius
// delta arm 0 is the best by little; outside, each quarter has an arm that pays
// much more. The greater delta, the rarer that is, and the more it costs to have
// stopped exploring.
func Wheel(delta float64) (*Task, error) {
	if !(delta > 0 && delta < 1) {
		return nil, fmt.Errorf("lab: wheel: delta %v is not in (0, 1)", delta)
	}
	return &Task{
		Name: fmt.Sprintf("wheel, delta %g", delta), Arms: wheelArms, Dim: 3, Steps: wheelSteps,
		deal: func(chance *rand.Rand) func(*round) {
			return func(r *round) { spin(r, chance, delta) }
		},
	}, nil
}

func spin(r *round, chance *rand.Rand, delta float64) {
	x, y := disc(chance)
	for a := range r.mean {
		r.mean[a] = wheelOther
	}
	r.mean[0] = wheelSafe
	if x*x+y*y > delta*delta {
		r.mean[1+quarter(x, y)] = wheelRight
	}
	for a, m := range r.mean {
		r.paid[a] = m + wheelSpread*chance.NormFloat64()
	}
	r.x = dense(x, y)
}

// disc draws a point of the unit disc: one of the square, until it is inside.
func disc(chance *rand.Rand) (x, y float64) {
	for {
		x, y = 2*chance.Float64()-1, 2*chance.Float64()-1
		if x*x+y*y <= 1 {
			return x, y
		}
	}
}

// quarter numbers the quarters of the plane from 0 to 3.
func quarter(x, y float64) int {
	q := 0
	if !(x > 0) {
		q++
	}
	if !(y > 0) {
		q += 2
	}
	return q
}
