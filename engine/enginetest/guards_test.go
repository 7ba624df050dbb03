package enginetest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// guardKinds make one guardrail of each type. What they draw at once stays the
// same over a run; what the guardrail draws is that of one catalogue.
var guardKinds = []func(t *rapid.T) guardrail{
	capOf("frequency", func(t *rapid.T) (string, refusal) {
		most, per := rapid.IntRange(0, 3).Draw(t, "max"), drawWait(t, "per")
		by, scope := oneOf(t, "by", "placement", "offer", "type", "all"), oneOf(t, "scope", "customer", "session")
		return fmt.Sprintf("max: %d, per: %s, by: %s, scope: %s", most, span(per), by, scope), frequency(most, per, by, scope == "session")
	}),
	capOf("cooldown", func(t *rapid.T) (string, refusal) {
		after, wait := oneOf(t, "after", "decline", "accept", "refund"), drawWait(t, "wait")
		by := oneOf(t, "by", "offer", "type", "all")
		return fmt.Sprintf("after: %s, wait: %s, by: %s", after, span(wait), by), cooldown(after, wait, by)
	}),
	capOf("owned", func(t *rapid.T) (string, refusal) {
		by := oneOf(t, "by", "offer", "type")
		return "by: " + by, owned(by)
	}),
	capOf("first_time_buyer", func(t *rapid.T) (string, refusal) {
		price, share, dearest := oneOf[int64](t, "max price", 999, 1000, 2550), oneOf(t, "share", 0, .5), rapid.Bool().Draw(t, "dearest")
		fields := fmt.Sprintf("max_price: %s, never_most_expensive: %v", money(price), dearest)
		if share > 0 {
			fields += fmt.Sprintf(", max_share_of_cart: %v", share)
		}
		return fields, firstTimeBuyer(price, share, dearest)
	}),
	capOf("consent", func(*rapid.T) (string, refusal) { return "signal: consent", consent }),
	capOf("quiet", func(t *rapid.T) (string, refusal) {
		when := oneOf(t, "quiet when", conditions...)
		return fmt.Sprintf("when: '%s'", when.text), quiet(when)
	}),
	capOf("quiet_hours", func(t *rapid.T) (string, refusal) {
		from, until, offset := rapid.IntRange(0, 23).Draw(t, "from"), rapid.IntRange(0, 23).Draw(t, "until"), rapid.Bool().Draw(t, "offset")
		fields := fmt.Sprintf("from: '%02d:00', until: '%02d:00'", from, until)
		if offset {
			fields += ", offset: ahead"
		}
		return fields, quietHours(from, until, offset)
	}),
	capOf("discount_share", func(t *rapid.T) (string, refusal) {
		most, per, hold := oneOf(t, "max", 0, .25, .5), drawWait(t, "per"), drawWait(t, "hold")
		return fmt.Sprintf("max: %v, per: %s, hold: %s", most, span(per), span(hold)), discountShare(most, per, hold)
	}),
	capOf("slate", func(t *rapid.T) (string, refusal) {
		apart, discounts := rapid.Bool().Draw(t, "apart"), rapid.IntRange(0, 2).Draw(t, "discounts")
		return fmt.Sprintf("distinct_types: %v, max_discounts: %d", apart, discounts), slate(apart, discounts)
	}),
	drawBudget, drawBudget, drawDrop, drawDrop,
	rateOf("refund_rate", refundWindow), rateOf("refund_rate", refundWindow),
	rateOf("churn_rate", churnWindow), rateOf("ticket_rate", ticketWindow), drawFloor,
}

// capOf is a cap, whose settings may be others in every catalogue: it looks at
// what was shown, however that came about.
func capOf(kind string, draw func(*rapid.T) (fields string, refuse refusal)) func(*rapid.T) guardrail {
	return func(t *rapid.T) guardrail {
		return guardrail{kind: kind, reach: drawReach(t), draw: func(t *rapid.T, g *guard) {
			fields, refuse := draw(t)
			g.fields, g.refuse = ", "+fields, refuse
		}}
	}
}

// drawBudget draws a budget. Its window and its hold are those of the run: what
// one window has let go of, a longer one does not know any more.
func drawBudget(t *rapid.T) guardrail {
	per, hold := oneOf(t, "per", append(waits, 0)...), drawWait(t, "hold")
	return guardrail{kind: "budget", reach: drawReach(t), draw: func(t *rapid.T, g *guard) {
		b := &budget{per: per, hold: hold, by: oneOf(t, "by", "all", "all", "offer", "type", "placement")}
		b.of, b.max = oneOf(t, "of", "offers", "offers", "discount", "price"), int64(rapid.IntRange(0, 6).Draw(t, "max"))
		limit := fmt.Sprintf("max: %d", b.max)
		if b.of != "offers" {
			b.max *= 1000
			limit = "amount: " + money(b.max)
		}
		g.budget, g.fields = b, fmt.Sprintf(", %s, of: %s, hold: %s, by: %s", limit, b.of, span(hold), b.by)
		if per > 0 {
			g.fields += ", per: " + span(per)
		}
	}}
}

// drawDrop draws a breaker of conversions that moves for little.
func drawDrop(t *rapid.T) guardrail {
	places := some(t, "guarded placements", placeNames)
	return guardrail{kind: "conversion_drop", reach: reach{places: places}, draw: func(t *rapid.T, g *guard) {
		b := drawBreaker(t, g.kind, "placement", "all")
		b.window, b.margin, b.expect = oneOf(t, "window", 30*time.Minute, conversionWindow), oneOf(t, "margin", 0, .05), .5
		g.breaker = b
		g.fields = fmt.Sprintf(", margin: %v, expect: 0.5%s", b.margin, b.fields())
	}}
}

// rateOf is a breaker of what follows accepts.
func rateOf(kind string, most time.Duration) func(*rapid.T) guardrail {
	return func(t *rapid.T) guardrail {
		return guardrail{kind: kind, reach: drawReach(t), draw: func(t *rapid.T, g *guard) {
			b := drawBreaker(t, kind, "offer", "placement", "all")
			b.limit, b.window = oneOf(t, "limit", .05, .3, .6), oneOf(t, "window", day, most)
			g.breaker = b
			g.fields = fmt.Sprintf(", max: %v%s", b.limit, b.fields())
		}}
	}
}

func drawBreaker(t *rapid.T, kind string, by ...string) *breaker {
	return &breaker{
		kind: kind, by: oneOf(t, "by", by...), alpha: oneOf(t, "alpha", .5, .5, .2),
		dwell: oneOf(t, "dwell", time.Hour, 6*time.Hour), trial: oneOf(t, "trial", 4*time.Hour, 4*day),
	}
}

func (b *breaker) fields() string {
	return fmt.Sprintf(", window: %s, alpha: %v, by: %s, dwell: %s, trial: %s", span(b.window), b.alpha, b.by, span(b.dwell), span(b.trial))
}

// drawFloor draws a floor of acceptance, which only warns.
func drawFloor(t *rapid.T) guardrail {
	return guardrail{kind: "acceptance_floor", reach: drawReach(t), draw: func(t *rapid.T, g *guard) {
		b := drawBreaker(t, g.kind, "offer", "placement", "all")
		b.limit, b.window = oneOf(t, "min", .3, .6), oneOf(t, "window", time.Hour, acceptWindow)
		g.breaker = b
		g.fields = fmt.Sprintf(", min: %v, window: %s, alpha: %v, by: %s", b.limit, span(b.window), b.alpha, b.by)
	}}
}
