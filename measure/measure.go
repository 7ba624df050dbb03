package measure

import (
	"context"
	"maps"
	"slices"
	"time"

	"proffer/engine"
)

// Measure answers a question about a past. It reads the log once, and what lies
// before the period as well when there is a holdout, because customers who were
// seen before are not compared with it.
func Measure(ctx context.Context, past Past, q Question) (*Report, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	m := &measuring{Question: q, at: past.At(), total: newCell(map[Dimension]string{}, false), cells: map[place]*cell{}, ledger: newLedger()}
	if err := each(ctx, past, q.From, q.To, m.fold); err != nil {
		return nil, err
	}
	if err := m.strikeReturning(ctx, past); err != nil {
		return nil, err
	}
	return m.report()
}

// each calls do with every story of a period, until one fails or nobody waits.
func each(ctx context.Context, past Past, from, to time.Time, do func(*engine.Story) error) error {
	for s, err := range past.Stories(from, to) {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = do(&s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// A measuring is a report on its way.
type measuring struct {
	Question
	at      time.Time
	total   *cell
	cells   map[place]*cell
	ledger  *ledger
	control tallyman
}

// A place is where a cell stands in the table: its key, in the order of By.
type place [MaxDimensions]string

// fold counts one decision with all that has become of it.
func (m *measuring) fold(s *engine.Story) error {
	m.ledger.add(s)
	if d := s.Decision; d.FirstOfVisit {
		if err := m.control.add(d.Treated, d.Group != engine.Control); err != nil {
			return err
		}
	}
	if err := m.foldInto(m.total, s); err != nil {
		return err
	}
	switch {
	case len(m.By) == 0:
		return nil
	case m.byOffer():
		return m.foldOffers(s)
	}
	return m.foldInto(m.cell(s, ""), s)
}

// foldInto counts the decision and every offer that it showed.
func (m *measuring) foldInto(c *cell, s *engine.Story) error {
	c.decide(s, m.at)
	for i := range s.Outcome.Slots {
		if err := c.show(s, &s.Outcome.Slots[i], m.at); err != nil {
			return err
		}
	}
	return nil
}

// foldOffers counts each offer that was shown in the row of its own.
func (m *measuring) foldOffers(s *engine.Story) error {
	for i := range s.Outcome.Slots {
		f := &s.Outcome.Slots[i]
		c := m.cell(s, f.Offer)
		c.decisions++
		if err := c.show(s, f, m.at); err != nil {
			return err
		}
	}
	return nil
}

// cell finds the row of a decision, or of one of its offers.
func (m *measuring) cell(s *engine.Story, offer string) *cell {
	var at place
	for i, d := range m.By {
		at[i] = d.of(s, offer)
	}
	c := m.cells[at]
	if c == nil {
		key := map[Dimension]string{}
		for i, d := range m.By {
			key[d] = at[i]
		}
		c = newCell(key, m.byOffer())
		m.cells[at] = c
	}
	return c
}

// strikeReturning finds the customers who were seen before the period. Without
// a holdout there is nothing that they could disturb.
func (m *measuring) strikeReturning(ctx context.Context, past Past) error {
	if m.From.IsZero() || !m.ledger.held() {
		return nil
	}
	return each(ctx, past, time.Time{}, m.From, func(s *engine.Story) error {
		if c := m.ledger.customers[s.Decision.Request.CustomerID]; c != nil {
			c.before = true
		}
		return nil
	})
}

// report says what was counted.
func (m *measuring) report() (*Report, error) {
	r := &Report{
		From: m.From, To: m.To, At: m.at, By: m.By, Currency: m.Currency.Code, Basis: basis,
		Total: m.total.row(m.Currency), Rows: make([]Row, 0, len(m.cells)),
	}
	for _, at := range slices.SortedFunc(maps.Keys(m.cells), func(a, b place) int { return slices.Compare(a[:], b[:]) }) {
		r.Rows = append(r.Rows, m.cells[at].row(m.Currency))
	}
	var err error
	if r.Incremental, err = m.ledger.incremental(m.Currency, m.planned()); err != nil {
		return nil, err
	}
	if r.SampleRatio.Holdout, err = m.ledger.ratio(); err != nil {
		return nil, err
	}
	r.SampleRatio.Control = m.control.ratio()
	if doubt := r.SampleRatio.Holdout.doubt("holdout", "customers"); doubt != "" {
		r.Incremental.Trusted, r.Incremental.Doubt = false, doubt
	}
	r.Findings = findings(r)
	return r, nil
}
