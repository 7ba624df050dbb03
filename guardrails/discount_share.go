package guardrails

import (
	"fmt"
	"time"

	"proffer/policy"
	"proffer/words"
)

// discountShare keeps discounts rare among what one customer is shown, so that
// nobody learns to wait for the next. A discount takes its place when it is
// decided, and gives it back when it was not seen within the hold; an offer at its
// full price is one to hold it against once it was seen.
type discountShare struct {
	max  float64
	per  time.Duration
	hold time.Duration
}

func newDiscountShare(s *policy.Settings) Cap {
	return discountShare{
		max:  s.Share("max", policy.Required),
		per:  s.Duration("per", policy.Required, policy.Above0),
		hold: s.Duration("hold", policy.Or(24*time.Hour), policy.Above0),
	}
}

func (d discountShare) Refuse(c *Case, o *policy.Offer) (reason, detail string) {
	if o.Discount <= 0 {
		return "", ""
	}
	from := c.At.Add(-d.per)
	if c.History.Forgotten.After(from) {
		return ReasonError, "more offers were shown to this customer than can be counted"
	}
	shown, discounts := int64(1), int64(1) // with this one
	for i := len(c.History.Shown) - 1; i >= 0 && c.History.Shown[i].At.After(from); i-- {
		s := c.History.Shown[i]
		if s.Unseen && (!s.Discount || !s.At.Add(d.hold).After(c.At)) {
			continue
		}
		shown++
		if s.Discount {
			discounts++
		}
	}
	if !within(discounts, d.max, shown) {
		return "discount_share", fmt.Sprintf("with this one %d of %d offers shown within %s would be discounts, over the share of %.4g%%",
			discounts, shown, words.Span(d.per), 100*d.max)
	}
	return "", ""
}
