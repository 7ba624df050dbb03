package offline

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Survey is what one pass over a table finds: all that must be known before a
// policy can begin to learn on it.
type Survey struct {
	Currency string // of the catalogue; empty: USD. Rewards are numbers, so it matters to nobody but a server with money of its own

	Rows    int
	LeftOut LeftOut  // of our own log: rows that are passed over
	Actions []Action // numbers in their order, then words in theirs
	Signals []Signal // in the order of Columns.Context

	MinPropensity float64
	MaxPropensity float64
	Reward        Moments
	Binary        bool // every reward is 0 or 1

	index    map[string]int        // into Actions, by name
	features map[string]*magnitude // that rows of our own log have beside their columns
}

// An Action is one of the table's, with what its own rows say of it.
type Action struct {
	Name string
	Rows int
	Mean Weighted // of its rewards, each weighted by 1/propensity
}

// maxActions bounds what each of a replay's policies has to hold a belief about.
const maxActions = 1000

// Look reads a table once and surveys it. The progress is told in rows, and may be nil.
func Look(ctx context.Context, t *Table, progress func(rows int)) (*Survey, error) {
	s := newSurvey(t.signals())
	if err := t.scan(ctx, &s.LeftOut, progress, nil, s.add); err != nil {
		return nil, err
	}
	return s, s.finish(t)
}

func newSurvey(context []string) *Survey {
	s := &Survey{MinPropensity: 1, Binary: true, index: map[string]int{}, features: map[string]*magnitude{}, Signals: make([]Signal, len(context))}
	taken := map[string]bool{}
	for i, column := range context {
		s.Signals[i] = newSignal(column, taken)
	}
	return s
}

func (s *Survey) add(r *reader) error {
	s.Rows++
	i, err := s.action(r, actionCell, r.action)
	if err != nil {
		return err
	}
	s.Actions[i].Rows++
	s.Actions[i].Mean.Add(r.reward, 1/r.propensity)
	s.MinPropensity = min(s.MinPropensity, r.propensity)
	s.MaxPropensity = max(s.MaxPropensity, r.propensity)
	s.Reward.Add(r.reward)
	s.Binary = s.Binary && (r.reward == 0 || r.reward == 1)
	if r.surveyed == nil {
		r.surveyed = make([]float64, len(s.Signals))
	}
	for k := range s.Signals {
		g, cell := &s.Signals[k], &r.context[k]
		if g.seen == nil && g.rows == headRows && isNumber(cell) { // most of most tables
			g.Numbers.Add(cell.Number)
			r.surveyed[k] = cell.Number
			continue
		}
		fault := func(problem string) error { return r.fault(firstContext+k, problem) }
		x, err := g.add(cell, fault)
		if err != nil {
			return err
		}
		r.surveyed[k] = x
	}
	return s.addOwn(r)
}

// action is the number of an action, which may be new.
func (s *Survey) action(r *reader, cell int, name string) (int, error) {
	i, known := s.index[name]
	if known {
		return i, nil
	}
	if i = len(s.Actions); i == maxActions {
		return 0, r.fault(cell, fmt.Sprintf("has more than %d different actions; is it an identifier?", maxActions))
	}
	if !utf8.ValidString(name) {
		return 0, r.fault(cell, "must be valid UTF-8")
	}
	name = strings.Clone(name) // the record's memory is used again
	s.index[name] = i
	s.Actions = append(s.Actions, Action{Name: name})
	return i, nil
}

// finish puts the actions in an order that does not depend on that of the rows.
func (s *Survey) finish(t *Table) error {
	if s.Rows == 0 {
		return s.LeftOut.nothing(t.Name)
	}
	for i := range s.Signals {
		if err := s.Signals[i].finish(); err != nil {
			return err
		}
	}
	slices.SortFunc(s.Actions, func(a, b Action) int { return compareNames(a.Name, b.Name) })
	for i, a := range s.Actions {
		s.index[a.Name] = i
	}
	return nil
}

func compareNames(a, b string) int {
	x, notX := strconv.ParseFloat(a, 64)
	y, notY := strconv.ParseFloat(b, 64)
	switch {
	case notX == nil && notY == nil:
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	case notX == nil:
		return -1
	case notY == nil:
		return 1
	}
	return cmp.Compare(a, b)
}

// Best is the action that earned most on its own rows. It was chosen by the
// figures it is judged by, so with many actions its mean flatters it.
func (s *Survey) Best() Action {
	return slices.MaxFunc(s.Actions, func(a, b Action) int { return cmp.Compare(a.Mean.Mean(), b.Mean.Mean()) })
}

// Kept is the share of the rows that a replay can keep of a policy's choices,
// whatever it chooses, less the choices that the table did not make.
func (s *Survey) Kept() float64 { return s.MinPropensity / s.MaxPropensity }
