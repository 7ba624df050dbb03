package policy

func (b *builder) triggers(s *Settings) {
	moments := []Moment{ProductPage, Cart, Checkout, PostPurchase, InProduct, Renewal}
	s.named("triggers", plainNames, func(name string, s *Settings) {
		b.r.scope.triggers = append(b.r.scope.triggers, name)
		b.c.Triggers = append(b.c.Triggers, Trigger{Name: name, Moment: enum(s, "moment", "", moments, Required)})
	}, Required)
}

// maxSlots bounds a slate, whose probabilities are computed slot by slot.
const maxSlots = 20

func (b *builder) placements(s *Settings) {
	s.named("placements", plainNames, func(name string, s *Settings) {
		b.r.scope.placements = append(b.r.scope.placements, name)
		b.c.Placements = append(b.c.Placements, Placement{
			Name:         name,
			Channel:      enum(s, "channel", "", []Channel{Onsite, InApp, Email, SMS}, Required),
			Slots:        s.Count("slots", Or(defaultSlots), AtLeast(1), AtMost(maxSlots)),
			Strategy:     s.Enum("strategy", defaultStrategy, Strategies()),
			ReportsViews: s.Bool("reports_views"),
			None:         s.none("none"),
		})
	}, Required)
}

// none reads what showing nothing means: off, or its value in major units.
func (s *Settings) none(name string) (n None) {
	if s.shape != nil {
		off := &shape{Enum: []string{"off"}}
		value := s.describe(func(s *Settings) { n.read(s) })
		s.shape.add(name, &shape{AnyOf: []*shape{off, value}}, rule{})
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

func (n *None) read(s *Settings) { n.Value = s.Number("value", AtLeast(-1e6), AtMost(1e6)) }

// word is the text of a field that may be something else as well.
func (s *Settings) word(name string) (word string, isText bool) {
	f := s.fields[name]
	if f == nil || f.value == nil {
		return "", false
	}
	word, problem, _ := text(f.value, rule{})
	return word, problem == ""
}
