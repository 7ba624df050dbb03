package policy

func (b *builder) triggers(s *Settings) {
	moments := []Moment{ProductPage, Cart, Checkout, PostPurchase, InProduct, Renewal}
	s.named("triggers", plainNames, func(name string, s *Settings) {
		b.r.scope.triggers = append(b.r.scope.triggers, name)
		b.c.Triggers = append(b.c.Triggers, Trigger{Name: name, Moment: enum(s, "moment", "", moments, Required,
			says("The situation that the event belongs to; proffer check asks for the guardrails that a cart and a checkout need."))})
	}, Required, says("The business events after which a request asks for an offer, by name; at least one."), entry("One trigger."))
}

// maxSlots bounds a slate, whose probabilities are computed slot by slot.
const maxSlots = 20

func (b *builder) placements(s *Settings) {
	s.named("placements", plainNames, func(name string, s *Settings) {
		b.r.scope.placements = append(b.r.scope.placements, name)
		b.c.Placements = append(b.c.Placements, Placement{
			Name: name,
			Channel: enum(s, "channel", "", []Channel{Onsite, InApp, Email, SMS}, Required,
				says("How the placement reaches the customer; email and sms reach out, so they need a guardrail of type consent.")),
			Slots: s.Count("slots", Or(defaultSlots), AtLeast(1), AtMost(maxSlots),
				says("How many offers an answer shows at most; more than three in a row cost more trust than they sell.")),
			Strategy: s.Enum("strategy", defaultStrategy, Strategies(),
				says("How an offer is chosen from those that nothing withholds; change it to rules where there is too little traffic to learn from.")),
			ReportsViews: s.Bool("reports_views", Or(false),
				says("Whether the app reports a view when an offer is seen: then what was not seen is not learned from; set it where an offer may stay out of sight.")),
			None: s.none("none", says("What showing nothing is worth, or off to show something whenever anything may be; only strategies that learn weigh it.")),
		})
	}, Required, says("The surfaces on which offers appear, by name; at least one."), entry("One placement."))
}

// none reads what showing nothing means: off, or its value in major units.
func (s *Settings) none(name string, opts ...Option) (n None) {
	if s.shape != nil {
		off := &shape{Description: "Nothing is no choice: an offer is shown whenever one may be.", Enum: []string{"off"}}
		value := s.describe("Nothing is a choice like an offer.", func(s *Settings) { n.read(s) })
		s.shape.add(name, &shape{AnyOf: []*shape{off, value}}, newRule(0, 0, opts))
		return None{}
	}
	if word, isText := s.word(name); isText {
		if word != "off" {
			s.Fault(name, "must be off, or such as {value: 0.10}", "")
		}
		s.known = append(s.known, name)
		return None{Off: word == "off"}
	}
	s.within(name, n.read)
	return n
}

func (n *None) read(s *Settings) {
	n.Value = s.Number("value", Or(0.0), AtLeast(-1e6), AtMost(1e6),
		says("What showing nothing is worth, in major units of the currency: an offer must be believed to be worth more; raise it where silence sells, as at a checkout."))
}

// word is the text of a field that may be something else as well.
func (s *Settings) word(name string) (word string, isText bool) {
	f := s.fields[name]
	if f == nil || f.value == nil {
		return "", false
	}
	word, problem, _ := text(f.value, rule{})
	return word, problem == ""
}
