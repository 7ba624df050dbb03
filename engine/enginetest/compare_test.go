package enginetest

import (
	"math"

	"proffer/engine"
)

// compare holds the figures that anybody can ask for against those of the model.
func (m *model) compare(s *engine.Service) {
	m.Helper()
	for _, e := range s.Library() {
		m.compareEntry(&e)
	}
	g := s.Guardrails()
	m.compareBudgets(&g)
	if len(g.Breakers) != len(m.watches) {
		m.Fatalf("there are %d breakers, want %d", len(g.Breakers), len(m.watches))
	}
	for _, b := range g.Breakers {
		w := m.watches[watched{b.Rule, b.Scope}]
		if w == nil {
			m.Fatalf("there is a breaker %s on %s", b.Rule, b.Scope)
		}
		if b.Breaker != w.state || b.Advisory != w.guard.breaker.advisory() || b.Alpha != m.plan.alpha(w.guard) {
			m.Fatalf("after event %d %s on %s is %+v with α %v, want %+v with %v", m.seq, b.Rule, b.Scope, b.Breaker, b.Alpha, w.state, m.plan.alpha(w.guard))
		}
		m.compareFigures(w, &b.Figures)
	}
	for rule, n := range g.Withheld {
		if n != m.held[rule] {
			m.Fatalf("%s has withheld %d candidates, want %d", rule, n, m.held[rule])
		}
	}
}

// A count is what is counted of one offer.
type count struct {
	Shown, Viewed, Declined, Accepted, Churned, Tickets int
	NetRevenue                                          int64
}

func (m *model) compareEntry(e *engine.Entry) {
	m.Helper()
	var want count
	refunded := 0.0
	for _, d := range m.shown {
		if d.offer.id != e.Offer.ID {
			continue
		}
		f := &d.fate
		want.Shown++
		want.Viewed += one(!f.viewed.IsZero())
		want.Declined += one(!f.declined.IsZero())
		if f.accepted.IsZero() || f.late {
			continue
		}
		want.Accepted++
		want.Churned += one(!f.churned.IsZero())
		want.Tickets += one(f.tickets > 0)
		want.NetRevenue += f.value - f.refunded
		refunded += f.returned
	}
	t := &e.Total
	got := count{t.Shown, t.Viewed, t.Declined, t.Accepted, t.Churned, t.Tickets, t.NetRevenue}
	if got != want || math.Abs(t.Refunded-refunded) > 1e-9 {
		m.Fatalf("after event %d the library counts of %s %+v and %v refunds, want %+v and %v", m.seq, e.Offer.ID, got, t.Refunded, want, refunded)
	}
}

// compareBudgets holds what is spent of every pot against what was shown.
func (m *model) compareBudgets(g *engine.Watch) {
	m.Helper()
	got := map[string]map[string]int64{}
	for _, s := range g.Budgets {
		if got[s.Guardrail] == nil {
			got[s.Guardrail] = map[string]int64{}
		}
		got[s.Guardrail][s.Pot] = s.Spent
	}
	for _, guard := range m.plan.guards {
		if guard.budget == nil {
			continue
		}
		want := m.spent(guard)
		for pot := range got[guard.name] {
			want[pot] += 0
		}
		for pot, spent := range want {
			if is, listed := got[guard.name][pot]; is != spent || !listed && spent != 0 {
				m.Fatalf("after event %d the pot %q of %s has spent %d, want %d", m.seq, pot, guard.name, is, spent)
			}
		}
		delete(got, guard.name)
	}
	if len(got) > 0 {
		m.Fatalf("there are budgets %v that the catalogue does not have", got)
	}
}
