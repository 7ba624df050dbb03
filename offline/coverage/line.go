package coverage

import (
	"slices"

	"proffer/offline/ope"
)

// alpha is how often the intervals are meant to miss.
const alpha = .05

// A Line is an estimator with one of its intervals.
type Line struct {
	Estimator ope.Estimator
	Interval  ope.Method
	at        int // among the estimators
	resampled int // among those that are resampled
}

// measured are the estimators. Those that have a parameter have one that shrinks
// the weights of a hard log, as the usual ones do not.
var measured = []string{"ips", "ips_clip10", "snips", "sgips_0.01", "dm", "dr", "dr_clip10", "sndr", "switch_dr_10", "dros_100", "sgdr_0.01"}

// further are the intervals of some estimators besides the normal one.
var further = map[string][]ope.Method{
	"ips":        {ope.Bootstrapped, ope.Bernstein, ope.Hoeffding, ope.Anytime, ope.AnytimeExact},
	"ips_clip10": {ope.Bernstein},
	"snips":      {ope.StudentT, ope.Bootstrapped, ope.ClopperPearson, ope.Anytime},
	"dr":         {ope.Bootstrapped, ope.Bernstein, ope.Anytime},
}

// estimators are those that are measured.
func estimators() (all []ope.Estimator) {
	for _, name := range measured {
		all = append(all, parsed(name))
	}
	return all
}

// resampled are those that have a bootstrap.
func resampled() (all []ope.Estimator) {
	for _, name := range measured {
		if slices.Contains(further[name], ope.Bootstrapped) {
			all = append(all, parsed(name))
		}
	}
	return all
}

// parsed is an estimator of the lists above.
func parsed(name string) ope.Estimator {
	e, err := ope.Parse(name)
	if err != nil {
		panic("coverage: " + err.Error()) // a slip in the lists
	}
	return e
}

// Lines are what is measured of every log, in order.
func Lines() (all []Line) {
	drawn := 0
	for i, e := range estimators() {
		usual := ope.Normal
		if e.Ratio {
			usual = ope.Delta
		}
		all = append(all, Line{Estimator: e, Interval: usual, at: i})
		for _, m := range further[e.Name] {
			all = append(all, Line{Estimator: e, Interval: m, at: i, resampled: drawn})
			if m == ope.Bootstrapped {
				drawn++
			}
		}
	}
	return all
}

// interval is what a line says of a log. No line has a method that does not fit,
// so an error is a log that leaves nothing to say.
func (n *Line) interval(l *log) (low, high float64, err error) {
	switch n.Interval {
	case ope.Bootstrapped:
		low, high = l.bootstrap.Interval(n.resampled, alpha)
	case ope.AnytimeExact:
		low, high = l.sequence.Interval()
	default:
		return l.evaluation.Estimate(n.at).Interval(n.Interval, alpha, l.world.Bounds())
	}
	return low, high, nil
}
