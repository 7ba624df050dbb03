package rehearsal

import (
	"math"

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
// other decisions alone. Of the difference both sides are corrected by it, so
// that a catalogue that changes nothing differs by nothing.
func (m *measure) add(w *weighing, s *engine.Story, along *engine.Decision) error {
	model := func(offer string) float64 {
		if c := along.Candidate(offer); c != nil && c.Score != nil {
			return m.expects(c.Score)
		}
		return 0
	}
	var earned, predicted float64        // of the log's slots so far
	var gain, explained float64          // with weights, of slates that end early
	var expectedLog, expectedNew float64 // by the model
	for i, f := range w.forks {
		gain += f.reach * f.ends * earned
		explained += f.reach * f.ends * predicted
		expectedLog += f.was.mean(model)
		expectedNew += f.reach * f.is.mean(model)
		if i < len(s.Outcome.Slots) {
			fate := &s.Outcome.Slots[i]
			earned += m.earned(s, fate)
			predicted += model(fate.Offer)
		}
	}
	gain += w.way * earned
	explained += w.way * predicted
	r := ope.Round{Weight: w.total, Direct: expectedNew}
	if w.total > 0 {
		r.Reward, r.Model = gain/w.total, explained/w.total
	}
	difference := expectedNew + gain - explained - (expectedLog + earned - predicted)
	if math.Abs(difference) <= rounding*(math.Abs(expectedNew)+math.Abs(expectedLog)+math.Abs(earned)+math.Abs(predicted)) {
		difference = 0
	}
	return m.count(r, ope.Round{Reward: difference, Weight: 1}, ope.Round{Reward: earned, Weight: 1})
}

// rounding is how far two sums of the same numbers may be apart, as a share of
// them: probabilities that were made again agree to their last digits only.
const rounding = 1e-12

// mean is what a model predicts for a slot; none is worth nothing.
func (s spread) mean(model func(string) float64) (sum float64) {
	for i, offer := range s.offers {
		sum += s.p[i] * model(offer)
	}
	return sum
}

// count adds a round to each evaluation.
func (m *measure) count(rounds ...ope.Round) error {
	for i, r := range rounds {
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
