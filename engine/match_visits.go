package engine

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// matchVisits finds the visits that a conversion ends: that of the decision which
// it names, and at every other placement that of the same customer in the same
// session. One purchase is of one person, and ends one visit at a placement.
func (s *State) matchVisits(r Report) (FeedbackEvent, error) {
	if r.DecisionID == "" {
		at, err := s.visits(r.CustomerID, r.SessionID)
		if err != nil {
			return FeedbackEvent{}, err
		}
		return s.convert(r, at)
	}
	o, err := s.outcomes.get(r.DecisionID)
	if err != nil {
		return FeedbackEvent{}, err
	}
	if o == nil {
		return unmatched(r, "no decision has this id")
	}
	named, err := s.visitOf(r.DecisionID, o)
	if err != nil {
		return FeedbackEvent{}, err
	}
	r.SessionID, r.CustomerID = o.Session, cmp.Or(o.Customer, r.CustomerID)
	at, err := s.visits(r.CustomerID, r.SessionID)
	if err != nil {
		return FeedbackEvent{}, err
	}
	if _, other := at[o.Placement]; named.Decision != "" && (!other || !named.over(r.Time, s.policy)) {
		at[o.Placement] = named
	}
	return s.convert(r, at)
}

// visitOf is the visit that a decision was made in, also one that another of the
// same customer has followed since.
func (s *State) visitOf(decision string, o *Outcome) (visit, error) {
	if o.Visit != "" {
		decision = o.Visit
		began, err := s.outcomes.get(decision)
		if err != nil || began == nil { // nil: its record was discarded
			return visit{}, err
		}
		o = began
	}
	return visit{Decision: decision, At: o.At, Counts: o.Compared}, nil
}

// visits are those of a customer's session, by placement, with those that began
// before the customer said who they are.
func (s *State) visits(customer, session string) (map[string]visit, error) {
	customer, err := s.whose(customer, session)
	if err != nil {
		return nil, err
	}
	keys := []string{sessionKey("", session), sessionKey(customer, session)}
	if session == "" {
		keys = keys[1:]
	}
	at := map[string]visit{}
	for _, key := range keys {
		known, err := s.sessions.get(key)
		if err != nil {
			return nil, err
		}
		if known != nil {
			maps.Copy(at, known.Visits)
		}
	}
	return at, nil
}

// convert ends the visits that the purchase fell into. What was bought before a
// visit began is not its doing, whenever it is told.
func (s *State) convert(r Report, visits map[string]visit) (FeedbackEvent, error) {
	if len(visits) == 0 {
		return unmatched(r, "no decision was made for this customer in this session")
	}
	e := FeedbackEvent{Report: r, Status: Recorded}
	known, over, by := false, false, r.latest(visits)
	for _, placement := range slices.Sorted(maps.Keys(visits)) {
		v := visits[placement]
		if v.At.After(by) {
			continue
		}
		if v.over(r.Time, s.policy) {
			over = true
			continue
		}
		o, err := s.outcomes.get(v.Decision)
		if err != nil {
			return e, err
		}
		if o != nil && r.OrderID != "" && slices.Contains(o.Orders, r.OrderID) {
			known = true
			continue
		}
		e.Targets = append(e.Targets, Target{Decision: v.Decision})
	}
	if len(e.Targets) == 0 {
		e.Late = !known
		e.Detail = s.idle(r, known, over)
	}
	return e, nil
}

// latest is when a visit has begun at the latest to end with a purchase. Where no
// visit had begun before its second, it is that of one that began in it.
func (r *Report) latest(visits map[string]visit) time.Time {
	for _, v := range visits {
		if !v.At.After(r.Time) {
			return r.Time
		}
	}
	return until(r.Time)
}

// until is the last moment that a told time can mean. Many apps tell the time in
// whole seconds: such a purchase was made somewhere in its second.
func until(told time.Time) time.Time {
	if told.Nanosecond() != 0 {
		return told
	}
	return told.Add(time.Second - 1)
}

// idle says why a conversion ends no visit: its order was counted, or every
// visit was over or had not begun.
func (s *State) idle(r Report, known, over bool) string {
	switch {
	case known:
		return "the conversion of this order was counted before"
	case over:
		return tooLate(r, "visit", s.policy.Learning.Windows.Conversion)
	}
	return "from before the visit: kept, and counted for none"
}
