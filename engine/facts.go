package engine

import (
	"slices"
	"time"

	"proffer/guardrails"
)

// Facts are the folded records, by kind.
type facts struct {
	outcomes  table[*Outcome]
	customers table[*customer]
	sessions  table[*session]
	orders    table[*order]
	requests  table[*mark]
	reports   table[*mark]
}

// foldVersion is part of every key in the archive. It changes whenever the same
// events are folded into other records, so that records of before are not read.
const foldVersion = "8/"

func newFacts(a Archive) facts {
	return facts{
		outcomes:  newTable[*Outcome](foldVersion+"decision/", a),
		customers: newTable[*customer](foldVersion+"customer/", a),
		sessions:  newTable[*session](foldVersion+"session/", a),
		orders:    newTable[*order](foldVersion+"order/", a),
		requests:  newTable[*mark](foldVersion+"request/", a),
		reports:   newTable[*mark](foldVersion+"report/", a),
	}
}

// A customer is what caps and feedback need to know of one customer.
type customer struct {
	History guardrails.History `json:"history"`
	Accepts []bought           `json:"accepts,omitzero"` // oldest first
	Waiting []Report           `json:"waiting,omitzero"` // regrets that came before any accept they could be about
}

// customerKey is who a history is of: the customer or, of nobody we know, the
// session, for as long as it lasts. No customer has such an id.
func customerKey(customer, session string) string {
	if customer == "" && session != "" {
		return sessionKey(customer, session)
	}
	return customer
}

// A bought is one accept of a customer.
type bought struct {
	At        time.Time `json:"at"`
	Seq       uint64    `json:"seq"` // of the decision's event
	Decision  string    `json:"decision"`
	Offer     string    `json:"offer"`
	Type      string    `json:"type,omitzero"`
	Placement string    `json:"placement"`
	Late      bool      `json:"late,omitzero"` // after its window
}

func (c *customer) clone() *customer {
	return &customer{History: c.History.Clone(), Accepts: slices.Clone(c.Accepts), Waiting: slices.Clone(c.Waiting)}
}

// maxAccepts bounds the accepts of one customer that feedback by customer_id
// can find; older ones are still found by decision_id and order_id.
const maxAccepts = 256

func (c *customer) accept(b bought) {
	if len(c.Accepts) >= maxAccepts {
		c.Accepts = slices.Delete(c.Accepts, 0, 1)
	}
	c.Accepts = append(c.Accepts, b)
}

// maxWaiting bounds the reports that wait for one customer's accepts; the oldest go.
const maxWaiting = 64

func (c *customer) wait(r Report) {
	if len(c.Waiting) >= maxWaiting {
		c.Waiting = slices.Delete(c.Waiting, 0, 1)
	}
	c.Waiting = append(c.Waiting, r)
}

// An order is the accepted offers that it paid for, and refunds that came
// before their accept.
type order struct {
	Accepts []Target `json:"accepts,omitzero"`
	Waiting []Report `json:"waiting,omitzero"`
}

func (o *order) clone() *order {
	return &order{Accepts: slices.Clone(o.Accepts), Waiting: slices.Clone(o.Waiting)}
}

// A mark says that an id was seen, and with which event.
type mark struct {
	Seq uint64 `json:"seq"`
	Was string `json:"was,omitzero"` // of a report: what became of it, unless it was recorded and that was all
}

func (m *mark) clone() *mark { c := *m; return &c }
