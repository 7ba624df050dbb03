package engine

import (
	"math"

	"proffer/bandit"
	"proffer/guardrails"
	"proffer/guardrails/breakers"
	"proffer/policy"
)

// A Standing is what is known of one offer among all customers (segment empty)
// or those of one segment. Money is in major units of the currency.
type Standing struct {
	Segment    string
	Shown      int
	Viewed     int
	Declined   int
	Accepted   int
	Refunded   float64 // accepts refunded; part of one for a partial refund
	Churned    int
	Tickets    int      // accepts that a support ticket followed
	Maturing   float64  // share of the accepts whose refunds may still come
	NetRevenue int64    // of the accepts, net of refunds, minor units
	Accept     Interval // P(accept | shown) for the average customer here
	NetValue   Interval // of showing it once
	Best       float64  // probability that it is the best of all offers here, none included
}

// An Interval is a posterior mean with the central 95 % of the posterior.
type Interval struct{ Mean, Lower, Upper float64 }

// z95 is the 97.5th percentile of the standard normal distribution.
const z95 = 1.959963984540054

func intervalOf(n bandit.Normal, low, high float64) Interval {
	half := z95 * math.Sqrt(n.Variance)
	clamp := func(x float64) float64 { return min(max(x, low), high) }
	return Interval{Mean: clamp(n.Mean), Lower: clamp(n.Mean - half), Upper: clamp(n.Mean + half)}
}

// Entry is one offer of the library with what is known of it.
type Entry struct {
	Offer    *policy.Offer
	Policy   *Policy
	Total    Standing
	Segments []Standing // in the order of the catalogue
}

// Library is every offer of the catalogue with what is known of it.
func (s *Service) Library() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.library()
}

// Entry is one offer of the library.
func (s *Service) Entry(offer string) (Entry, error) {
	for _, e := range s.Library() {
		if e.Offer.ID == offer {
			return e, nil
		}
	}
	return Entry{}, ErrNotFound
}

func (s *State) library() []Entry {
	entries := make([]Entry, len(s.policy.Offers))
	for i := range s.policy.Offers {
		entries[i] = Entry{Offer: &s.policy.Offers[i], Policy: s.policy}
		entries[i].Segments = make([]Standing, len(s.policy.Segments))
	}
	s.stand("", func(i int) *Standing { return &entries[i].Total })
	for k, g := range s.policy.Segments {
		s.stand(g.Name, func(i int) *Standing { return &entries[i].Segments[k] })
	}
	return entries
}

// stand fills in what is known of every offer in one segment.
func (s *State) stand(segment string, of func(i int) *Standing) {
	values := make([]bandit.Normal, len(s.policy.Offers))
	for i := range s.policy.Offers {
		o, st := &s.policy.Offers[i], of(i)
		b := s.beliefs[o.ID]
		st.Segment = segment
		st.count(b.figures(segment), s)
		seen := s.policy.viewer.average(b, segment)
		linear := b.predict(&seen)
		if s.policy.rewarded() {
			values[i] = linear
			st.Accept = intervalOf(b.acceptance(o.Prior), 0, 1)
		} else {
			values[i] = bandit.NetValue(linear, s.kept(b, o, segment, s.at))
			st.Accept = intervalOf(linear, 0, 1)
		}
		st.NetValue = intervalOf(values[i], math.Inf(-1), math.Inf(1))
	}
	for i, p := range bandit.Best(nil, values, 0)[:len(values)] {
		of(i).Best = p
	}
}

func (b *belief) figures(segment string) *figures {
	if segment == "" {
		return &b.total
	}
	if f := b.segments[segment]; f != nil {
		return f
	}
	return &figures{}
}

func (st *Standing) count(f *figures, s *State) {
	st.Shown, st.Viewed, st.Declined, st.Accepted, st.NetRevenue = f.Shown, f.Viewed, f.Declined, f.Accepted, f.NetRevenue
	refunds := &f.Regrets[refundRegret]
	st.Refunded = max(refunds.Hits, 0)
	st.Churned, st.Tickets = f.Regrets[churnRegret].Closed, f.Regrets[ticketRegret].Closed
	if f.Accepted > 0 {
		st.Maturing = min(max(refunds.young(s.at, s.policy.Learning.Delays.Refund)/float64(f.Accepted), 0), 1)
	}
}

// Watch is the guardrails as they stand.
type Watch struct {
	Declared []guardrails.Declared
	Withheld map[string]int // candidates so far, by the name of the guardrail
	Switches []guardrails.Switch
	Groups   policy.Groups
	Breakers []breakers.Standing
	Budgets  []guardrails.Spending
}

// Guardrails are the guardrails and switches, and what they have withheld.
func (s *Service) Guardrails() Watch {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Watch{
		Declared: s.state.policy.Guardrails(), Withheld: s.state.tally.clone().Withheld,
		Switches: s.state.switches.Sorted(), Groups: s.state.policy.Groups,
		Breakers: s.state.breakers.List(), Budgets: s.state.ledgers.Spending(s.state.policy.guards.Budgets(), s.state.at),
	}
}

// Catalogue is the policy in force.
func (s *Service) Catalogue() *Policy {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.policy
}

// Filed is the version of the catalogue that came last from the file. A file of
// that version says nothing that was not said before.
func (s *Service) Filed() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.filed
}

// Stats are counts for those who watch the service.
type Stats struct {
	Events     uint64 // folded
	Posteriors int
	Decisions  map[Reason]int
	Feedback   map[Status]int
	Withheld   map[string]int
	Breakers   []breakers.Standing
	Budgets    []guardrails.Spending
}

// Stats are the counts so far, over all restarts.
func (s *Service) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.state.tally.clone()
	return Stats{Events: s.state.seq, Posteriors: len(s.state.beliefs), Decisions: t.Decisions, Feedback: t.Feedback, Withheld: t.Withheld,
		Breakers: s.state.breakers.List(), Budgets: s.state.ledgers.Spending(s.state.policy.guards.Budgets(), s.state.at)}
}
