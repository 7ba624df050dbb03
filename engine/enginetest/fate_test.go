package enginetest

import (
	"time"

	"proffer/engine"
)

// A telling is a report that was taken, with the time of what it reports.
type telling struct {
	engine.Report
	time time.Time
}

// tell is a report that arrives at a time, which is when it happened if it does not
// say so.
func tell(r engine.Report, at time.Time) *telling {
	if r.Time.IsZero() {
		return &telling{r, at}
	}
	return &telling{r, r.Time}
}

// A fate is what became of one offer that was shown. It depends on what was told
// and not on the order in which it was, but that the first accept counts.
type fate struct {
	viewed, declined, accepted time.Time // first
	late                       bool      // accepted when the window was over
	order                      string
	value, refunded            int64
	returned                   float64   // share of the accept that was given back
	regretted, lastRefund      time.Time // first and last refund
	churned, ticketed          time.Time // first
	tickets                    int
}

// report takes up a report that is in the log.
func (m *model) report(s sending) {
	if got, want := s.result.Status, m.status(&s.report, m.at); got != want {
		m.Fatalf("the report %+v is %s (%s), want %s", s.report, got, s.result.Detail, want)
	}
	t := tell(s.report, m.at)
	m.byEvent[t.EventID] = true
	m.told = append(m.told, t)
	if t.Type == engine.Conversion {
		m.convert(t)
		return
	}
	m.about[t.subject()] = append(m.about[t.subject()], t)
	for _, d := range m.shown {
		if before := d.fate; m.concerns(t, d) || t.DecisionID == "" {
			d.fate = m.fateOf(d)
			if before.accepted.IsZero() && !d.fate.accepted.IsZero() {
				d.taken = m.seq
			}
			d.hear(t, &before, m.at)
			m.watchFate(d, &before)
		}
	}
}

// hear notes since when an answer silences: since it was given, or since it was
// told, when the app's clock was ahead.
func (d *display) hear(t *telling, before *fate, at time.Time) {
	note := func(answer string, given time.Time) {
		if given.After(at) {
			given = at
		}
		d.silent[answer] = latest(d.silent[answer], given)
	}
	if before.accepted.IsZero() && !d.fate.accepted.IsZero() {
		note("accept", d.fate.accepted)
	}
	if t.Type == engine.Decline {
		note("decline", latest(d.at, t.time))
	}
	if d.fate.lastRefund != before.lastRefund {
		note("refund", d.fate.lastRefund)
	}
}

// subject is what a report names: a decision, or else an order, or else a customer.
func (t *telling) subject() string {
	switch {
	case t.DecisionID != "":
		return "decision " + t.DecisionID
	case t.OrderID != "":
		return "order " + t.OrderID
	}
	return "customer " + t.CustomerID
}

// concerns reports whether a report that names a decision is about one of its offers.
func (m *model) concerns(t *telling, d *display) bool {
	return t.DecisionID == d.decision && (t.OfferID == d.offer.id || t.OfferID == "" && d.alone)
}

// fateOf works out the fate of a display from everything that was told.
func (m *model) fateOf(d *display) (f fate) {
	own := m.about["decision "+d.decision]
	for _, t := range own {
		if m.concerns(t, d) {
			f.answer(t, d)
		}
	}
	if f.accepted.IsZero() {
		return f
	}
	for _, t := range own {
		if m.concerns(t, d) {
			f.regret(t)
		}
	}
	named := func(t *telling) bool { return t.OfferID == "" || t.OfferID == d.offer.id }
	for _, t := range m.about["order "+f.order] {
		if f.order != "" && named(t) {
			f.regret(t)
		}
	}
	for _, t := range m.about["customer "+d.customer] {
		if d.customer != "" && named(t) && !t.time.Before(f.accepted) {
			f.regret(t)
		}
	}
	return f
}

// answer takes a view, a decline or an accept. None is before what it answers.
func (f *fate) answer(t *telling, d *display) {
	at := latest(d.at, t.time)
	switch t.Type {
	case engine.View:
		first(&f.viewed, at)
	case engine.Decline:
		first(&f.declined, at)
	case engine.Accept:
		if !f.accepted.IsZero() {
			return
		}
		f.accepted, f.late, f.order, f.value = at, at.Sub(d.at) > acceptWindow, t.OrderID, d.offer.price
		if t.Value != nil {
			f.value = t.Value.Amount
		}
	}
}

func first(t *time.Time, told time.Time) {
	if t.IsZero() || told.Before(*t) {
		*t = told
	}
}

// regret takes what followed an accept inside its window.
func (f *fate) regret(t *telling) {
	if t.time.Sub(f.accepted) > window(t.Type) {
		return
	}
	switch t.Type {
	case engine.Refund:
		f.refund(t)
	case engine.Churn:
		first(&f.churned, t.time)
	case engine.SupportTicket:
		f.tickets++
		first(&f.ticketed, t.time)
	}
}

func window(t engine.ReportType) time.Duration {
	switch t {
	case engine.Churn:
		return churnWindow
	case engine.SupportTicket:
		return ticketWindow
	}
	return refundWindow
}

// refund gives back an amount or, where none is said, everything. One of nothing is none.
func (f *fate) refund(t *telling) {
	amount := f.value
	if t.Value != nil {
		amount = t.Value.Amount
	}
	if amount == 0 && f.value > 0 {
		return
	}
	f.refunded = min(f.refunded+amount, f.value)
	f.returned = 1
	if f.value > 0 {
		f.returned = float64(f.refunded) / float64(f.value)
	}
	first(&f.regretted, t.time)
	f.lastRefund = latest(f.lastRefund, t.time)
}

// maxAhead is how far in the future of the clock a report may be.
const maxAhead = 5 * time.Minute

// status is what the service has to say to a report at a time.
func (m *model) status(r *engine.Report, at time.Time) engine.Status {
	switch {
	case r.Time.After(at.Add(maxAhead)) || r.Value != nil && r.Value.Amount < 0:
		return engine.Rejected
	case m.byEvent[r.EventID]:
		return engine.Duplicate
	case r.Type == engine.Conversion:
		return found(len(m.visitsOf(r)) > 0)
	}
	t := tell(*r, at)
	for _, d := range m.shown {
		if m.finds(t, d) {
			return engine.Recorded
		}
	}
	return engine.Unmatched
}

func found(some bool) engine.Status {
	if some {
		return engine.Recorded
	}
	return engine.Unmatched
}

// finds reports whether a report is about a display at all: by its decision,
// which must have shown the offer; by its order, which must have paid for it; or
// by its customer, who must have accepted it not too long ago.
func (m *model) finds(t *telling, d *display) bool {
	named := t.OfferID == "" || t.OfferID == d.offer.id
	switch {
	case t.DecisionID != "":
		return m.concerns(t, d)
	case d.fate.accepted.IsZero() || !named:
		return false
	case t.OrderID != "":
		return d.fate.order == t.OrderID
	}
	age := t.time.Sub(d.fate.accepted)
	return d.customer == t.CustomerID && age >= 0 && age <= window(t.Type)
}
