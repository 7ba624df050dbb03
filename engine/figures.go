package engine

import (
	"math"
	"time"

	"proffer/bandit"
	"proffer/policy"
)

// Figures count what became of an offer, and how much of the regret of its
// accepts can have arrived by now.
type figures struct {
	Shown      int                   `json:"shown"`
	Viewed     int                   `json:"viewed"`
	Declined   int                   `json:"declined"`
	Accepted   int                   `json:"accepted"`
	NetRevenue int64                 `json:"net_revenue"` // of the accepts, after refunds, minor units
	Regrets    [regretKinds]maturing `json:"regrets"`
}

// A regret is what can go wrong after an accept.
type regret int

// The regrets.
const (
	refundRegret regret = iota
	churnRegret
	ticketRegret
	regretKinds
)

func (f *figures) change(from, to stake, d policy.Delays) {
	f.add(from, -1, d)
	f.add(to, 1, d)
}

func (f *figures) add(k stake, sign int, d policy.Delays) {
	f.Shown += sign * one(k.shown)
	f.Viewed += sign * one(k.viewed)
	f.Declined += sign * one(k.declined)
	if k.accepted.IsZero() {
		return
	}
	f.Accepted += sign
	f.NetRevenue = policy.Plus(f.NetRevenue, int64(sign)*k.netRevenue)
	f.Regrets[refundRegret].add(k.accepted, k.refund, sign, d.Refund)
	f.Regrets[churnRegret].add(k.accepted, k.churn, sign, d.Churn)
	f.Regrets[ticketRegret].add(k.accepted, k.ticket, sign, d.Ticket)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Maturing counts accepts of which one regret was seen, and of which it may
// still come. With delays that are exponential with mean τ, an accept of age a
// has shown the share 1 − e^(−a/τ) of what it will, so the sum over all open
// accepts is their number less one decaying sum.
type maturing struct {
	Hits   float64   `json:"hits"`   // regrets seen; part of one for a partial refund
	Closed int       `json:"closed"` // accepts of which it was seen
	Open   int       `json:"open"`   // accepts of which it was not, yet
	Young  float64   `json:"young"`  // Σ over the open ones of e^(−(Ref−accepted)/τ)
	Ref    time.Time `json:"ref"`
}

func (m *maturing) add(accepted time.Time, hit float64, sign int, delay time.Duration) {
	if hit > 0 {
		m.Hits += float64(sign) * hit
		m.Closed += sign
		return
	}
	m.Open += sign
	if delay <= 0 {
		return
	}
	if m.Ref.IsZero() || accepted.After(m.Ref) {
		m.Young = m.young(accepted, delay)
		m.Ref = accepted
	}
	m.Young += float64(sign) * math.Exp(-float64(m.Ref.Sub(accepted))/float64(delay))
}

func (m *maturing) young(at time.Time, delay time.Duration) float64 {
	if m.Ref.IsZero() || delay <= 0 {
		return 0
	}
	age := at.Sub(m.Ref)
	if age == 0 {
		return m.Young
	}
	return m.Young * math.Exp(-float64(age)/float64(delay))
}

// count is how many regrets were seen out of how many accepts that could have
// shown theirs by now.
func (m *maturing) count(at time.Time, delay time.Duration) bandit.Count {
	open := float64(m.Open) - max(m.young(at, delay), 0)
	return bandit.Count{Hits: max(m.Hits, 0), Trials: float64(m.Closed) + max(open, 0)}
}
