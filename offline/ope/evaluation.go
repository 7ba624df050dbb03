package ope

// An Evaluation adds rounds up for several estimators at once. It must not be
// shared while it is added to: give every goroutine one and merge them.
type Evaluation struct {
	Estimators []Estimator
	sums       []Sums
	gain       [BatchRows]float64
	weight     [BatchRows]float64
	shift      [BatchRows]float64
	compared   bool // with what was logged
}

// NewEvaluation begins to add up.
func NewEvaluation(estimators ...Estimator) *Evaluation {
	return &Evaluation{Estimators: estimators, sums: make([]Sums, len(estimators))}
}

// NewComparison begins to add up what estimators say less the mean of the logged
// rewards. The difference is taken round by round, so that its error is that of a
// pair: a policy that does as the log did differs from it by 0, for certain.
func NewComparison(estimators ...Estimator) *Evaluation {
	v := NewEvaluation(estimators...)
	v.compared = true
	return v
}

// Add counts the rounds of a batch, which have been validated.
func (v *Evaluation) Add(b *Batch) {
	if b.rows == 0 {
		return
	}
	for i := range v.Estimators {
		v.add(&v.Estimators[i], &v.sums[i], b)
	}
}

// none is the prediction of no model.
var none [BatchRows]float64

func (v *Evaluation) add(e *Estimator, s *Sums, b *Batch) {
	e.terms(v.gain[:], v.weight[:], b)
	d := none[:b.rows]
	if e.Modelled {
		d = b.direct[:b.rows]
	}
	if e.Ratio {
		s.paired = v.compared
		s.settle(v.gain[:b.rows], v.weight[:b.rows])
	}
	if v.compared {
		d = v.less(d, b.reward[:b.rows], s.centre)
	}
	if e.Ratio {
		s.addRatio(d, v.gain[:b.rows], v.weight[:b.rows])
		return
	}
	s.addMean(d, v.gain[:b.rows])
}

// less is what a model predicts for the policy less what was logged, from a centre.
func (v *Evaluation) less(d, reward []float64, centre float64) []float64 {
	shift := v.shift[:len(d)]
	for i := range shift {
		shift[i] = d[i] - (reward[i] - centre)
	}
	return shift
}

// Merge counts all that o has counted, with the same estimators and of the same kind.
func (v *Evaluation) Merge(o *Evaluation) {
	for i := range v.sums {
		v.sums[i].Merge(o.sums[i])
	}
}

// Estimate is what the i-th estimator says so far.
func (v *Evaluation) Estimate(i int) Estimate {
	return Estimate{Estimator: v.Estimators[i], sums: v.sums[i]}
}
