package offline

import (
	"slices"

	"proffer/offline/ope"
)

// spokesmen are the estimators that are compared with the log where they were
// asked for: the first is right when either the propensities or the model are, the
// second needs no model.
var spokesmen = []string{"dr", "snips"}

// compared are the estimators of whose difference from the log something is said:
// the spokesmen, or else the first of all.
func compared(all []ope.Estimator) []ope.Estimator {
	var found []ope.Estimator
	for _, name := range spokesmen {
		if i := slices.IndexFunc(all, func(e ope.Estimator) bool { return e.Name == name }); i >= 0 {
			found = append(found, all[i])
		}
	}
	if len(found) == 0 && len(all) > 0 {
		found = all[:1]
	}
	return found
}

// differences is what the policy earns less what the log's own choices earned, a
// row. Whether one is better than the other is for these intervals to say: that of
// an estimate alone does not know that what was logged is a sample too, and much
// the same one.
func (p *pass) differences() []Estimated {
	if p.comparison == nil {
		return nil
	}
	var all []Estimated
	for i := range p.comparison.Estimators {
		estimate := p.comparison.Estimate(i)
		x := newEstimated(estimate.Estimator.Name, p.pairedBy(estimate.Estimator))
		if x.Note = p.unfit(estimate.Estimator); x.Note != "" {
			all = append(all, x)
			continue
		}
		x.say(estimate, func() (low, high float64, err error) {
			return estimate.Interval(x.Interval, p.asked.Alpha, p.asked.Bounds)
		})
		all = append(all, x)
	}
	return all
}

// pairedBy is the interval of a difference: the one asked for where it is found
// from sums alone and asks for no bounds, which are known of rewards and not of
// their differences.
func (p *pass) pairedBy(e ope.Estimator) ope.Method {
	switch {
	case p.asked.Interval == ope.StudentT, p.asked.Interval == ope.Anytime:
		return p.asked.Interval
	case p.asked.Interval == ope.AnytimeExact:
		return ope.Anytime
	case e.Ratio:
		return ope.Delta
	}
	return ope.Normal
}
