package rehearsal

import (
	"math"

	"proffer/engine"
	"proffer/offline/ope"
)

// rounds are what a weighed decision says in one measure, for the estimators of
// ope: about the catalogue, about its difference from the log, and about the log.
// The slots that the log showed have earned so much, and the model predicts it.
//
// The difference corrects both sides by the model, so that a catalogue that
// changes nothing differs by nothing.
func (w *weighing) rounds(shown []engine.Slot, earned []float64, model func(offer string) float64) (estimate, difference, logged ope.Round) {
	var sofar, predicted float64         // of the log's slots
	var gain, explained float64          // the same, weighted
	var expectedLog, expectedNew float64 // by the model, before the draws
	for i, f := range w.forks {
		gain += f.reach * f.ends * sofar
		explained += f.reach * f.ends * predicted
		expectedLog += f.was.mean(model)
		expectedNew += f.reach * f.is.mean(model)
		if i < len(shown) {
			sofar += earned[i]
			predicted += model(shown[i].Offer)
		}
	}
	gain += w.way * sofar
	explained += w.way * predicted
	estimate = ope.Round{Weight: w.total, Direct: expectedNew}
	if w.total > 0 {
		estimate.Reward, estimate.Model = gain/w.total, explained/w.total
	}
	difference = ope.Round{Weight: 1, Reward: expectedNew + gain - explained - (expectedLog + sofar - predicted)}
	if size := math.Abs(expectedNew) + math.Abs(expectedLog) + math.Abs(sofar) + math.Abs(predicted); math.Abs(difference.Reward) <= rounding*size {
		difference.Reward = 0
	}
	return estimate, difference, ope.Round{Weight: 1, Reward: sofar}
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
