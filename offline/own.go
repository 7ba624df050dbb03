package offline

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"proffer/offline/rows"
)

// noneAction is what our own log calls the choice to show nothing.
const noneAction = "_none"

// An own part is what a row of a log says beside its plain columns, as our own
// export does: what it could have chosen, with which probabilities, and what was
// known, as features by name.
type own struct {
	candidates []rows.Pair // NaN for a probability that is not known
	features   []rows.Pair

	among, named rows.Nest
}

// read reads the nested columns of the row at hand.
func (o *own) read(r *reader) error {
	l := r.table.layout
	if l == nil {
		return nil
	}
	if l.candidates >= 0 {
		pairs, err := o.among.Pairs(&r.context[l.candidates])
		if err != nil {
			return r.fault(firstContext+l.candidates, err.Error())
		}
		o.candidates = append(o.candidates[:0], pairs...)
		if err := o.check(r); err != nil {
			return err
		}
	}
	if l.features >= 0 {
		pairs, err := o.named.Pairs(&r.context[l.features])
		if err != nil {
			return r.fault(firstContext+l.features, err.Error())
		}
		o.features = pairs
	}
	return nil
}

// check adds showing nothing to the candidates, where it has a chance, and refuses
// what is no list of candidates.
func (o *own) check(r *reader) error {
	l := r.table.layout
	if l.none >= 0 && r.context[l.none].Kind != rows.Empty {
		p, err := r.number(firstContext + l.none)
		if err != nil {
			return err
		}
		if p = probability(p); p > 0 {
			o.candidates = append(o.candidates, rows.Pair{Name: noneAction, Value: p})
		}
	}
	taken := false
	for i, c := range o.candidates {
		c.Value = probability(c.Value)
		o.candidates[i].Value = c.Value
		problem := ""
		switch {
		case c.Name == "":
			problem = "has one without a name"
		case slices.ContainsFunc(o.candidates[:i], func(b rows.Pair) bool { return b.Name == c.Name }):
			problem = fmt.Sprintf("has %q twice", clip(c.Name))
		case c.Value < 0 || c.Value > 1:
			problem = fmt.Sprintf("gives %q the probability %v", clip(c.Name), c.Value)
		case c.Name == r.action && math.Abs(c.Value-r.propensity) > sumOff:
			problem = fmt.Sprintf("gives the action the probability %v, and its propensity is %v", c.Value, r.propensity)
		}
		if problem != "" {
			return r.fault(firstContext+l.candidates, problem)
		}
		taken = taken || c.Name == r.action
	}
	if !taken {
		return r.fault(firstContext+l.candidates, fmt.Sprintf("does not have the action %q", clip(r.action)))
	}
	return nil
}

// A magnitude is how large a feature is where it is not 0.
type magnitude struct{ n, squares float64 }

// rms is the root of the mean square, 1 of nothing.
func (m *magnitude) rms() float64 {
	if m.squares == 0 {
		return 1
	}
	return math.Sqrt(m.squares / m.n)
}

// maxFeatures bounds what is remembered of the features of a log.
const maxFeatures = 1 << 16

// biasFeature is 1 in every row of our own log.
const biasFeature = "bias"

// addOwn takes into account what a row says beside its columns.
func (s *Survey) addOwn(r *reader) error {
	for _, c := range r.own.candidates {
		if _, err := s.action(r, firstContext+r.table.layout.candidates, c.Name); err != nil {
			return err
		}
	}
	for _, f := range r.own.features {
		if f.Name == biasFeature {
			continue
		}
		if !(math.Abs(f.Value) <= maxNumber) {
			return r.fault(firstContext+r.table.layout.features, fmt.Sprintf("%s must be a finite number, not %v", clip(f.Name), f.Value))
		}
		m := s.features[f.Name]
		if m == nil {
			if len(s.features) == maxFeatures {
				if r.table.layout.catalogue == nil {
					continue // with so many, a reward model is too large whatever else there is
				}
				return r.fault(firstContext+r.table.layout.features, fmt.Sprintf("has more than %d different features", maxFeatures))
			}
			m = &magnitude{}
			s.features[f.Name] = m
		}
		m.n++
		m.squares += f.Value * f.Value
	}
	return nil
}

// featureNames are the names of the features that rows have beside their columns.
func (s *Survey) featureNames() []string { return slices.Sorted(maps.Keys(s.features)) }
