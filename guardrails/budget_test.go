package guardrails_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/guardrails"
	"proffer/policy"
)

// A purse is a shop with one budget, what was taken of it, and a clock that only
// the test moves.
type purse struct {
	testing.TB
	catalogue *policy.Catalogue
	set       *guardrails.Set
	ledgers   *guardrails.Ledgers
	now       time.Time
	seq       uint64              // of the last event
	counted   map[string][]string // by decision, the budgets that count its accept
}

func newPurse(t testing.TB, rule string) *purse {
	t.Helper()
	p := &purse{TB: t, ledgers: &guardrails.Ledgers{}, now: noon, counted: map[string][]string{}}
	p.adopt(rule)
	return p
}

// adopt puts another budget into force.
func (p *purse) adopt(rules ...string) {
	p.Helper()
	catalogue, set, faults := build(p, rules...)
	if len(faults) > 0 {
		p.Fatal(faults)
	}
	p.catalogue, p.set = catalogue, set
	p.seq++
	p.ledgers.Adopt(set.Budgets(), p.seq)
}

// show decides an offer now.
func (p *purse) show(offer, placement string) guardrails.Placed {
	p.Helper()
	o, ok := p.catalogue.Offer(offer)
	if !ok {
		p.Fatalf("there is no offer %s", offer)
	}
	p.seq++
	placed := guardrails.Placed{
		Seq: p.seq, At: p.now, Decision: fmt.Sprintf("d-%d", p.seq), Offer: offer, Type: o.Type, Placement: placement,
		Price: o.Price, Saving: guardrails.Saving(o),
	}
	p.ledgers.Show(p.set.Budgets(), placed, p.now)
	return placed
}

func (p *purse) accept(o guardrails.Placed) {
	p.counted[o.Decision] = p.ledgers.Accept(p.set.Budgets(), o, p.now)
}

func (p *purse) give(o guardrails.Placed) {
	o.Budgets = p.counted[o.Decision]
	p.ledgers.Return(p.set.Budgets(), o, p.now)
}

func (p *purse) decline(o guardrails.Placed) { p.ledgers.Decline(p.set.Budgets(), o, p.now) }
func (p *purse) pass(d time.Duration)        { p.now = p.now.Add(d) }

// refuse asks for one more offer, behind those of the slate.
func (p *purse) refuse(offer, placement string, slate ...string) (reason, detail string) {
	p.Helper()
	place, _ := p.catalogue.Placement(placement)
	one, _ := p.catalogue.Offer(offer)
	c := guardrails.Case{At: p.now, History: &guardrails.History{}, Placement: place, Currency: p.catalogue.Currency, Ledgers: p.ledgers}
	for _, id := range slate {
		earlier, _ := p.catalogue.Offer(id)
		c.Slate = append(c.Slate, earlier)
	}
	no, _ := p.set.Refuse(&c, one)
	return no.Reason, no.Detail
}

// A place of a budget is taken when an offer is decided, kept when it is
// accepted, and given back at the end of the hold, by a decline and by a refund
// of the whole; each to its very edge. What was accepted was spent, also beyond
// the budget.
func TestBudget(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name, rule string
		before     func(*purse)
		offer      string
		slate      []string
		detail     string // empty: not withheld
	}{
		{"a place left", "max: 2", func(p *purse) { p.show("small", "drawer") }, "small", nil, ""},
		{"no place left", "max: 1", func(p *purse) { p.show("small", "drawer") }, "large", nil, "1 of 1 are offered or accepted"},
		{"held to the last moment", "max: 1, hold: 1h", func(p *purse) { p.show("small", "drawer"); p.pass(time.Hour - 1) }, "small", nil, "1 of 1"},
		{"held for long enough", "max: 1, hold: 1h", func(p *purse) { p.show("small", "drawer"); p.pass(time.Hour) }, "small", nil, ""},
		{"held for a day by default", "max: 1", func(p *purse) { p.show("small", "drawer"); p.pass(day - 1) }, "small", nil, "1 of 1"},
		{"accepted, and long ago", "max: 1", func(p *purse) { p.accept(p.show("small", "drawer")); p.pass(900 * day) }, "small", nil, "1 of 1"},
		{"accepted, and the window not over", "max: 1, per: 7d", func(p *purse) { p.accept(p.show("small", "drawer")); p.pass(7*day - 1) }, "small", nil, "1 of 1 are offered or accepted within 7 days"},
		{"accepted, and the window over", "max: 1, per: 7d", func(p *purse) { p.accept(p.show("small", "drawer")); p.pass(7 * day) }, "small", nil, ""},
		{"held for longer than the window", "max: 1, per: 1h", func(p *purse) { p.show("small", "drawer"); p.pass(time.Hour) }, "small", nil, ""},
		{"declined", "max: 1", func(p *purse) { p.decline(p.show("small", "drawer")) }, "small", nil, ""},
		{"declined after an accept", "max: 1", func(p *purse) { o := p.show("small", "drawer"); p.accept(o); p.decline(o) }, "small", nil, "1 of 1"},
		{"accepted after a decline", "max: 1", func(p *purse) { o := p.show("small", "drawer"); p.decline(o); p.accept(o) }, "small", nil, "1 of 1"},
		{"refunded", "max: 1", func(p *purse) { o := p.show("small", "drawer"); p.accept(o); p.give(o) }, "small", nil, ""},
		{"refunded long after", "max: 1", func(p *purse) { o := p.show("small", "drawer"); p.accept(o); p.pass(90 * day); p.give(o) }, "small", nil, ""},
		{"refunded after the window", "max: 1, per: 7d", func(p *purse) {
			o := p.show("small", "drawer")
			p.accept(o)
			p.pass(7 * day)
			p.accept(p.show("small", "drawer"))
			p.give(o)
		}, "small", nil, "1 of 1"},
		{"accepted late, within the window", "max: 1, per: 7d", func(p *purse) { o := p.show("small", "drawer"); p.pass(2 * day); p.accept(o) }, "small", nil, "1 of 1"},
		{"accepted late, beyond the budget", "max: 1", func(p *purse) {
			o := p.show("small", "drawer")
			p.pass(2 * day)
			p.accept(p.show("small", "drawer"))
			p.accept(o)
		}, "small", nil, "2 of 1"},

		{"a saving within the amount", "amount: 2.50", func(p *purse) { p.show("reduced", "drawer") }, "reduced", nil, ""},
		{"a saving over the amount", "amount: 2.49", func(p *purse) { p.show("reduced", "drawer") }, "reduced", nil, "1.25 of 2.49 are offered or accepted, and this one takes 1.25"},
		{"no saving at all", "amount: 0.01", func(*purse) {}, "small", nil, ""},
		{"no saving, and nothing left", "amount: 1.25", func(p *purse) {
			o := p.show("reduced", "drawer")
			p.pass(2 * day)
			p.accept(p.show("reduced", "drawer"))
			p.accept(o)
		}, "small", nil, ""},
		{"a price within the amount", "amount: 50.00, of: price", func(p *purse) { p.show("large", "drawer") }, "small", nil, ""},
		{"a price over the amount", "amount: 49.99, of: price", func(p *purse) { p.show("large", "drawer") }, "small", nil, "40.00 of 49.99 are offered or accepted, and this one takes 10.00"},

		{"of another offer", "max: 1, by: offer", func(p *purse) { p.show("large", "drawer") }, "small", nil, ""},
		{"of the same offer elsewhere", "max: 1, by: offer", func(p *purse) { p.show("small", "newsletter") }, "small", nil, "1 of 1"},
		{"of another type", "max: 1, by: type", func(p *purse) { p.show("large", "drawer") }, "small", nil, ""},
		{"at another placement", "max: 1, by: placement", func(p *purse) { p.show("small", "newsletter") }, "small", nil, ""},
		{"at the same placement", "max: 1, by: placement", func(p *purse) { p.show("large", "drawer") }, "small", nil, "1 of 1"},
		{"out of reach", "max: 1, types: [add_on]", func(p *purse) { p.show("large", "drawer") }, "small", nil, ""},

		{"a slot of this answer", "max: 1", func(*purse) {}, "small", []string{"large"}, "1 of 1"},
		{"slots of this answer, with room", "max: 2", func(*purse) {}, "small", []string{"large"}, ""},
		{"a slot of another pot", "max: 1, by: offer", func(*purse) {}, "small", []string{"large"}, ""},
		{"a slot out of reach", "max: 1, offers: [small]", func(*purse) {}, "small", []string{"large"}, ""},
		{"the price of a slot", "amount: 49.99, of: price", func(*purse) {}, "small", []string{"large"}, "40.00 of 49.99"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPurse(t, "name: purse, type: budget, "+c.rule)
			c.before(p)
			reason, detail := p.refuse(c.offer, "drawer", c.slate...)
			if (reason != "") != (c.detail != "") || !strings.Contains(detail, c.detail) || reason != "" && reason != "budget" {
				t.Errorf("withheld with %q, %q, want %q", reason, detail, c.detail)
			}
		})
	}
}

// A budget of which nobody knows what was spent withholds.
func TestBudgetUnknown(t *testing.T) {
	p := newPurse(t, "name: purse, type: budget, max: 9")
	p.ledgers = nil
	if reason, detail := p.refuse("small", "drawer"); reason != guardrails.ReasonError || detail != "what was spent of the budget is not known" {
		t.Errorf("withheld with %q, %q, want %s", reason, detail, guardrails.ReasonError)
	}
}

// A budget counts offers or money, and says which of the two it was given wrongly.
func TestBudgetFaults(t *testing.T) {
	for rule, want := range map[string]string{
		"max: 1, amount: 5.00":          "and not both",
		"per: 1d":                       "needs max, a number of offers, or amount",
		"max: 1, of: price":             "counts money, and max counts offers, write amount",
		"max: 1.5":                      "max",
		"max: -1":                       "max",
		"amount: -1.00":                 "amount",
		"amount: 1.005":                 "amount",
		"amount: 1.00, of: parts":       "of",
		"max: 1, per: 0s":               "per",
		"max: 1, hold: 0s":              "hold",
		"max: 1, by: segment":           "by",
		"max: 0":                        "max",
		"amount: 0.00":                  "amount",
		"max: 1, per: 1d, hold: 2d":     "hold: is longer than per",
		"amount: 5.00, offers: [small]": "counts discounts, and no offer within its reach has one",
		"amount: 5.00, of: discount, types: [set]": "counts discounts",
		"max: 1, placements: []":                   "placements: names nothing",
	} {
		_, _, faults := build(t, "name: purse, type: budget, "+rule)
		if len(faults) != 1 || !strings.Contains(faults.Error(), want) {
			t.Errorf("%s: got %v, want %q alone", rule, faults, want)
		}
	}
}

// The saving of an offer is what its price has come down by, to the nearest
// cent; what is given away has no ordinary price.
func TestSaving(t *testing.T) {
	for _, c := range []struct {
		price    int64
		discount float64
		want     int64
	}{{1000, 0, 0}, {900, .1, 100}, {500, .2, 125}, {1000, .3, 429}, {0, .5, 0}, {1000, 1, 0}} {
		if got := guardrails.Saving(&policy.Offer{Price: c.price, Discount: c.discount}); got != c.want {
			t.Errorf("a price of %d after %v off saves %d, want %d", c.price, c.discount, got, c.want)
		}
	}
}
