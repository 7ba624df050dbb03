package enginetest

import (
	"cmp"
	"time"

	"proffer/engine"
)

// A visit is a session at a placement. Without a session it is what a customer
// asks there until its window is over, and of nobody every decision is one.
type visit struct {
	customer, session, placement string
	decision                     string // its first
	at                           time.Time
	group                        engine.Group
	treated                      float64
	probes                       []string
	counts                       time.Time // of the first of its decisions that could show an offer
	bought                       []time.Time
	orders                       map[string]bool // of its conversions
}

// nameless reports whether a visit can be found by its decision only.
func (v *visit) nameless() bool { return v.customer == "" && v.session == "" }

// over reports whether the window of a visit has ended, which begins with what
// could be shown in it and until then with its first decision.
func (v *visit) over(at time.Time) bool { return at.Sub(latest(v.at, v.counts)) > conversionWindow }

// converted is when something was first bought since the visit counts, or never. Of a
// time in whole seconds it may have been anywhere in its second.
func (v *visit) converted() (at time.Time) {
	for _, t := range v.bought {
		if !t.Truncate(time.Second).Equal(t) && t.Before(v.counts) || !t.Add(time.Second).After(v.counts) {
			continue
		}
		first(&at, t)
	}
	return at
}

// whose is the customer who asks or reports: in a session the one who was last
// known in it, also when nobody is named.
func (m *model) whose(customer, session string) string {
	if session == "" {
		return customer
	}
	return cmp.Or(customer, m.lastIn[session])
}

// visit finds the visit that a request goes on with, nil for a new one.
func (m *model) visit(r *engine.Request) *visit {
	who := m.whose(r.CustomerID, r.SessionID)
	if own := m.lastVisit(who, r.SessionID, r.Placement); own != nil && (r.SessionID != "" || !own.over(m.at)) {
		return own
	}
	if r.SessionID == "" || m.heldOut(who) {
		return nil
	}
	return m.lastVisit("", r.SessionID, r.Placement)
}

func (m *model) lastVisit(customer, session, placement string) (last *visit) {
	for _, v := range m.visits {
		if v.customer == customer && v.session == session && v.placement == placement && !v.nameless() {
			last = v
		}
	}
	return last
}

// enter remembers the visit of an answer, which is evidence from its first
// decision on that could show an offer. Nobody without a session has any.
func (m *model) enter(d *engine.Decision, v *visit) {
	if v.decision == "" {
		v.decision, v.at, v.orders = d.ID, m.at, map[string]bool{}
		m.visits = append(m.visits, v)
	}
	m.visitOf[d.ID], m.askedBy[d.ID] = v, m.whose(d.Request.CustomerID, d.Request.SessionID)
	if r := &d.Request; r.CustomerID != "" {
		m.lastIn[r.SessionID] = r.CustomerID
	}
	if v.counts.IsZero() && d.Showable && !v.nameless() {
		v.counts = m.at
		m.watchVisit(v)
	}
}

// visitsOf are the visits that a conversion ends, one at a placement: that of the
// decision which it names, unless its window is over and another followed, and
// elsewhere the last one that the customer had in the session, or else nobody's.
func (m *model) visitsOf(r *engine.Report) map[*visit]bool {
	customer, session := r.CustomerID, r.SessionID
	var named *visit
	if r.DecisionID != "" {
		d := m.asked[r.DecisionID]
		if d == nil {
			return nil
		}
		named, customer, session = m.visitOf[d.ID], cmp.Or(m.askedBy[d.ID], customer), d.Request.SessionID
	}
	customer = m.whose(customer, session)
	all := map[*visit]bool{}
	for _, placement := range placeNames {
		v := m.lastVisit(customer, session, placement)
		if v == nil && session != "" {
			v = m.lastVisit("", session, placement)
		}
		if named != nil && named.placement == placement && (v == nil || !named.over(tell(*r, m.at).time)) {
			v = named
		}
		if v != nil {
			all[v] = true
		}
	}
	return all
}

// convert ends visits that began before it, and not too long. An order counts once.
func (m *model) convert(t *telling) {
	for v := range m.visitsOf(&t.Report) {
		if t.time.Before(v.at) || v.over(t.time) || t.OrderID != "" && v.orders[t.OrderID] {
			continue
		}
		v.bought = append(v.bought, t.time)
		v.orders[t.OrderID] = true
	}
}
