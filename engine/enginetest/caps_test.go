package enginetest

import (
	"slices"
	"time"
)

// A guard is one guardrail of a plan: a cap, a budget or a breaker.
type guard struct {
	name, kind string
	reach
	fields  string // its own settings, as YAML
	refuse  refusal
	budget  *budget  // nil for other kinds
	breaker *breaker // the same
}

// A refusal is what a cap means: the code of why an offer must not be shown
// now, and nothing when it may be.
type refusal func(c *occasion, o *offer) string

// What a guardrail says that lacks what it would have to know.
const notKnown = "guardrail_error"

// An occasion is one slot that is to be filled.
type occasion struct {
	*model
	customer, session string
	signals           signals
	place             *place
	probes            []string   // the tries of breakers that the visit takes part in
	fitting           []*offer   // whose conditions hold
	slate             []*display // what the slots before this one show
}

// history is everything that the customer was ever shown, this answer's own
// slots among it.
func (c *occasion) history() []*display {
	return slices.Concat(c.of(func(d *display) bool { return c.known(d.customer, d.session) }), c.slate)
}

// known reports whether somebody is who asks. Nobody is known for a session, also
// when they say in it who they are, or have said so.
func (c *occasion) known(customer, session string) bool {
	if customer == "" {
		return session != "" && session == c.session
	}
	return customer == c.customer
}

// within reports whether a moment lies within a time before now: what is just as
// old as that is out of it.
func (c *occasion) within(t time.Time, span time.Duration) bool { return t.Add(span).After(c.at) }

// refuses is the first guardrail that withholds an offer, and its code.
func (c *occasion) refuses(o *offer) (rule, reason string) {
	for _, g := range c.plan.guards {
		reason := ""
		switch {
		case !g.covers(c.place.name, o):
		case g.budget != nil:
			reason = c.overspends(g, o)
		case g.breaker != nil:
			reason = c.stops(g, o)
		default:
			reason = g.refuse(c, o)
		}
		if reason != "" {
			return g.name, reason
		}
	}
	return "", ""
}

func frequency(most int, per time.Duration, by string, session bool) refusal {
	return func(c *occasion, o *offer) string {
		if session && c.session == "" {
			return notKnown
		}
		shown := 0
		for _, d := range c.history() {
			if c.within(d.at, per) && together(by, d.placement, c.place.name, d.offer, o) && (!session || d.session == c.session) {
				shown++
			}
		}
		return unless(shown < most, "frequency")
	}
}

// together reports whether two offers count together.
func together(by, thisPlace, thatPlace string, this, that *offer) bool {
	switch by {
	case "placement":
		return thisPlace == thatPlace
	case "offer":
		return this.id == that.id
	case "type":
		return this.kind == that.kind
	}
	return true
}

func unless(fine bool, reason string) string {
	if fine {
		return ""
	}
	return reason
}

func cooldown(after string, wait time.Duration, by string) refusal {
	return func(c *occasion, o *offer) string {
		for _, d := range c.history() {
			if answer, given := d.silent[after]; given && together(by, "", "", d.offer, o) && c.within(answer, wait) {
				return "cooldown"
			}
		}
		return ""
	}
}

func owned(by string) refusal {
	return func(c *occasion, o *offer) string {
		return unless(!slices.ContainsFunc(c.history(), func(d *display) bool {
			return !d.fate.accepted.IsZero() && together(by, "", "", d.offer, o)
		}), "owned")
	}
}

func firstTimeBuyer(price int64, share float64, notDearest bool) refusal {
	return func(c *occasion, o *offer) string {
		if orders, known := c.signals.number("orders"); known && orders != 0 {
			return ""
		}
		cart, known := c.signals.number("cart_value")
		dearer := func(p *offer) bool { return p.price > o.price }
		cheaper := func(p *offer) bool { return p.price < o.price }
		switch {
		case o.price > price:
			return "first_time_buyer"
		case share > 0 && !known:
			return notKnown
		case share > 0 && float64(o.price)/100 > share*cart:
			return "first_time_buyer"
		case notDearest && !slices.ContainsFunc(c.fitting, dearer) && slices.ContainsFunc(c.fitting, cheaper):
			return "first_time_buyer"
		}
		return ""
	}
}

// reachesOut reports whether a channel comes to the customer uncalled.
func reachesOut(channel string) bool { return channel == "email" || channel == "sms" }

func consent(c *occasion, _ *offer) string {
	return unless(!reachesOut(c.place.channel) || c.signals["consent"] == true, "consent")
}

func quiet(when *condition) refusal {
	return func(c *occasion, _ *offer) string {
		if !when.answerable(c.signals) {
			return notKnown
		}
		return unless(!when.holds(c.signals), "quiet")
	}
}

// quietHours are from one full hour of the customer's clock until another. With
// offset that clock is ahead of UTC by a signal.
func quietHours(from, until int, offset bool) refusal {
	return func(c *occasion, _ *offer) string {
		if !reachesOut(c.place.channel) {
			return ""
		}
		ahead, known := c.signals.number("ahead")
		switch {
		case !offset:
			ahead = 0
		case !known || ahead < -14 || ahead > 14:
			return notKnown
		}
		hour := c.at.Add(time.Duration(ahead * float64(time.Hour))).Hour()
		for h := from; h != until; h = (h + 1) % 24 {
			if h == hour {
				return "quiet_hours"
			}
		}
		return ""
	}
}

func discountShare(most float64, per, hold time.Duration) refusal {
	return func(c *occasion, o *offer) string {
		if o.discount == 0 {
			return ""
		}
		shown, discounts := 1, 1
		for _, d := range c.history() {
			unseen := d.needsView && !d.fate.seen()
			if !c.within(d.at, per) || unseen && (d.offer.discount == 0 || !c.within(d.at, hold)) {
				continue
			}
			shown++
			if d.offer.discount > 0 {
				discounts++
			}
		}
		return unless(float64(discounts) <= most*float64(shown), "discount_share")
	}
}

// seen reports whether an offer that was shown was seen, or answered, which says
// the same.
func (f *fate) seen() bool { return !(f.viewed.IsZero() && f.declined.IsZero() && f.accepted.IsZero()) }

func slate(apart bool, mostDiscounts int) refusal {
	return func(c *occasion, o *offer) string {
		discounts := 0
		for _, d := range c.slate {
			if apart && d.offer.kind == o.kind {
				return "slate"
			}
			if d.offer.discount > 0 {
				discounts++
			}
		}
		return unless(o.discount == 0 || discounts < mostDiscounts, "slate")
	}
}
