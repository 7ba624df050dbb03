package guardrails

import (
	"fmt"
	"math"

	"proffer/features"
	"proffer/policy"
)

// firstTimeBuyer keeps a first order gentle: nothing over a price, nothing
// over a share of the cart, never the most expensive of what fits. Whether a
// customer is a first-time buyer is the app's word; unknown counts as yes.
type firstTimeBuyer struct {
	when          *policy.Condition
	maxPrice      int64   // minor units
	maxShare      float64 // of the cart
	cart          string  // the signal with the cart's value in major units; empty: no share is asked
	mostExpensive bool    // refuse the most expensive
}

func newFirstTimeBuyer(s *policy.Settings) Cap {
	f := firstTimeBuyer{
		when:          s.Condition("when", policy.Or("orders == 0")),
		maxPrice:      s.Money("max_price", policy.Or(unlimited)),
		maxShare:      s.Share("max_share_of_cart"),
		mostExpensive: s.Bool("never_most_expensive"),
	}
	if s.Has("max_share_of_cart") || s.Has("cart") {
		f.cart = s.Signal("cart", []features.Type{features.Number}, policy.Or("cart_value"))
	}
	if !s.Has("max_price") && !s.Has("max_share_of_cart") && !f.mostExpensive {
		s.Fault("type", "limits nothing", "give it max_price, max_share_of_cart or never_most_expensive")
	}
	return f
}

// unlimited is a price that no offer reaches.
const unlimited = int64(math.MaxInt64)

func (f firstTimeBuyer) Refuse(c *Case, o *policy.Offer) (reason, detail string) {
	verdict := f.when.Holds(c.Signals)
	if !verdict.Holds && verdict.Missing == "" && verdict.Problem == "" {
		return "", ""
	}
	if o.Price > f.maxPrice {
		return "first_time_buyer", fmt.Sprintf("%s is over the %s that a first order may be offered",
			c.Currency.Format(o.Price), c.Currency.Format(f.maxPrice))
	}
	if f.cart != "" {
		if reason, detail = f.share(c, o); reason != "" {
			return reason, detail
		}
	}
	if f.mostExpensive && dearest(c.Candidates, o) {
		return "first_time_buyer", fmt.Sprintf("%s is the most expensive offer here, and this is a first order",
			c.Currency.Format(o.Price))
	}
	return "", ""
}

func (f firstTimeBuyer) share(c *Case, o *policy.Offer) (reason, detail string) {
	cart, ok := c.Signals[f.cart].(float64)
	if !ok {
		return ReasonError, fmt.Sprintf("%s is missing, so the share of the cart is unknown", f.cart)
	}
	if whole := c.Currency.Minor(cart); !within(o.Price, f.maxShare, whole) {
		return "first_time_buyer", fmt.Sprintf("%s is over the %.4g%% of a cart of %s that a first order may be offered",
			c.Currency.Format(o.Price), 100*f.maxShare, c.Currency.Format(whole))
	}
	return "", ""
}

// dearest reports whether o is the most expensive of several prices.
func dearest(offers []*policy.Offer, o *policy.Offer) bool {
	cheaper := false
	for _, other := range offers {
		if other.Price > o.Price {
			return false
		}
		cheaper = cheaper || other.Price < o.Price
	}
	return cheaper
}
