package engine

import (
	"time"

	"proffer/guardrails"
)

// A session is the visits of one customer in one session, by placement. That of
// nobody also says who has made themselves known in it.
type session struct {
	Visits map[string]visit `json:"visits,omitzero"`
	Whose  string           `json:"whose,omitzero"` // of nobody's: the customer who was last known in it
}

func (s *session) clone() *session {
	c := &session{Visits: make(map[string]visit, len(s.Visits)+1), Whose: s.Whose}
	for placement, v := range s.Visits {
		c.Visits[placement] = v
	}
	return c
}

// A visit is a session at a placement; its first decision counts. Without a
// session it is what a customer asks there until its window is over.
type visit struct {
	Decision string    `json:"decision"`
	At       time.Time `json:"at"`
	Counts   time.Time `json:"counts,omitzero"` // from here on it could be shown an offer, and is evidence; zero: not yet
	Group    Group     `json:"group"`
	Treated  float64   `json:"treated"`
	Probes   []string  `json:"probes,omitzero"` // the tries of breakers that it takes part in
}

// over reports whether the window in which purchases are the visit's has ended.
// It begins again when the visit could first be shown an offer: breakers and the
// report wait for just as long.
func (v *visit) over(at time.Time, p *Policy) bool {
	return at.Sub(later(v.At, v.Counts)) > p.Learning.Windows.Conversion
}

// sessionKey joins the two ids unambiguously.
func sessionKey(customer, session string) string { return customer + "\x1f" + session }

// whose finds the customer behind a request or a report. A session stays that of
// whoever was last known in it: who logs out is not somebody else by that.
func (s *State) whose(customer, session string) (string, error) {
	if customer != "" || session == "" {
		return customer, nil
	}
	nobodys, err := s.sessions.get(sessionKey("", session))
	if err != nil || nobodys == nil {
		return "", err
	}
	return nobodys.Whose, nil
}

// visit finds the visit that a request goes on with, nil for a new one, and the
// key of the session that it is kept in. Who says who they are goes on with the
// visit that they began as nobody, unless they are of the holdout.
func (s *State) visit(r *Request, at time.Time) (began *visit, key string, err error) {
	customer, err := s.whose(r.CustomerID, r.SessionID)
	if err != nil || customer == "" && r.SessionID == "" {
		return nil, "", err
	}
	own, nobodys := sessionKey(customer, r.SessionID), sessionKey("", r.SessionID)
	keys := []string{own, nobodys}
	if own == nobodys || r.SessionID == "" || guardrails.InHoldout(s.policy.Groups, customer) {
		keys = keys[:1]
	}
	for _, key := range keys {
		known, err := s.sessions.get(key)
		if err != nil {
			return nil, "", err
		}
		if known == nil {
			continue
		}
		if v, ok := known.Visits[r.Placement]; ok && (r.SessionID != "" || !v.over(at, s.policy)) {
			return &v, key, nil
		}
	}
	return nil, own, nil
}

// foldVisit remembers what a visit began with, and hands it to the breakers as
// soon as it could be shown an offer.
func (s *State) foldVisit(d *Decision, o *Outcome) error {
	r := &d.Request
	if r.CustomerID == "" && r.SessionID == "" {
		return nil
	}
	if err := s.foldWhose(r); err != nil {
		return err
	}
	known, key, err := s.visit(r, d.At)
	if err != nil {
		return err
	}
	began := visit{Decision: d.ID, At: d.At, Group: d.Group, Treated: d.Treated, Probes: s.probes(d)}
	switch {
	case d.FirstOfVisit && known != nil && !known.Counts.IsZero(): // in logs of when each request without a session was a visit
		return nil
	case d.FirstOfVisit:
	case known == nil:
		return nil
	default:
		o.Visit = known.Decision
		if !known.Counts.IsZero() || !d.Showable {
			return nil
		}
		began = *known
	}
	if err := s.watch(&began, d); err != nil {
		return err
	}
	at, err := s.sessions.edit(key, &session{Visits: map[string]visit{}})
	if err == nil {
		at.Visits[r.Placement] = began
	}
	return err
}

// foldWhose remembers who is known in a session.
func (s *State) foldWhose(r *Request) error {
	if r.CustomerID == "" || r.SessionID == "" {
		return nil
	}
	if before, err := s.whose("", r.SessionID); err != nil || before == r.CustomerID {
		return err
	}
	nobodys, err := s.sessions.edit(sessionKey("", r.SessionID), &session{Visits: map[string]visit{}})
	if err == nil {
		nobodys.Whose = r.CustomerID
	}
	return err
}
