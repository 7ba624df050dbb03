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
	}, says("The offer library; its order decides between offers of equal priority."), entry("One offer."))
}

func (b *builder) offer(s *Settings) Offer {
	id := s.name("id", plainNames, says("The offer's name in answers, feedback and reports; what was learned of it stays with the id, so give a changed offer another."))
	kind := enum(s, "kind", "", []Kind{Upsell, CrossSell, Upgrade}, Required,
		says("What the offer does to the order: more of the same (upsell), something beside it (cross_sell), or a better plan (upgrade)."))
	return Offer{
		ID:   id,
		Kind: kind,
		Type: s.name("type", plainNames, Or(string(kind)),
			says("Your own word for offers that are alike, such as bundle or warranty, by which guardrails can count; the kind when it is left out.")),
		Motivation: enum(s, "motivation", "", []Motivation{SaveMoney, SaveTime, ReduceRisk, BetterResults},
			says("Why a customer would want it; it is returned with the offer and decides nothing.")),
		Friction: enum(s, "friction", "", []Friction{OneClick, Confirm, Form, FullCheckout},
			says("What accepting asks of the customer; it is returned with the offer, and guardrails of type friction withhold by it.")),
		Triggers:   s.Triggers("triggers", says("The triggers at which the offer may appear; every one when it is left out.")),
		Placements: s.Placements("placements", says("The placements at which the offer may appear; every one when it is left out.")),
		When:       s.Condition("when", says("The condition under which the offer fits the customer; always when it is left out.")),
		Price:      s.Money("price", Required, says("What the customer pays, in major units, with the discount taken off already.")),
		Margin: s.Money("margin", Required,
			says("What an accept earns when it is kept, in major units: the price less what the goods cost; what an offer is worth is reckoned from it.")),
		Discount: s.Share("discount", Or(0.0),
			says("The share of the ordinary price that the price leaves out; guardrails of type discount_share, slate and budget count by it.")),
		Costs: costs(s),
		Prior: b.prior(s, "prior", b.c.Prior,
			says("What is believed of this offer before it was shown; what is left out is as in the catalogue's prior.")),
		Priority: s.Integer("priority", Or(0), AtLeast(-1e6), AtMost(1e6),
			says("The order of strategy rules and of the baseline: the highest is shown, and the first of the file among equals.")),
		Weight: s.Number("weight", Or(1.0), AtLeast(0), AtMost(maxWeight),
			says("The part that weighted and ab_test give this offer, in proportion to the weights of all that are left; 0 is never shown beside an offer with a weight.")),
		Content: content(s),
	}
}

func costs(s *Settings) (c Costs) {
	s.within("costs", func(s *Settings) {
		c = Costs{
			Refund: s.Money("refund", Or(int64(0)), says("What a refund costs beside the margin that is lost, in major units, such as the parcel back.")),
			Churn:  s.Money("churn", Or(int64(0)), says("What it costs when the customer leaves after the accept, in major units: the margin of the orders that do not come.")),
			Ticket: s.Money("ticket", Or(int64(0)), says("What a support ticket about the offer costs, in major units: somebody's time.")),
		}
	}, says("What it costs when something goes wrong after an accept; it is taken off what the offer is worth, by its chance."))
	return c
}

func content(s *Settings) (c Content) {
	s.within("content", func(s *Settings) {
		c = Content{
			Title:   s.Text("title", says("The headline: what it is for the customer.")),
			Body:    s.Text("body", says("One or two honest sentences, with the price if the button has none.")),
			Accept:  s.Text("accept", says("The label of the yes: what happens, and for how much.")),
			Decline: s.Text("decline", says("The label of the no, as easy to find as the yes.")),
		}
	}, says("The copy that the app renders, returned with the offer as it stands; proffer check warns of what is missing."))
	return c
}

func (b *builder) guardrails(s *Settings) {
	var names []string
	s.list("guardrails", func(s *Settings) {
		s.free = true
		g := Guardrail{
			Name: s.name("name", plainNames, says("The guardrail's name, as it stands in answers, figures and reports.")),
			Type: s.name("type", plainNames, says("Which guardrail it is; docs/guardrails.md has every type with its own fields.")),
			path: s.path, node: s.node, src: b.r.src, scope: b.r.scope, served: b.r.served,
		}
		if g.Name != "" {
			b.declare(s, "name", g.Name, &names)
		}
		if g.Type != "" || b.r.served { // else it is said already that nobody can know its fields
			b.c.Guardrails = append(b.c.Guardrails, g)
		}
	}, says("What may withhold an offer; every one of them must let it pass."),
		entry("One guardrail: its name, its type and the fields of that type."))
}

func indexed(name string, i int) string { return fmt.Sprintf("%s[%d]", name, i) }
