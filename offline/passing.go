package offline

import (
	"fmt"
	"strings"

	"proffer/offline/rows"
)

// LeftOut counts the rows of a log that say nothing about a policy.
type LeftOut struct {
	NoChoice int `json:"no_choice"` // nothing was drawn: the holdout, the control, nothing eligible
	NoChance int `json:"no_chance"` // chosen without chance: ope is none
	Immature int `json:"immature"`  // from the first row on whose outcome is still open

	SkipLearn int `json:"skip_learn,omitzero"` // lines of dsjson that say _skipLearn
}

// All is how many they are.
func (l LeftOut) All() int { return l.NoChoice + l.NoChance + l.Immature + l.SkipLearn }

// A passing is a walk over our own log that passes over the rows that are no
// choices, or whose outcome is not known yet.
type passing struct {
	layout   *layout // nil: somebody else's table, all of whose rows count
	immature bool    // keep rows whose outcome is still open
	left     LeftOut
	cut      string // decision of the first row whose outcome is open

	chosen  bool                  // the row at hand was chosen without chance
	learner func(r *reader) error // learns from those rows too, as the log's own policy did; nil: nobody
}

// over reports whether to pass over the row that was read last, and counts it.
//
// A row that is accepted matures later than one that is not. To leave out the
// immature rows alone would leave out accepts, so the log ends with the first.
func (p *passing) over(r *reader) bool {
	l := p.layout
	if l == nil {
		return false
	}
	p.chosen = false
	is := func(column int, text string) bool { return column >= 0 && r.context[column].Text == text }
	switch {
	case l.candidates >= 0 && r.cells[propensityCell].Kind == rows.Empty:
		p.left.NoChoice++
	case is(l.skip, "true"):
		p.left.SkipLearn++
	case is(l.ope, "none"):
		p.chosen = true
		p.left.NoChance++
	case !p.immature && (p.left.Immature > 0 || is(l.matured, "false")):
		if p.left.Immature++; p.cut == "" && l.decision >= 0 {
			p.cut = strings.Clone(r.context[l.decision].String())
		}
	default:
		return false
	}
	return true
}

// tell lets the learner know of a row that is passed over, and was a choice.
func (p *passing) tell(r *reader) error {
	if !p.chosen || p.learner == nil {
		return nil
	}
	if err := r.check(); err != nil {
		return err
	}
	return p.learner(r)
}

// nothing is the error of a table that has no rows beside those left out.
func (l LeftOut) nothing(table string) error {
	switch {
	case l.All() == 0:
		return fmt.Errorf("%s: the table has no rows", table)
	case l.Immature > 0:
		return fmt.Errorf("%s: %s, and no row is left", table, l.open())
	case l.SkipLearn == l.All():
		return fmt.Errorf("%s: all %d lines say _skipLearn", table, l.SkipLearn)
	}
	return fmt.Errorf("%s: none of %d rows was a choice by chance: %d drew nothing, and %d had no chance in it", table, l.All(), l.NoChoice, l.NoChance)
}

// open says of rows whose outcome is open why they are left out.
func (l LeftOut) open() string {
	if l.Immature == 1 {
		return "1 row is immature: its outcome is still open; --immature takes it as it stands"
	}
	return fmt.Sprintf("%d rows are immature: they stand behind the first row whose outcome is still open; --immature takes them as they stand", l.Immature)
}

// rest is what a log is called of which some rows are left out.
func (l LeftOut) rest() string {
	if l.Immature == 0 {
		return "the log"
	}
	return l.open() + "; what is left of the log"
}
