package engine

import "proffer/guardrails/breakers"

// Discard drops the record of every decision, customer and report, and keeps
// what was learned from them. Whoever replays a table needs no record of a row
// that is over; what would find one, such as a late refund, finds none any more.
func (s *State) Discard() {
	s.outcomes.discard()
	s.customers.discard()
	s.discardKeys()
}

// DiscardOutcome drops the record of one decision, and all by which one is found
// but its id. What customers were shown stays, because caps ask about it.
func (s *State) DiscardOutcome(decision string) {
	s.outcomes.drop(decision)
	s.discardKeys()
}

// discardKeys drops all by which a decision is found but its id.
func (s *State) discardKeys() {
	s.sessions.discard()
	s.orders.discard()
	s.requests.discard()
	s.reports.discard()
}

// Unwatch takes the breakers of the catalogue in force out of the state: none of
// them sees evidence, and none is open. A breaker looks at a decision again when
// its window is over, and needs the record that Discard drops.
func (s *State) Unwatch() { s.breakers = breakers.NewBreakers() }

// discard empties the table and keeps its room.
func (t *table[R]) discard() {
	clear(t.changed)
	clear(t.frozen)
	clear(t.clean)
}

// drop takes one record out of memory.
func (t *table[R]) drop(key string) {
	delete(t.changed, key)
	delete(t.frozen, key)
	delete(t.clean, key)
}
