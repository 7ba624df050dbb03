package guardrails

import (
	"proffer/bandit"
	"proffer/policy"
)

// InHoldout reports whether a customer is in the holdout: always the same
// answer for the same customer and salt, and a larger share only adds
// customers. Nobody known cannot be followed, and is never held out.
func InHoldout(g policy.Groups, customer string) bool {
	return customer != "" && bandit.Ticket(0, 0, g.Salt+"/holdout/"+customer) < g.Holdout
}

// A Lot is the group of one visit outside the holdout.
type Lot int

// The lots.
const (
	Treated Lot = iota
	InControl
	InBaseline
)

// DrawLot assigns a visit by u, a fresh uniform of its own. Treated visits and
// baseline visits see offers; ρ, the probability of that, is 1 − g.Control.
func DrawLot(g policy.Groups, u float64) Lot {
	switch {
	case u < g.Control:
		return InControl
	case u >= 1-g.Baseline:
		return InBaseline
	}
	return Treated
}
