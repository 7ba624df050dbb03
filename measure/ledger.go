package measure

import (
	"slices"
	"time"

	"proffer/engine"
	"proffer/policy"
)

// A ledger is the money of the customers of a period, to be compared between
// those in the holdout and the others. Customers without an id cannot be
// followed and are not in it.
type ledger struct {
	customers map[string]*customer
	order     []*customer // as they came
	nameless  int         // visits of nobody known
}

// A customer is what one customer did in the period.
type customer struct {
	held    bool    // in the holdout
	share   float64 // of the holdout, when the customer was first seen
	before  bool    // seen before the period
	visits  int
	paid    map[till]int64       // for conversions, in sessions that have a name
	alone   []stop               // visits without one that paid
	orders  map[string]time.Time // of those, and when each was converted; zero: one of several times
	accepts []purchase
}

// A purchase is an accepted offer.
type purchase struct {
	at              time.Time
	order           string
	value, refunded int64
}

func newLedger() *ledger { return &ledger{customers: map[string]*customer{}} }

// add counts a decision of the period.
func (l *ledger) add(s *engine.Story) {
	d, o := s.Decision, s.Outcome
	name := d.Request.CustomerID
	if name == "" {
		l.nameless += one(d.FirstOfVisit)
		return
	}
	c := l.customers[name]
	if c == nil {
		c = &customer{held: d.Group == engine.Holdout, share: s.Policy.Groups.Holdout}
		l.customers[name] = c
		l.order = append(l.order, c)
	}
	c.visits += one(d.FirstOfVisit)
	c.convert(o)
	for i := range o.Slots {
		if f := &o.Slots[i]; earns(f) {
			c.accepts = append(c.accepts, purchase{f.Accepted, f.Order, f.Value, f.Refunded})
		}
	}
}

// convert counts what a visit paid.
func (c *customer) convert(o *engine.Outcome) {
	if o.Converted.IsZero() {
		return
	}
	if c.paid == nil {
		c.paid, c.orders = map[till]int64{}, map[string]time.Time{}
	}
	if o.Session == "" {
		c.alone = append(c.alone, stop{o.Placement, o.Revenue, o.Converted, o.Orders})
	} else {
		at := till{stay{session: o.Session}, o.Placement}
		c.paid[at] = policy.Plus(c.paid[at], o.Revenue)
	}
	for _, order := range o.Orders {
		switch {
		case len(o.Orders) == 1:
			c.orders[order] = o.Converted
		case c.orders[order].IsZero():
			c.orders[order] = time.Time{}
		}
	}
}

// revenue is what the customer paid for all sessions, and for accepted offers
// that no conversion has told of, less what came back of those offers.
func (c *customer) revenue() int64 {
	paid, back := c.sessions(), int64(0)
	for i := range c.accepts {
		if p := &c.accepts[i]; !c.told(p) {
			paid = policy.Plus(paid, p.value)
		}
		back = policy.Plus(back, c.accepts[i].refunded)
	}
	return paid - back
}

// told reports whether the conversion of an order has told of an accept too: of
// its order, and no earlier than it. What was added to an order after it was paid
// cannot have been in its price.
func (c *customer) told(p *purchase) bool {
	at, known := c.orders[p.order]
	return known && p.order != "" && (at.IsZero() || !p.at.After(at))
}

// held reports whether any customer could have been in the holdout.
func (l *ledger) held() bool {
	return slices.ContainsFunc(l.order, func(c *customer) bool { return c.share > 0 })
}

// ratio compares the sizes of the groups with the logged share.
func (l *ledger) ratio() (Ratio, error) {
	var t tallyman
	for _, c := range l.order {
		if c.before {
			continue
		}
		if err := t.add(1-c.share, !c.held); err != nil {
			return Ratio{}, err
		}
	}
	return t.ratio(), nil
}
