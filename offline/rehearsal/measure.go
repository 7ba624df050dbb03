package rehearsal

import (
	"proffer/engine"
	"proffer/offline/ope"
	"proffer/policy"
)

// A measure is one thing that decisions earn, and what the beliefs say of it.
type measure struct {
	name    string
	earned  func(s *engine.Story, f *engine.Fate) float64
	expects func(*engine.Score) float64

	estimates  *ope.Evaluation
	difference *ope.Evaluation // of the catalogue from the log, by dr
	logged     *ope.Evaluation
	batches    [3]ope.Batch // of each of these
}

// rewardOf is what a catalogue learns to raise.
func rewardOf(p *engine.Policy) measure {
	m := measure{
		name:    "net_value",
		earned:  func(s *engine.Story, f *engine.Fate) float64 { return s.Policy.Reward(f) },
		expects: func(s *engine.Score) float64 { return s.Mean },
	}
	if p.Learning.Target == policy.Reward {
		m.name = "reward"
	}
	return m
}

// accepts are the accepted offers that came in time.
var accepts = measure{
	name: "accepts",
	earned: func(_ *engine.Story, f *engine.Fate) float64 {
		if f.Accepted.IsZero() || f.Late {
			return 0
		}
		return 1
	},
	expects: func(s *engine.Score) float64 { return s.Accept },
}

// begin prepares to add up. Of rounds that all have the weight 1, ips is the mean.
func (m measure) begin(estimators []ope.Estimator) *measure {
	mean, _ := ope.Parse("ips") // one of its own names
	m.estimates, m.difference, m.logged = ope.NewEvaluation(estimators...), ope.NewEvaluation(mean), ope.NewEvaluation(mean)
	return &m
}

// add counts a decision. The model is what was believed when it was made, from
// other decisions alone.
func (m *measure) add(w *weighing, was, along *engine.Decision, s *engine.Story) error {
	model := func(offer string) float64 {
		if c := along.Candidate(offer); c != nil && c.Score != nil {
			return m.expects(c.Score)
		}
		return 0
	}
	earned := make([]float64, len(s.Outcome.Slots))
	for i := range earned {
		earned[i] = m.earned(s, &s.Outcome.Slots[i])
	}
	return m.count(w.rounds(was.Shown(), earned, model))
}

// count adds a round to each evaluation.
func (m *measure) count(estimate, difference, logged ope.Round) error {
	for i, r := range []ope.Round{estimate, difference, logged} {
		if err := r.Validate(); err != nil {
			return err
		}
		if m.batches[i].Add(r) {
			m.flush(i)
		}
	}
	return nil
}

func (m *measure) flush(i int) {
	[]*ope.Evaluation{m.estimates, m.difference, m.logged}[i].Add(&m.batches[i])
	m.batches[i].Reset()
}
