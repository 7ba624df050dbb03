package ope

// An Evaluation adds rounds up for several estimators at once. It must not be
// shared while it is added to: give every goroutine one and merge them.
type Evaluation struct {
	Estimators []Estimator
	sums       []Sums
	gain       [BatchRows]float64
	weight     [BatchRows]float64
}

// NewEvaluation begins to add up.
func NewEvaluation(estimators ...Estimator) *Evaluation {
	return &Evaluation{Estimators: estimators, sums: make([]Sums, len(estimators))}
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
		s.addRatio(d, v.gain[:b.rows], v.weight[:b.rows])
		return
	}
	s.addMean(d, v.gain[:b.rows])
}

// Merge counts all that o has counted, with the same estimators.
func (v *Evaluation) Merge(o *Evaluation) {
	for i := range v.sums {
		v.sums[i].Merge(o.sums[i])
	}
}

// Estimate is what the i-th estimator says so far.
func (v *Evaluation) Estimate(i int) Estimate {
	return Estimate{Estimator: v.Estimators[i], sums: v.sums[i]}
}
