package measure

import "proffer/policy"

// Incremental is what customers who could see offers brought over those of the
// holdout, net of refunds. Both are the customers first seen in the period: who
// comes back may have been changed by what was seen before.
type Incremental struct {
	PerCustomer Uplift `json:"revenue_per_customer"`
	PerVisit    Uplift `json:"revenue_per_visit"`
	Planned     int    `json:"planned_customers"` // at which the intervals are narrowest
	Nameless    int    `json:"nameless_visits"`   // of customers without an id, who are in neither group
	Returning   int    `json:"returning"`         // customers seen before the period, who are in neither group; not counted without a holdout
	Trusted     bool   `json:"trusted"`           // false: the groups do not have the sizes that were planned, and Doubt says so
	Doubt       string `json:"doubt,omitzero"`
}

// An Uplift compares the mean net revenue of two groups of customers, in major
// units, each weighed by one over the probability of its group.
type Uplift struct {
	Offered    Mean      `json:"offered"`
	Holdout    Mean      `json:"holdout"`
	Difference *Interval `json:"difference"` // holds however often it is read; nil: too few customers
}

// A Mean is net revenue per customer, or per visit, of a group.
type Mean struct {
	Customers int      `json:"customers"`
	Revenue   *float64 `json:"revenue"` // nil without customers
}

// An interval of money is given from so many customers in each group on, of whom
// so many brought something: with fewer, one order decides it.
const (
	fewestCustomers = 30
	fewestBuyers    = 5
)

// incremental compares the groups.
func (l *ledger) incremental(money policy.Currency, planned int) (Incremental, error) {
	var customers, visits contrast
	found := Incremental{Planned: planned, Nameless: l.nameless, Trusted: true}
	for _, c := range l.order {
		if c.before {
			found.Returning++
			continue
		}
		revenue := money.Major(c.revenue())
		customers.add(1-c.share, !c.held, revenue, 1)
		visits.add(1-c.share, !c.held, revenue, float64(c.visits))
	}
	var err error
	if found.PerCustomer, err = upliftOf(&customers, planned); err != nil {
		return found, err
	}
	found.PerVisit, err = upliftOf(&visits, planned)
	return found, err
}

func upliftOf(c *contrast, planned int) (u Uplift, err error) {
	u.Offered, u.Holdout = meanOf(&c.with), meanOf(&c.without)
	if worthComparing(&c.with) && worthComparing(&c.without) {
		u.Difference, err = c.anytime(planned)
	}
	return u, err
}

func worthComparing(a *arm) bool { return a.n >= fewestCustomers && a.some >= fewestBuyers }

func meanOf(a *arm) Mean {
	m := Mean{Customers: a.n}
	if a.wv > 0 {
		mean := a.ratio()
		m.Revenue = &mean
	}
	return m
}
