package offline

import (
	"context"
	"slices"
)

// headRows is how many rows a pass is foreseen from: few beside a log that takes long
// to read, and many beside the maxValues that a column may have to say where a row was.
const headRows = 1 << 10

// look surveys the table. Of the survey most passes want nothing but which actions
// there are and which columns have few values, and the first rows nearly always show
// both. So a pass is made from these, and counts the rows while they are surveyed. It
// is nil unless the survey is what it was made from: then it is as if it had been
// made from the survey, and the table need not be read again.
func (e *Evaluation) look(ctx context.Context, l *layout) (*Survey, *pass, error) {
	log := e.log(l)
	p := e.foresee(ctx, l)
	if p == nil {
		s, err := Look(ctx, log, e.Progress)
		return s, nil, err
	}
	s, right := newSurvey(log.signals()), true
	p.begin()
	err := log.scan(ctx, &s.LeftOut, e.Progress, nil, func(r *reader) error {
		if err := s.add(r); err != nil {
			return err
		}
		right = right && p.row(r) == nil // what is wrong with a row, a pass from the survey says
		return nil
	})
	if err == nil {
		err = s.finish(log)
	}
	if err != nil || !right || !p.foresaw(s) || p.end() != nil {
		return s, nil, err
	}
	p.survey = s
	return s, p, nil
}

// foresee makes a pass from the first rows. It is nil if there is more to know than
// they can show: a catalogue and a ridge learn what all rows are like.
func (e *Evaluation) foresee(ctx context.Context, l *layout) *pass {
	taken := e.Policy == columnsPolicy && l.policy == 0
	unmodelled := e.Model == modelNone || e.Model == modelAsFits && taken
	modelled := l.model > 0 && e.Model != modelRidge
	if e.Catalogue != nil || e.Policy == bestPolicy || !unmodelled && !modelled {
		return nil
	}
	head := e.log(l)
	if head.Limit == 0 || head.Limit > headRows {
		head.Limit = headRows
	}
	s, err := Look(ctx, head, nil)
	if err != nil {
		return nil
	}
	p, err := e.newPass(l, s)
	if err != nil {
		return nil
	}
	return p
}

// foresaw reports whether the survey of all rows would have made the same pass.
func (p *pass) foresaw(s *Survey) bool {
	few := func(a, b Signal) bool { return (a.seen == nil) == (b.seen == nil) }
	return slices.Equal(p.names, actionNamesOf(p.layout, s)) && slices.EqualFunc(p.survey.Signals, s.Signals, few) &&
		(p.survey.Kept() == 1) == (s.Kept() == 1)
}
