package enginetest

import (
	"cmp"
	"time"

	"proffer/engine"
)

// A visit is a session at a placement. Without a session every decision is one.
type visit struct {
	customer, session, placement string
	decision                     string // its first
	at                           time.Time
	group                        engine.Group
	treated                      float64
	probes                       []string
	counts                       bool // one of its decisions could show an offer
	aside                        bool // it is nobody's, or the customer has another one open
	converted                    time.Time
	orders                       map[string]bool // of its conversions
}

// visit finds the visit that a request goes on with, nil for a new one.
func (m *model) visit(r *engine.Request) *visit {
	if r.SessionID == "" {
		return nil
	}
	of := func(customer string) *visit {
		return find(m.visits, func(v *visit) bool {
			return v.customer == customer && v.session == r.SessionID && v.placement == r.Placement
		})
	}
	if own := of(r.CustomerID); own != nil || m.heldOut(r.CustomerID) {
		return own
	}
	return of("")
}

// enter remembers the visit of an answer, which is evidence from its first
// decision on that could show an offer. Without a session a customer has none
// while an earlier one is open, and nobody has any.
func (m *model) enter(d *engine.Decision, v *visit) {
	if v.decision == "" {
		v.decision, v.at, v.orders = d.ID, m.at, map[string]bool{}
		v.aside = v.session == "" && (v.customer == "" || m.unended(v))
		m.visits = append(m.visits, v)
	}
	if !v.counts && d.Showable && !v.aside {
		v.counts = true
		m.watchVisit(v)
	}
}

// unended reports whether a visit of the same customer is evidence and open.
func (m *model) unended(v *visit) bool {
	return find(m.visits, func(u *visit) bool {
		return u.counts && u.customer == v.customer && u.session == "" && u.placement == v.placement && v.at.Sub(u.at) <= conversionWindow
	}) != nil
}

// visitsOf are the visits that a conversion ends: those of the session of its
// customer, at every placement the last one, or else nobody's; and a decision
// without a session, when it is named.
func (m *model) visitsOf(r *engine.Report) []*visit {
	customer, session := r.CustomerID, r.SessionID
	if r.DecisionID != "" {
		d := m.asked[r.DecisionID]
		if d == nil {
			return nil
		}
		customer, session = cmp.Or(d.Request.CustomerID, customer), d.Request.SessionID
	}
	last := map[string]*visit{}
	for _, whose := range []string{"", customer} {
		for _, v := range m.visits {
			if v.customer == whose && v.session == session && !v.aside && (session != "" || whose == customer) {
				last[v.placement] = v
			}
			if session == "" && v.decision == r.DecisionID {
				last["the named one"] = v
			}
		}
	}
	if v := last["the named one"]; v != nil && last[v.placement] == v {
		delete(last, "the named one")
	}
	var all []*visit
	for _, v := range last {
		all = append(all, v)
	}
	return all
}

// convert ends visits that began before it, and not too long. An order counts once.
func (m *model) convert(t *telling) {
	for _, v := range m.visitsOf(&t.Report) {
		age := t.time.Sub(v.at)
		if age < 0 || age > conversionWindow || t.OrderID != "" && v.orders[t.OrderID] {
			continue
		}
		first(&v.converted, t.time)
		v.orders[t.OrderID] = true
	}
}
