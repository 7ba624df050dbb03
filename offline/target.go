package offline

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// The names of policies that an evaluation knows, but for fixedPrefix and an action.
const (
	uniformPolicy = "uniform"
	bestPolicy    = "best"
	columnsPolicy = "columns"
	fixedPrefix   = "fixed:"
)

// A target is the policy that is evaluated: what it would have done in a row.
type target struct {
	name    string
	certain bool // it takes one action in every row
	partial bool // it tells its probability of the action taken, and no other

	// fill writes the policy's probabilities in the row at hand into p.policy, from
	// p.possible and p.logged. Nil: they are the same in every row.
	fill func(p *pass, r *reader) error

	// learn takes a row that is no choice by chance. Nil: nothing is learned from it.
	learn func(r *reader) error
}

// newTarget finds the policy by its name.
func (p *pass) newTarget() (target, error) {
	name := p.asked.Policy
	fixed, isFixed := strings.CutPrefix(name, fixedPrefix)
	switch {
	case p.asked.Catalogue != nil:
		return p.teach()
	case name == columnsPolicy:
		return p.columns()
	case name == uniformPolicy:
		return p.uniform(), nil
	case name == bestPolicy:
		fixed = p.survey.Best().Name
	case !isFixed:
		return target{}, unknownPolicy(name)
	}
	return p.fixed(fixed)
}

// columns is the policy whose probabilities stand in the table.
func (p *pass) columns() (target, error) {
	t := target{name: columnsPolicy}
	switch {
	case p.layout.policy > 0:
		t.fill = (*pass).fromColumns
	case p.layout.taken >= 0:
		t.fill, t.partial = (*pass).fromTaken, true
	default:
		return t, fmt.Errorf("offline: there are no columns pe0, pe1, … or pe_NAME with the policy's probabilities, nor a column pe with that of the action taken")
	}
	return t, nil
}

func (p *pass) fromColumns(r *reader) error {
	first := firstContext + p.layout.where
	if err := r.numbers(p.policy, first); err != nil {
		return err
	}
	a, sum, problem := distribution(p.policy)
	if problem == "" && sum != 1 {
		last := p.layout.where + p.layout.policy - 1
		problem = fmt.Sprintf("the columns %s to %s must add up to 1, not to %v", p.layout.columns.Context[p.layout.where], p.layout.columns.Context[last], sum)
	}
	if problem != "" {
		return r.fault(first+a, problem)
	}
	return nil
}

func (p *pass) fromTaken(r *reader) error {
	cell := firstContext + p.layout.taken
	x, err := r.number(cell)
	if err != nil {
		return err
	}
	if x = probability(x); !(x >= 0 && x <= 1) {
		return r.fault(cell, fmt.Sprintf("must be a probability, not %v", x))
	}
	clear(p.policy)
	p.policy[p.index[r.action]] = x
	return nil
}

// uniform takes all actions alike, of those that the row could take if it says so.
func (p *pass) uniform() target {
	t := target{name: uniformPolicy, certain: len(p.names) == 1}
	if p.layout.candidates < 0 {
		for a := range p.policy {
			p.policy[a] = 1 / float64(len(p.names))
		}
		if p.slates != nil {
			t.fill = (*pass).fromRest
		}
		return t
	}
	t.fill = func(p *pass, r *reader) error {
		clear(p.policy)
		for a, possible := range p.possible {
			if possible {
				p.policy[a] = 1 / float64(len(r.own.candidates))
			}
		}
		return nil
	}
	return t
}

// fromRest takes all actions alike that the slate does not show yet.
func (p *pass) fromRest(*reader) error {
	for a := range p.policy {
		p.policy[a] = 0
		if !p.slates.shown[a] {
			p.policy[a] = 1 / float64(len(p.names)-len(p.slates.shown))
		}
	}
	return nil
}

// fixed takes one action. A row that could not take it is as it was logged.
func (p *pass) fixed(name string) (target, error) {
	t := target{name: fixedPrefix + name, certain: p.layout.candidates < 0}
	a := slices.Index(p.names, name)
	if a < 0 {
		return t, fmt.Errorf("offline: %s has no action %q%s", p.survey.LeftOut.rest(), name, suggestion(name, p.names))
	}
	p.policy[a] = 1
	switch {
	case p.layout.candidates >= 0:
	case p.slates != nil:
		return t, fmt.Errorf("offline: %s cannot fill a slate, whose places show different actions", t.name)
	default:
		return t, nil
	}
	t.fill = func(p *pass, r *reader) error {
		if p.possible[a] {
			clear(p.policy)
			p.policy[a] = 1
			return nil
		}
		copy(p.policy, p.logged)
		if _, sum, problem := distribution(p.policy); problem != "" || sum != 1 {
			return r.fault(firstContext+p.layout.candidates, fmt.Sprintf("does not have %q, nor the probabilities of the others", name))
		}
		return nil
	}
	return t, nil
}

func unknownPolicy(name string) error {
	named := append([]string{uniformPolicy, bestPolicy, columnsPolicy}, strategies()...)
	return fmt.Errorf("offline: no policy is called %q%s: there are %s, %sACTION and catalogues, FILE.yaml", name, strings.TrimSuffix(suggestion(name, named), "?"), strings.Join(named, ", "), fixedPrefix)
}

// actionNamesOf are the names of all actions: the log's, or those of columns.
func actionNamesOf(l *layout, s *Survey) []string {
	if len(l.actions) > 0 {
		return slices.Clone(l.actions)
	}
	names := make([]string, 0, len(s.Actions))
	for _, a := range s.Actions {
		names = append(names, a.Name)
	}
	return names
}

// sumOff is how far probabilities may be from what they should be: they were
// written with as many digits as there are, and rounded on the way.
const sumOff = 1e-6

// probability is x, or the bound of probabilities that rounding took it beyond.
func probability(x float64) float64 {
	if x >= -sumOff && x <= 1+sumOff {
		return min(max(x, 0), 1)
	}
	return x
}

// distribution checks the probabilities of a row, and takes from them what is
// rounding. A problem has the action it is about. The sum is 1 if it is so but for
// rounding.
func distribution(p []float64) (action int, sum float64, problem string) {
	for a, x := range p {
		p[a] = probability(x)
		if !(p[a] >= 0 && p[a] <= 1) {
			return a, 0, fmt.Sprintf("must be a probability, not %v", x)
		}
		sum += x
	}
	if math.Abs(sum-1) <= sumOff {
		return 0, 1, ""
	}
	if math.Abs(sum-1) <= rounding(p) {
		for a := range p {
			p[a] /= sum
		}
		return 0, 1, ""
	}
	return 0, sum, ""
}

// roundedOff bounds, for each action, how far from 1 probabilities may add up that
// were written with few digits: half a unit of the second; mostRounding does so for
// all together. FewDigits is how many are few: with more, sumOff is more.
const (
	roundedOff   = 5e-3
	mostRounding = .05
	fewDigits    = 9
)

// rounding is how far from 1 probabilities may add up since each was rounded to the
// digits that they have: by half a unit of the last. Of one digit nobody can tell
// whether it was meant so.
func rounding(p []float64) float64 {
	const same = 1e-12 // beside 1, of two numbers that read as the same digits
	unit := 1.0
	for range fewDigits {
		if !slices.ContainsFunc(p, func(x float64) bool { return math.Abs(math.RoundToEven(x/unit)*unit-x) > same }) {
			break
		}
		unit /= 10
	}
	return min(float64(len(p))*min(unit/2, roundedOff), mostRounding) + same
}
