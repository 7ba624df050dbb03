package policy

func (b *builder) groups(s *Settings) {
	g := &b.c.Groups
	g.Salt = defaultSalt
	s.within("groups", func(s *Settings) {
		g.Holdout = s.Share("holdout", Or(0.0),
			says("The share of customers, by customer_id, who are shown no offer as long as the salt stays: what they buy says what the offers added."))
		g.Control = s.Share("control", Or(0.0),
			says("The share of the other visits that are shown no offer: they say whether orders still come, and a conversion_drop needs them and raises the share while it is unsure."))
		g.Baseline = s.Share("baseline", Or(0.0),
			says("The share of the other visits that strategy rules serves at every placement: they say what learning adds to your own order of offers."))
		g.Salt = s.Text("salt", Or(defaultSalt),
			says("What is mixed into the hash of a customer_id: another text draws the holdout and the splits of ab_test anew, so change it only to begin a new comparison."))
		if g.Control+g.Baseline > 1 {
			s.Fault("control", "leaves no visit for treatment: control and baseline are more than 100% together", "")
		}
	}, says("The comparison groups: whom the effect of the offers is measured against."))
}

func (b *builder) learning(s *Settings) {
	d := defaultLearning()
	b.c.Learning = d
	s.within("learning", func(s *Settings) {
		b.c.Learning = Learning{
			Target: enum(s, "target", d.Target, []Target{NetValue, Reward},
				says("What is learned and maximised: the chance of an accept times what it keeps after refunds, churn and tickets (net_value), or the number that the app sends as reward with an accept (reward).")),
			Floor: s.Share("floor", Or(d.Floor),
				says("The share of every distribution of thompson and beta_thompson that is spread evenly over the offers left and nothing, so that each can be evaluated offline; 0 gives hopeless offers up.")),
			PosteriorScale: s.Number("posterior_scale", Or(d.PosteriorScale), AtLeast(0.001), AtMost(100),
				says("What the standard deviations of thompson and beta_thompson are multiplied by: below 1 explores less than the model would, above 1 more; a replay over your own log chooses it.")),
			HalfLife: s.Duration("half_life", Or(d.HalfLife),
				says("After how long what was seen counts half; 0 forgets nothing, and two months suit a shop whose customers change with the season.")),
			Epsilon: s.Share("epsilon", Or(d.Epsilon),
				says("The share of requests in which epsilon_greedy chooses evenly among the offers left and nothing; more learns faster and earns less meanwhile.")),
			Width: s.Number("width", Or(d.Width), AtLeast(0), AtMost(100),
				says("How many standard deviations above its mean linucb puts an offer; posterior_scale does not change it, and 0 is greedy.")),
			ContextPrecision: s.Number("context_precision", Or(d.ContextPrecision), AtLeast(1e-6), AtMost(1e6),
				says("How many outcomes the belief is worth that a signal changes nothing: lower it when you know that the context matters much, raise it when there are many signals and few accepts.")),
			Windows: windows(s, d.Windows),
			Delays:  delays(s, d.Delays),
		}
	}, says("How evidence becomes belief, and how boldly strategies explore."))
}

func windows(s *Settings, d Windows) Windows {
	w := d
	s.within("windows", func(s *Settings) {
		w = Windows{
			Accept: s.Duration("accept", Or(d.Accept), Above0,
				says("How long after the decision a view, an accept or a decline is learned from.")),
			Refund: s.Duration("refund", Or(d.Refund), Above0,
				says("How long after the accept a refund counts: as long as your money-back promise.")),
			Churn: s.Duration("churn", Or(d.Churn), Above0,
				says("How long after the accept a churn is put down to the offer.")),
			Ticket: s.Duration("ticket", Or(d.Ticket), Above0,
				says("How long after the accept a support ticket is put down to the offer.")),
			Conversion: s.Duration("conversion", Or(d.Conversion), Above0,
				says("How long after its first decision that could show an offer a purchase still belongs to a visit; without a session_id, a later request of the customer begins another.")),
		}
	}, says("How long feedback counts; what comes later is kept and not learned from."))
	return w
}

func delays(s *Settings, d Delays) Delays {
	w := d
	s.within("delays", func(s *Settings) {
		w = Delays{
			Refund: s.Duration("refund", Or(d.Refund), Above0,
				says("The mean time from an accept to its refund, if there is one: parcels take days to come back.")),
			Churn: s.Duration("churn", Or(d.Churn), Above0,
				says("The mean time from an accept to the churn, if there is one: subscriptions end with their month.")),
			Ticket: s.Duration("ticket", Or(d.Ticket), Above0,
				says("The mean time from an accept to the support ticket, if there is one.")),
		}
	}, says("How late regret usually comes: a young accept counts as kept only as far as its regret could have arrived, so set what your own records say."))
	return w
}

// prior reads a belief. What it leaves out is as in d.
func (b *builder) prior(s *Settings, name string, d Prior, opts ...Option) Prior {
	p := d
	s.within(name, func(s *Settings) {
		p = Prior{
			Accept: s.Share("accept", Or(d.Accept), says("The share of showings that are believed to be accepted.")),
			Refund: s.Share("refund", Or(d.Refund), says("The share of accepts that are believed to be refunded.")),
			Churn:  s.Share("churn", Or(d.Churn), says("The share of accepts after which the customer is believed to leave.")),
			Ticket: s.Share("ticket", Or(d.Ticket), says("The share of accepts that are believed to lead to a support ticket.")),
			Strength: s.Number("strength", Or(d.Strength), AtLeast(0.01), AtMost(1e6),
				says("How much the belief weighs: accept as many showings, and refund, churn and ticket as many accepts; raise it when you are sure.")),
			Reward: s.Number("reward", Or(d.Reward), AtLeast(-1e6), AtMost(1e6),
				says("The mean reward that is believed, in the reward's own unit; only target reward uses it.")),
			RewardSD: s.Number("reward_sd", Or(d.RewardSD), AtLeast(1e-6), AtMost(1e6),
				says("The standard deviation of single rewards around their mean, in the same unit; only target reward uses it.")),
		}
	}, opts...)
	return p
}
