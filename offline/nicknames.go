package offline

// Nicknames are what a catalogue that was written of a table calls its actions and
// columns, where theirs are no names of offers and signals. Nil: it calls them as the
// table does.
type nicknames struct {
	offers  map[string]string // by action
	actions map[string]string // by offer
	columns map[string]string // by signal
}

// nicknames are those of the catalogue of a run.
func (s *Survey) nicknames(r Run) *nicknames {
	n := &nicknames{offers: map[string]string{}, actions: map[string]string{}, columns: map[string]string{}}
	for i, id := range s.offers(r) {
		n.offers[s.Actions[i].Name], n.actions[id] = id, s.Actions[i].Name
	}
	for i := range s.Signals {
		n.columns[s.Signals[i].Name] = s.Signals[i].Column
	}
	return n
}

// offer is what the catalogue calls an action.
func (n *nicknames) offer(action string) string {
	if n == nil {
		return action
	}
	return n.offers[action]
}

// action is what the table calls an offer.
func (n *nicknames) action(offer string) string {
	if n == nil {
		return offer
	}
	return n.actions[offer]
}

// column is the one of a signal.
func (n *nicknames) column(signal string) string {
	if n == nil {
		return signal
	}
	return n.columns[signal]
}
