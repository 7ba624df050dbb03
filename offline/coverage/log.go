package coverage

import (
	"math/rand/v2"

	"proffer/offline/ope"
)

// The reward model is the one that is learned from a log without any of its own:
// as many folds, the same penalty.
const (
	folds   = 5
	penalty = 1
)

// replicates of the bootstrap.
const replicates = 200

// A log is one of many, and what is counted of it.
type log struct {
	world     *World
	rows      []row
	model     *ope.RewardModel
	predicted [][][]float64 // by context and fold
	direct    [][]float64   // by context and fold: what the model predicts for the policy

	evaluation *ope.Evaluation
	bootstrap  *ope.Bootstrap // of the estimators that are resampled
	sequence   *ope.Sequence
	weights    ope.Weights
	paid       ope.Weights // each times its reward
	support    *ope.Support
}

// newLog draws a log into the room that an earlier one leaves.
func (w *World) newLog(chance *rand.Rand, rows int, room []row, seed uint64) *log {
	l := &log{
		world: w, rows: room[:0],
		evaluation: ope.NewEvaluation(estimators()...),
		bootstrap:  ope.NewBootstrap(replicates, seed, resampled()...),
		sequence:   ope.NewSequence(alpha, w.Bounds()),
		support:    ope.NewSupport(len(w.Pays), "place"),
	}
	for range rows {
		l.rows = append(l.rows, w.draw(chance))
	}
	return l
}

// learn fits the reward model, which knows a row's place as a number.
func (l *log) learn() error {
	ridge, err := ope.NewRidge(folds, len(l.world.Pays), 2)
	if err != nil {
		return err
	}
	for i, r := range l.rows {
		ridge.Add(i%folds, r.action, known(r.context), r.reward)
	}
	if l.model, err = ridge.Fit(penalty); err != nil {
		return err
	}
	for c := range l.world.Contexts {
		l.predicted, l.direct = append(l.predicted, nil), append(l.direct, nil)
		for f := range folds {
			q := make([]float64, len(l.world.Pays))
			l.model.Predict(q, f, known(c))
			for a := range q {
				q[a] = min(max(q[a], 0), 1) // as rewards are: bounds rely on it
			}
			l.predicted[c] = append(l.predicted[c], q)
			l.direct[c] = append(l.direct[c], ope.Expectation(l.world.Contexts[c].Wanted, q))
		}
	}
	return nil
}

// known are the features of a context: a bias, and its place.
func known(context int) []float64 { return []float64{1, float64(context - places/2)} }

// count goes through the rows.
func (l *log) count() {
	var b ope.Batch
	flushed := 0
	flush := func() {
		l.evaluation.Add(&b)
		l.bootstrap.Add(&b, uint64(flushed))
		flushed += b.Rows()
		b.Reset()
	}
	for i, r := range l.rows {
		here, fold := &l.world.Contexts[r.context], i%folds
		round := ope.Round{
			Reward: r.reward, Weight: here.Wanted[r.action] / here.Logged[r.action],
			Model: l.predicted[r.context][fold][r.action], Direct: l.direct[r.context][fold],
		}
		l.sequence.Add(round)
		l.weights.Add(round.Weight)
		l.paid.Add(round.Weight * round.Reward)
		l.support.Add([]uint64{uint64(r.context)}, r.action, here.Logged[r.action], here.Wanted, nil)
		if b.Add(round) {
			flush()
		}
	}
	flush()
}

// refused reports whether an evaluation would have given no estimate.
func (l *log) refused() bool {
	return len(ope.Diagnose(&l.weights, l.support).Refusal()) > 0
}
