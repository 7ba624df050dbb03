package engine

// Discard drops the record of every decision, customer and report, and keeps
// what was learned from them. Whoever replays a table needs no record of a row
// that is over; what would find one, such as a late refund, finds none any more.
func (s *State) Discard() {
	s.DiscardOutcomes()
	s.customers.discard()
}

// DiscardOutcomes is Discard, but for what customers were shown, which caps ask
// about: what is kept grows with the customers and not with the rows.
func (s *State) DiscardOutcomes() {
	s.outcomes.discard()
	s.sessions.discard()
	s.orders.discard()
	s.requests.discard()
	s.reports.discard()
}

// discard empties the table and keeps its room.
func (t *table[R]) discard() {
	clear(t.changed)
	clear(t.frozen)
	clear(t.clean)
}
