package engine

import (
	"slices"
	"time"
)

// Believing is a state to decide in: the customers, switches and catalogue of
// s, with the beliefs of another. Who asks what another catalogue would have
// shown keeps the two apart, because what a customer was shown is then made up,
// and what was learned is not. Nothing may be folded into it, and it is out of
// date when anything is folded into either.
func (s *State) Believing(other *State) *State {
	view := *s
	view.beliefs = other.beliefs
	return &view
}

// Watches reports whether the catalogue in force has a breaker on a scope: only
// then can a move of it be folded.
func (s *State) Watches(guardrail, scope string) bool {
	_, err := s.breakers.Find(guardrail, scope)
	return err == nil
}

// DecideAlong is Decide without its chance: each slot shows the offer that it is
// told, and the slot behind the last shows none. The probabilities are those
// that Decide would have drawn from on this way. It ends early, with a slot that
// has propensity 0, where an offer could not have been shown.
func DecideAlong(s *State, r Request, at time.Time, seed uint64, shown []string) (*Decision, error) {
	return decide(s, r, at, seed, func(d *deciding) { d.follow(shown) })
}

// follow fills the slot at hand with what it is told.
func (d *deciding) follow(shown []string) {
	if d.over {
		return
	}
	n := len(d.Slots) - 1
	won := len(d.standing)
	if n < len(shown) {
		won = slices.Index(d.Slots[n].Offers, shown[n])
	}
	if won < 0 {
		d.over = true
		return
	}
	d.take(won)
}
