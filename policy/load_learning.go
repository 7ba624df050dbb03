package policy

func (b *builder) groups(s *Settings) {
	g := &b.c.Groups
	g.Salt = defaultSalt
	s.within("groups", func(s *Settings) {
		g.Holdout = s.Share("holdout")
		g.Control = s.Share("control")
		g.Baseline = s.Share("baseline")
		g.Salt = s.Text("salt", Or(defaultSalt))
		if g.Control+g.Baseline > 1 {
			s.Fault("control", "leaves no visit for treatment: control and baseline are more than 100% together", "")
		}
	})
}

func (b *builder) learning(s *Settings) {
	d := defaultLearning()
	b.c.Learning = d
	s.within("learning", func(s *Settings) {
		b.c.Learning = Learning{
			Target:           enum(s, "target", d.Target, []Target{NetValue, Reward}),
			Floor:            s.Share("floor", Or(d.Floor)),
			PosteriorScale:   s.Number("posterior_scale", Or(d.PosteriorScale), AtLeast(0.001), AtMost(100)),
			HalfLife:         s.Duration("half_life", Or(d.HalfLife)),
			Epsilon:          s.Share("epsilon", Or(d.Epsilon)),
			Width:            s.Number("width", Or(d.Width), AtLeast(0), AtMost(100)),
			ContextPrecision: s.Number("context_precision", Or(d.ContextPrecision), AtLeast(1e-6), AtMost(1e6)),
			Windows:          windows(s, d.Windows),
			Delays:           delays(s, d.Delays),
		}
	})
}

func windows(s *Settings, d Windows) Windows {
	w := d
	s.within("windows", func(s *Settings) {
		w = Windows{
			Accept:     s.Duration("accept", Or(d.Accept), Above0),
			Refund:     s.Duration("refund", Or(d.Refund), Above0),
			Churn:      s.Duration("churn", Or(d.Churn), Above0),
			Ticket:     s.Duration("ticket", Or(d.Ticket), Above0),
			Conversion: s.Duration("conversion", Or(d.Conversion), Above0),
		}
	})
	return w
}

func delays(s *Settings, d Delays) Delays {
	w := d
	s.within("delays", func(s *Settings) {
		w = Delays{
			Refund: s.Duration("refund", Or(d.Refund), Above0),
			Churn:  s.Duration("churn", Or(d.Churn), Above0),
			Ticket: s.Duration("ticket", Or(d.Ticket), Above0),
		}
	})
	return w
}

// prior reads a belief. What it leaves out is as in d.
func (b *builder) prior(s *Settings, name string, d Prior) Prior {
	p := d
	s.within(name, func(s *Settings) {
		p = Prior{
			Accept:   s.Share("accept", Or(d.Accept)),
			Refund:   s.Share("refund", Or(d.Refund)),
			Churn:    s.Share("churn", Or(d.Churn)),
			Ticket:   s.Share("ticket", Or(d.Ticket)),
			Strength: s.Number("strength", Or(d.Strength), AtLeast(0.01), AtMost(1e6)),
			Reward:   s.Number("reward", Or(d.Reward), AtLeast(-1e6), AtMost(1e6)),
			RewardSD: s.Number("reward_sd", Or(d.RewardSD), AtLeast(1e-6), AtMost(1e6)),
		}
	})
	return p
}
