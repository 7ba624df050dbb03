package enginetest

import (
	"fmt"
	"slices"
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
		from, offset := rapid.IntRange(0, 23).Draw(t, "from"), rapid.Bool().Draw(t, "offset")
		until := (from + rapid.IntRange(1, 23).Draw(t, "hours")) % 24
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
		return guardrail{kind: kind, reach: drawReach(t), draw: func(t *rapid.T, _ *plan, g *guard) {
			fields, refuse := draw(t)
			g.fields, g.refuse = ", "+fields, refuse
		}}
	}
}

// drawBudget draws a budget. Its hold is that of the run: a place that one hold
// has given back, a longer one does not take again.
func drawBudget(t *rapid.T) guardrail {
	hold, spans := drawWait(t, "hold"), []time.Duration{0}
	for _, per := range waits {
		if per >= hold {
			spans = append(spans, per)
		}
	}
	return guardrail{kind: "budget", reach: drawReach(t), draw: func(t *rapid.T, p *plan, g *guard) {
		b := &budget{per: oneOf(t, "per", spans...), hold: hold, by: oneOf(t, "by", "all", "all", "offer", "type", "placement")}
		b.of, b.max = oneOf(t, "of", "offers", "offers", "discount", "price"), int64(rapid.IntRange(1, 6).Draw(t, "max"))
		if b.of == "discount" && !slices.ContainsFunc(p.offers, g.saves) {
			b.of = "price"
		}
		limit := fmt.Sprintf("max: %d", b.max)
		if b.of != "offers" {
			b.max *= 1000
			limit = "amount: " + money(b.max)
		}
		g.budget, g.fields = b, fmt.Sprintf(", %s, of: %s, hold: %s, by: %s", limit, b.of, span(hold), b.by)
		if b.per > 0 {
			g.fields += ", per: " + span(b.per)
		}
	}}
}

// saves reports whether an offer that takes something off is within reach.
func (g *guard) saves(o *offer) bool {
	return among(g.offers, o.id) && among(g.kinds, o.kind) && o.saving() > 0
}

// drawDrop draws a breaker of conversions that moves for little.
func drawDrop(t *rapid.T) guardrail {
	placesOnly := func(t *rapid.T) reach { return reach{places: some(t, "guarded placements", placeNames)} }
	return breakerOf(t, "conversion_drop", placesOnly, func(t *rapid.T) breaker {
		return breaker{
			by: oneOf(t, "by", "placement", "all"), window: oneOf(t, "window", 30*time.Minute, conversionWindow),
			margin: oneOf(t, "margin", 0, .05), closing: oneOf(t, "closing margin", .5, .1), expect: .5,
		}
	})
}

// rateOf is a breaker of what follows accepts.
func rateOf(kind string, most time.Duration) func(*rapid.T) guardrail {
	return func(t *rapid.T) guardrail {
		return breakerOf(t, kind, drawReach, func(t *rapid.T) breaker {
			return breaker{by: oneOf(t, "by", "all", "offer", "placement"), limit: oneOf(t, "limit", .6, .3, .05), window: oneOf(t, "window", day, most)}
		})
	}
}

// drawFloor draws a floor of acceptance, which only warns.
func drawFloor(t *rapid.T) guardrail {
	return breakerOf(t, "acceptance_floor", drawReach, func(t *rapid.T) breaker {
		return breaker{by: oneOf(t, "by", "all", "offer", "placement"), limit: oneOf(t, "min", .6, .3), window: oneOf(t, "window", time.Hour, acceptWindow)}
	})
}

// breakerOf is a breaker. What it tests is seldom another than before, and so is
// what it is about; what moves its states is drawn for every catalogue.
func breakerOf(t *rapid.T, kind string, about func(*rapid.T) reach, test func(*rapid.T) breaker) guardrail {
	r, now := about(t), test(t)
	return guardrail{kind: kind, draw: func(t *rapid.T, _ *plan, g *guard) {
		switch rapid.IntRange(0, 7).Draw(t, "another") {
		case 0, 1:
			now = test(t)
		case 2, 3:
			r = about(t)
		}
		b := now
		g.reach = r
		b.kind, b.alpha = kind, oneOf(t, "alpha", .5, .2)
		b.dwell, b.trial = oneOf(t, "dwell", time.Hour, 6*time.Hour), b.window+oneOf(t, "trial", 3*day, 4*time.Hour)
		g.breaker, g.fields = &b, b.fields()
	}}
}

// fields are the settings of a breaker, as YAML.
func (b *breaker) fields() string {
	fields := fmt.Sprintf(", window: %s, alpha: %v, by: %s", span(b.window), b.alpha, b.by)
	if b.onShown() {
		return fields + fmt.Sprintf(", min: %v", b.limit)
	}
	fields += fmt.Sprintf(", dwell: %s, trial: %s", span(b.dwell), span(b.trial))
	if b.onVisits() {
		return fields + fmt.Sprintf(", margin: %v, closing_margin: %v, expect: %v", b.margin, b.closing, b.expect)
	}
	return fields + fmt.Sprintf(", max: %v", b.limit)
}
