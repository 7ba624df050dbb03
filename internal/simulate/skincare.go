package simulate

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Skincare is the shop of examples/skincare.yaml.
func Skincare() World {
	return World{
		Name: "skincare", Truth: skincareTruth(), Converts: []string{"cart_drawer", "checkout_line"},
		Words: Words{
			People: map[string]string{"first_time_buyer": "first-time buyers", "repeat_buyer": "repeat buyers", "high_value": "the best customers"},
			When: map[string]string{
				"cart_item_added": "in the cart", "checkout_started": "at checkout",
				"checkout_completed": "after checkout", "refill_due": "when their bottles are empty",
			},
		},
		born: func(r *rand.Rand, now time.Time) life { return newShopper(r, now) },
	}
}

// A shopper is one customer of the shop.
type shopper struct {
	orders    int
	spent     float64
	lastOrder time.Time // zero: never
	device    string
	traffic   string
	email     bool // consents
	sms       bool
	cart      float64
	inCart    []string
}

// newShopper is new to the simulation; half of them are new to the shop as well.
func newShopper(r *rand.Rand, now time.Time) *shopper {
	p := &shopper{
		device: []string{"mobile", "desktop", "tablet"}[one(r, 0.55, 0.35, 0.10)],
		email:  r.Float64() < 0.7, sms: r.Float64() < 0.3,
	}
	if r.Float64() < 0.5 {
		return p
	}
	p.orders = 1 + int(after(r, 4*day)/day)
	for range p.orders {
		p.spent += around(r, 45, 0.5)
	}
	p.lastOrder = now.Add(-30*day - after(r, 30*day))
	return p
}

// segment follows the rules of the catalogue.
func (p *shopper) segment() string {
	switch {
	case p.orders == 0:
		return "first_time_buyer"
	case p.spent >= 300:
		return "high_value"
	}
	return "repeat_buyer"
}

func (p *shopper) signals(v *visit) map[string]any {
	categories := make([]any, len(p.inCart))
	for i, c := range p.inCart {
		categories[i] = c
	}
	s := map[string]any{
		"cart_value": p.cart, "cart_categories": categories,
		"orders": float64(p.orders), "lifetime_value": math.Round(100*p.spent) / 100,
		"time_on_site": v.now.Sub(v.entered).Round(time.Second).String(),
		"device":       p.device, "traffic": p.traffic, "email_consent": p.email, "sms_consent": p.sms,
	}
	if !p.lastOrder.IsZero() {
		s["days_since_last_order"] = math.Floor(v.now.Sub(p.lastOrder).Hours() / 24)
	}
	return s
}

// took is nothing to the shop: what was accepted comes with the parcel.
func (p *shopper) took(string, time.Time) {}

// come is a visit to the shop or, when the bottles must be empty, a message.
func (p *shopper) come(v *visit) step {
	r := v.who.chance
	p.traffic = []string{"search", "social", "email", "direct"}[one(r, 0.4, 0.2, 0.25, 0.15)]
	p.cart, p.inCart = 0, nil
	if p.orders > 0 && v.now.Sub(p.lastOrder) >= 30*day && v.who.happens(0.4) {
		return p.refill(v)
	}
	return p.browse(v)
}

func (p *shopper) refill(v *visit) step {
	if p.email {
		return v.ask("refill_due", "refill_email", v.leave)
	}
	return v.ask("refill_due", "refill_sms", v.leave)
}

// browse fills the cart, and asks in the drawer after what was added last. Some
// are so quick that the shop should leave them alone.
func (p *shopper) browse(v *visit) step {
	return func(context.Context) error {
		p.fill(v.who.chance)
		next := p.checkout(v)
		v.in(20*time.Second+after(v.who.chance, 3*time.Minute), v.ask("cart_item_added", "cart_drawer", next))
		return nil
	}
}

// fill puts things into the cart; half of the carts lie around free shipping.
func (p *shopper) fill(r *rand.Rand) {
	p.cart = max(around(r, 36, 0.3), 8)
	for i, category := range []string{"cleanser", "serum", "moisturizer", "sunscreen", "tools", "gift"} {
		if r.Float64() < []float64{0.65, 0.55, 0.25, 0.15, 0.1, 0.05}[i] {
			p.inCart = append(p.inCart, category)
		}
	}
	if len(p.inCart) == 0 {
		p.inCart = []string{"cleanser"}
	}
	p.inCart = slices.Clip(p.inCart)
}

// checkout is reached by some, and pays for some of them.
func (p *shopper) checkout(v *visit) step {
	return func(ctx context.Context) error {
		if v.lost || !v.who.happens(0.75) {
			return v.leave(ctx)
		}
		return v.ask("checkout_started", "checkout_line", p.pay(v))(ctx)
	}
}

func (p *shopper) pay(v *visit) step {
	return func(ctx context.Context) error {
		if v.lost || !v.who.happens(0.85) {
			return v.leave(ctx)
		}
		if err := v.buys(ctx, int64(math.Round(100*p.cart))); err != nil {
			return err
		}
		return v.ask("checkout_completed", "thank_you_page", p.ordered(v))(ctx)
	}
}

// ordered counts the order, once the page that thanks for it is closed.
func (p *shopper) ordered(v *visit) step {
	return func(ctx context.Context) error {
		p.orders++
		p.spent += p.cart
		p.lastOrder = v.now
		return v.leave(ctx)
	}
}
