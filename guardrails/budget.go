package guardrails

import (
	"fmt"
	"math"
	"slices"
	"time"

	"proffer/policy"
	"proffer/words"
)

// A Budget bounds what all customers together may be offered: so many offers, or
// so much money. A place is taken when an offer is decided, kept when it is
// accepted, and given back when it was not accepted within the hold, when it was
// declined, and when it was refunded as a whole.
type Budget struct {
	name  string
	reach policy.Reach
	max   int64  // offers, or minor units
	of    string // offers, discount or price
	per   time.Duration
	hold  time.Duration
	by    string // what shares a pot
}

// What a budget is counted in.
const (
	ofOffers   = "offers"
	ofDiscount = "discount"
	ofPrice    = "price"
)

func newBudget(name string, s *policy.Settings, r policy.Reach, offers []policy.Offer) *Budget {
	b := &Budget{
		name: name, reach: r,
		of:   s.Enum("of", ofOffers, []string{ofOffers, ofDiscount, ofPrice}),
		per:  s.Duration("per", policy.Above0),
		hold: s.Duration("hold", policy.Or(24*time.Hour), policy.Above0),
		by:   s.Enum("by", "all", []string{"all", "offer", "type", "placement"}),
	}
	count, money := s.Count("max", policy.AtLeast(1)), s.Money("amount", policy.Above0)
	switch b.max = int64(count); {
	case s.Has("max") == s.Has("amount"):
		s.Fault("type", "needs max, a number of offers, or amount, a sum of money, and not both", "")
	case s.Has("amount"):
		b.max = money
		if b.of == ofOffers {
			b.of = ofDiscount
		}
	case b.of != ofOffers:
		s.Fault("of", "counts money, and max counts offers", "write amount in place of max")
	}
	if b.per > 0 && b.hold > b.per && s.Has("hold") {
		s.Fault("hold", "is longer than per, after which nothing is counted", "")
	}
	if b.of == ofDiscount && !slices.ContainsFunc(offers, b.saves) {
		s.Fault("type", "counts discounts, and no offer within its reach has one", "write of: price, or give an offer a discount")
	}
	return b
}

// saves reports whether an offer is within reach, wherever it appears, and takes
// something off.
func (b *Budget) saves(o policy.Offer) bool { return b.reach.Of(o.ID, o.Type) && Saving(&o) > 0 }

// pot names what is counted together with an offer.
func (b *Budget) pot(placement, offer, kind string) string {
	switch b.by {
	case "offer":
		return offer
	case "type":
		return kind
	case "placement":
		return placement
	}
	return ""
}

// Saving is what an offer takes off the ordinary price, to the nearest minor unit,
// when its price is what the customer pays. What is given away has no ordinary price.
func Saving(o *policy.Offer) int64 {
	if !(o.Discount > 0 && o.Discount < 1) {
		return 0
	}
	rest := 1 - o.Discount // off by as much as the discount, which is more of itself
	saving := math.Round(float64(o.Price) * o.Discount / rest * (1 + slack/rest))
	return int64(min(saving, mostSaved))
}

// mostSaved keeps a discount of nearly everything an amount that can be added up.
const mostSaved = 1 << 53

// worth is what one offer takes of the budget.
func (b *Budget) worth(price, saving int64) int64 {
	switch b.of {
	case ofDiscount:
		return saving
	case ofPrice:
		return price
	}
	return 1
}

// Refuse withholds an offer that the pot has no room for. What takes nothing of
// a budget is none of its business.
func (b *Budget) Refuse(c *Case, o *policy.Offer) (reason, detail string) {
	worth := b.worth(o.Price, Saving(o))
	if worth == 0 {
		return "", ""
	}
	if c.Ledgers == nil {
		return ReasonError, "what was spent of the budget is not known"
	}
	at := c.Placement.Name
	pot := b.pot(at, o.ID, o.Type)
	spent := c.Ledgers.spent(b, pot, c.At)
	for _, earlier := range c.Slate {
		if b.reach.Covers(at, earlier.ID, earlier.Type) && b.pot(at, earlier.ID, earlier.Type) == pot {
			spent += b.worth(earlier.Price, Saving(earlier))
		}
	}
	if spent+worth <= b.max {
		return "", ""
	}
	return "budget", b.sentence(c, spent, worth)
}

func (b *Budget) sentence(c *Case, spent, worth int64) string {
	within := ""
	if b.per > 0 {
		within = " within " + words.Span(b.per)
	}
	if b.of == ofOffers {
		return fmt.Sprintf("%d of %d are offered or accepted%s", spent, b.max, within)
	}
	return fmt.Sprintf("%s of %s are offered or accepted%s, and this one takes %s",
		c.Currency.Format(spent), c.Currency.Format(b.max), within, c.Currency.Format(worth))
}
