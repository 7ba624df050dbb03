package policy

import (
	"fmt"
	"slices"
)

// maxWeight keeps sums of weights finite.
const maxWeight = 1e6

func (b *builder) offers(s *Settings) {
	s.list("offers", func(s *Settings) {
		o := b.offer(s)
		if o.ID != "" {
			b.declare(s, "id", o.ID, &b.r.scope.offers)
		}
		if o.Type != "" && !slices.Contains(b.r.scope.types, o.Type) {
			b.r.scope.types = append(b.r.scope.types, o.Type)
		}
		b.c.Offers = append(b.c.Offers, o)
	})
}

func (b *builder) offer(s *Settings) Offer {
	id := s.name("id", plainNames)
	kind := enum(s, "kind", "", []Kind{Upsell, CrossSell, Upgrade}, Required)
	return Offer{
		ID:         id,
		Kind:       kind,
		Type:       s.name("type", plainNames, Or(string(kind))),
		Motivation: enum(s, "motivation", "", []Motivation{SaveMoney, SaveTime, ReduceRisk, BetterResults}),
		Friction:   enum(s, "friction", "", []Friction{OneClick, Confirm, Form, FullCheckout}),
		Triggers:   s.Triggers("triggers"),
		Placements: s.Placements("placements"),
		When:       s.Condition("when"),
		Price:      s.Money("price", Required),
		Margin:     s.Money("margin", Required),
		Discount:   s.Share("discount"),
		Costs:      costs(s),
		Prior:      b.prior(s, "prior", b.c.Prior),
		Priority:   s.Integer("priority", AtLeast(-1e6), AtMost(1e6)),
		Weight:     s.Number("weight", Or(1.0), AtLeast(0), AtMost(maxWeight)),
		Content:    content(s),
	}
}

func costs(s *Settings) (c Costs) {
	s.within("costs", func(s *Settings) {
		c = Costs{Refund: s.Money("refund"), Churn: s.Money("churn"), Ticket: s.Money("ticket")}
	})
	return c
}

func content(s *Settings) (c Content) {
	s.within("content", func(s *Settings) {
		c = Content{Title: s.Text("title"), Body: s.Text("body"), Accept: s.Text("accept"), Decline: s.Text("decline")}
	})
	return c
}

func (b *builder) guardrails(s *Settings) {
	var names []string
	s.list("guardrails", func(s *Settings) {
		s.free = true
		g := Guardrail{Name: s.name("name", plainNames), Type: s.name("type", plainNames), path: s.path, node: s.node, src: b.r.src, scope: b.r.scope, served: b.r.served}
		if g.Name != "" {
			b.declare(s, "name", g.Name, &names)
		}
		b.c.Guardrails = append(b.c.Guardrails, g)
	})
}

func indexed(name string, i int) string { return fmt.Sprintf("%s[%d]", name, i) }
