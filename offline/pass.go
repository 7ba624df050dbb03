package offline

import (
	"context"
	"fmt"
	"math"
	"slices"

	"proffer/offline/ope"
)

// replayName is the estimator that only fits policies that are certain.
const replayName = "replay"

// sequenceName is the estimator that an exact sequence is about.
const sequenceName = "ips"

// unknown is a figure that nobody knows.
var unknown = Figure(math.NaN())

// A pass is an evaluation on its way through a table.
type pass struct {
	asked  *Evaluation
	layout *layout
	survey *Survey
	target target
	names  []string // of all actions
	index  map[string]int

	source   string    // of predictions
	encoding *encoding // of a ridge
	learner  *ope.Ridge
	ridge    *ope.RewardModel // nil unless it is the source

	policy    []float64 // of the row at hand, by action
	predicted []float64
	possible  []bool    // actions that the row could take; nil: all, in every row
	logged    []float64 // their logged probabilities, NaN where they are not known; nil: nowhere
	where     *whereabouts

	batch      ope.Batch
	rows       uint64  // counted before the batch
	earned     Moments // rewards of the choices that were made
	evaluation *ope.Evaluation
	comparison *ope.Evaluation // with what was logged; nil of slates
	bootstrap  *ope.Bootstrap  // nil unless it is asked for
	sequence   *ope.Sequence
	weights    ope.Weights
	support    *ope.Support
	mixed      bool    // the policy drew in some row
	slates     *slates // nil: every row is a choice of its own
}

func (e *Evaluation) newPass(l *layout, s *Survey) (*pass, error) {
	p := &pass{asked: e, layout: l, survey: s, names: actionNamesOf(l, s), index: map[string]int{}}
	if l.catalogue != nil {
		p.names = append(p.names, unlogged(l.catalogue, e.called, p.names)...)
	}
	for a, name := range p.names {
		p.index[name] = a
	}
	p.policy, p.predicted = make([]float64, len(p.names)), make([]float64, len(p.names))
	if l.candidates >= 0 {
		p.possible, p.logged = make([]bool, len(p.names)), make([]float64, len(p.names))
	}
	var err error
	if p.slates, err = p.newSlates(); err != nil {
		return nil, err
	}
	if p.target, err = p.newTarget(); err != nil {
		return nil, err
	}
	if err := p.settleModel(); err != nil {
		return nil, err
	}
	estimators, err := p.estimators()
	if err != nil {
		return nil, err
	}
	p.where = newWhereabouts(s.Signals)
	p.sequence = ope.NewSequence(e.Alpha, e.Bounds)
	p.evaluation, p.support = ope.NewEvaluation(estimators...), ope.NewSupport(len(p.names), p.where.names...)
	if p.slates == nil {
		p.comparison = ope.NewComparison(compared(estimators)...)
	}
	if e.Interval == ope.Bootstrapped {
		p.bootstrap = ope.NewBootstrap(e.Replicates, e.Seed, estimators...)
	}
	return p, nil
}

// estimators are those asked for, or all that fit. Replay fits where a policy is
// certain and the log took every action alike.
func (p *pass) estimators() ([]ope.Estimator, error) {
	if p.slates != nil {
		return nil, nil
	}
	if len(p.asked.Estimators) == 0 {
		fits := p.target.certain && p.survey.Kept() == 1
		return slices.DeleteFunc(ope.Usual(p.source != modelNone), func(e ope.Estimator) bool { return e.Name == replayName && !fits }), nil
	}
	all := make([]ope.Estimator, len(p.asked.Estimators))
	for i, name := range p.asked.Estimators {
		var err error
		if all[i], err = ope.Parse(name); err != nil {
			return nil, err
		}
		if all[i].Modelled && p.source == modelNone {
			return nil, fmt.Errorf("offline: %s needs a reward model", name)
		}
	}
	return all, nil
}

// run counts the table.
func (p *pass) run(ctx context.Context) error {
	p.begin()
	if err := p.scan(ctx, p.row, p.target.learn); err != nil {
		return err
	}
	return p.end()
}

// begin is what comes before the first row is counted.
func (p *pass) begin() {
	if t := p.asked.Trace; t != nil {
		t.begin()
	}
	if p.slates != nil {
		p.slates.finished = p.look
	}
}

// end is what comes after the last.
func (p *pass) end() error {
	if p.slates != nil {
		if err := p.slates.finish(); err != nil {
			return fmt.Errorf("%s: %w", p.asked.Table.Name, err)
		}
	}
	p.flush()
	p.show()
	return nil
}

// scan reads the table and calls each for every row, and learner, unless it is
// nil, for those that were chosen without chance.
func (p *pass) scan(ctx context.Context, each, learner func(r *reader) error) error {
	var left LeftOut // as the survey has it
	return p.asked.log(p.layout).scan(ctx, &left, p.asked.Progress, learner, each)
}
