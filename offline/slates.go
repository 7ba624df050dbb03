package offline

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"proffer/offline/ope"
	"proffer/offline/rows"
)

// Slates are the rows of a log put together: those that share a decision are one
// slate, in the order of its positions.
type slates struct {
	asked      *Evaluation
	layout     *layout
	evaluation *ope.SlateEvaluation
	bootstrap  *ope.SlateBootstrap // nil unless it is asked for
	weights    *ope.Weights
	marginals  *ope.Weights // of places, besides the weights that are multiplied; nil: nobody asks for them, or for them alone
	lone       bool         // no estimator multiplies weights
	marginal   bool         // columns have the marginal probabilities of this policy

	past     *passing
	begun    bool
	id       string
	position float64 // of the last row
	first    float64 // of the first row of every slate
	shown    map[int]bool
	slots    []ope.Slot
	finished func(reward float64)
}

// asksSlates reports whether estimators of slates are asked for, which go with no
// others.
func (e *Evaluation) asksSlates() (bool, error) {
	n := 0
	for _, name := range e.Estimators {
		if slices.Contains(ope.SlateNames(), name) {
			n++
		}
	}
	if n > 0 && n < len(e.Estimators) {
		return true, fmt.Errorf("offline: %s estimate what a slate earns, the others what a place of it earns: ask for one or the other", strings.Join(ope.SlateNames(), ", "))
	}
	return n > 0, nil
}

// newSlates puts rows together for the estimators asked for, nil if they are of
// single choices.
func (p *pass) newSlates() (*slates, error) {
	asked, err := p.asked.asksSlates()
	if err != nil || !asked {
		return nil, err
	}
	if p.layout.decision < 0 {
		return nil, fmt.Errorf("%s: there is no column that says which rows are one slate: it is called %s", p.asked.Table.Name, strings.Join(decisionNames, " or "))
	}
	s := &slates{asked: p.asked, layout: p.layout, weights: &p.weights, lone: true, shown: map[int]bool{}}
	s.marginal = p.asked.Policy == columnsPolicy && p.layout.marginal >= 0 && p.layout.takenMarginal >= 0
	var estimators []ope.SlateEstimator
	for _, name := range p.asked.Estimators {
		e, err := ope.ParseSlate(name)
		if err != nil {
			return nil, err
		}
		estimators = append(estimators, e)
		s.lone = s.lone && name == independentName
	}
	if !s.lone && slices.Contains(p.asked.Estimators, independentName) {
		s.marginals = &ope.Weights{}
	}
	s.evaluation = ope.NewSlateEvaluation(estimators...)
	if p.asked.Interval == ope.Bootstrapped {
		s.bootstrap = ope.NewSlateBootstrap(p.asked.Replicates, p.asked.Seed, estimators...)
	}
	return s, nil
}

// The estimators that want something of a log that not every log has.
const (
	independentName = "iips"       // marginal weights
	cascadeName     = "cascade_dr" // a reward model
)

// turn counts the slate before, if the row begins another.
func (s *slates) turn(r *reader) error {
	s.past = &r.past
	id := &r.context[s.layout.decision]
	if id.Kind == rows.Empty {
		return r.fault(firstContext+s.layout.decision, "is empty")
	}
	position, err := s.place(r)
	if err != nil {
		return err
	}
	name := id.String()
	if s.begun && name == s.id {
		if !(position > s.position) {
			return r.fault(s.positionCell(), fmt.Sprintf("must rise within a slate, and %v follows %v", position, s.position))
		}
		s.position = position
		return nil
	}
	if err := s.finish(); err != nil {
		return r.fault(propensityCell, err.Error())
	}
	if !s.begun {
		s.first = position
	}
	if position != s.first {
		return r.fault(s.positionCell(), fmt.Sprintf("a slate begins with %v, and one before with %v: the rows of a slate must stand together, in the order of their positions", position, s.first))
	}
	s.begun, s.id, s.position = true, strings.Clone(name), position
	return nil
}

func (s *slates) positionCell() int {
	return firstContext + s.layout.signals[positionName]
}

// place is the position of a row. Without such a column, rows are in their order.
func (s *slates) place(r *reader) (float64, error) {
	if _, known := s.layout.signals[positionName]; !known {
		if s.begun && s.id == r.context[s.layout.decision].String() {
			return s.position + 1, nil
		}
		return 0, nil
	}
	return r.number(s.positionCell())
}

// add takes a row into the slate at hand.
func (s *slates) add(r *reader, action int, round ope.Round) error {
	slot := ope.Slot{Reward: round.Reward, Weight: round.Weight, Marginal: round.Weight, Model: round.Model, Direct: round.Direct}
	if s.marginal {
		logged, err := s.probability(r, s.layout.marginal)
		if err != nil {
			return err
		}
		policy, err := s.probability(r, s.layout.takenMarginal)
		if err != nil {
			return err
		}
		if !(1/logged <= maxNumber) {
			return r.fault(firstContext+s.layout.marginal, "is too small to divide by")
		}
		slot.Marginal = policy / logged
	}
	s.slots = append(s.slots, slot)
	s.shown[action] = true
	return nil
}

func (s *slates) probability(r *reader, column int) (float64, error) {
	x, err := r.number(firstContext + column)
	if x = probability(x); err == nil && !(x >= 0 && x <= 1) {
		err = r.fault(firstContext+column, fmt.Sprintf("must be a probability, not %v", x))
	}
	return x, err
}

// finish counts the slate at hand.
func (s *slates) finish() error {
	slate := s.slots
	if len(slate) == 0 || s.past.cut != "" && s.past.cut == s.id { // some of its places are left out
		return nil
	}
	s.slots = slate[:0]
	clear(s.shown)
	weight, reward := 1.0, 0.0
	for _, slot := range slate {
		weight *= slot.Weight
		reward += slot.Reward
		switch {
		case s.lone:
			s.weights.Add(slot.Marginal)
		case s.marginals != nil:
			s.marginals.Add(slot.Marginal)
		}
	}
	if !(weight <= maxNumber) {
		return errors.New("the weights of the slate before multiply to more than can be counted")
	}
	if !s.lone {
		s.weights.Add(weight)
	}
	s.evaluation.Add(slate)
	if s.bootstrap != nil {
		s.bootstrap.Add(slate)
	}
	s.finished(reward)
	return nil
}

// weighing sums up the marginal weights that are weighed besides the others, nil if
// none are.
func (s *slates) weighing() *ope.Weighing {
	if s == nil || s.marginals == nil {
		return nil
	}
	w := s.marginals.Weighing()
	return &w
}

// estimates are what the estimators say of the slates so far.
func (s *slates) estimates(source string) []Estimated {
	all := make([]Estimated, len(s.evaluation.Estimators))
	for i := range all {
		estimate := s.evaluation.Estimate(i)
		x := newEstimated(estimate.Estimator.Name, s.asked.Interval)
		x.Value, x.StandardError = Figure(estimate.Value()), Figure(estimate.StandardError())
		x.Note = s.note(x.Estimator, source)
		low, high, err := s.interval(i)
		if err != nil {
			x.Note = strings.TrimPrefix(err.Error(), "ope: ")
		} else {
			x.Lower, x.Upper = Figure(low), Figure(high)
		}
		all[i] = x
	}
	return all
}

func (s *slates) interval(i int) (low, high float64, err error) {
	if s.bootstrap != nil {
		low, high = s.bootstrap.Interval(i, s.asked.Alpha)
		return low, high, nil
	}
	return s.evaluation.Interval(i, s.asked.Interval, s.asked.Alpha)
}

// note says what an estimator had to do without.
func (s *slates) note(estimator, source string) string {
	switch {
	case estimator == independentName && !s.marginal:
		return "for want of pscore_marginal and pe_marginal it takes the probabilities given the places before"
	case estimator == cascadeName && source == modelNone:
		return "without a reward model it is rips"
	}
	return ""
}
