package offline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"proffer/offline/ope"
)

// replayName is the estimator that only fits policies that are certain.
const replayName = "replay"

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

	policy    []float64 // of the row at hand, by action
	predicted []float64
	where     []byte // the row's context, as far as it is one of a few

	batch      ope.Batch
	rows       uint64 // counted before the batch
	evaluation *ope.Evaluation
	bootstrap  *ope.Bootstrap // nil unless it is asked for
	weights    ope.Weights
	support    *ope.Support
	mixed      bool // the policy drew in some row
}

func (e *Evaluation) newPass(l *layout, s *Survey) (*pass, error) {
	t, err := newTarget(e.Policy, l, s)
	if err != nil {
		return nil, err
	}
	p := &pass{asked: e, layout: l, survey: s, target: t, names: actionNamesOf(l, s), index: map[string]int{}}
	for a, name := range p.names {
		p.index[name] = a
	}
	p.policy, p.predicted = make([]float64, len(p.names)), make([]float64, len(p.names))
	copy(p.policy, t.always)
	estimators, err := p.estimators()
	if err != nil {
		return nil, err
	}
	p.evaluation, p.support = ope.NewEvaluation(estimators...), ope.NewSupport(len(p.names))
	if e.Interval == ope.Bootstrapped {
		p.bootstrap = ope.NewBootstrap(e.Replicates, e.Seed, estimators...)
	}
	return p, nil
}

// estimators are those asked for, or all that fit. Replay fits where a policy is
// certain and the log took every action alike.
func (p *pass) estimators() ([]ope.Estimator, error) {
	if len(p.asked.Estimators) == 0 {
		fits := p.target.always != nil && slices.Max(p.target.always) == 1 && p.survey.Kept() == 1
		return slices.DeleteFunc(ope.Usual(p.layout.model > 0), func(e ope.Estimator) bool { return e.Name == replayName && !fits }), nil
	}
	all := make([]ope.Estimator, len(p.asked.Estimators))
	for i, name := range p.asked.Estimators {
		var err error
		if all[i], err = ope.Parse(name); err != nil {
			return nil, err
		}
		if all[i].Modelled && p.layout.model == 0 {
			return nil, fmt.Errorf("offline: %s needs a reward model: there are no columns q0, q1, …", name)
		}
	}
	return all, nil
}

// run reads the table.
func (p *pass) run(ctx context.Context) (err error) {
	t := *p.asked.Table
	t.Columns = p.layout.columns
	r, err := t.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	for {
		switch err := r.next(); {
		case errors.Is(err, io.EOF):
			p.flush()
			return nil
		case err != nil:
			return err
		}
		if err := p.row(r); err != nil {
			return err
		}
		if r.read%chunk != 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if p.asked.Progress != nil {
			p.asked.Progress(p.survey.Rows + r.read)
		}
	}
}

// row counts the row that was read last.
func (p *pass) row(r *reader) error {
	a, ok := p.index[r.action]
	if !ok {
		return r.fault(actionCell, fmt.Sprintf("must be one of the actions 0 to %d, not %q", len(p.names)-1, clip(r.action)))
	}
	if err := p.parse(r); err != nil {
		return err
	}
	if err := p.within(r); err != nil {
		return err
	}
	round := ope.Round{Reward: r.reward, Weight: p.policy[a] / r.propensity}
	if p.layout.model > 0 {
		round.Model, round.Direct = p.predicted[a], ope.Expectation(p.policy, p.predicted)
	}
	if err := round.Validate(); err != nil {
		return r.fault(propensityCell, err.Error())
	}
	p.mixed = p.mixed || slices.Max(p.policy) < 1
	p.weights.Add(round.Weight)
	p.support.Add(p.context(r), a, r.propensity, p.policy)
	if p.batch.Add(round) {
		p.flush()
	}
	return nil
}

// parse reads what columns say of the policy and of the model.
func (p *pass) parse(r *reader) error {
	l := p.layout
	policy, model := firstContext+l.where, firstContext+l.where+l.policy
	if p.target.always == nil {
		if err := r.numbers(p.policy, policy); err != nil {
			return err
		}
		if problem := distribution(p.policy); problem != "" {
			return r.fault(policy, problem)
		}
	}
	if l.model > 0 {
		return r.numbers(p.predicted, model)
	}
	return nil
}

func (r *reader) numbers(dst []float64, first int) (err error) {
	for k := range dst {
		if dst[k], err = r.number(first + k); err != nil {
			return err
		}
	}
	return nil
}

// within holds a row to what can be counted, and to the bounds that the caller
// knows, where a bound is used.
func (p *pass) within(r *reader) error {
	b := p.asked.Bounds
	if !(1/r.propensity <= maxNumber) {
		return r.fault(propensityCell, "is too small to divide by")
	}
	if r.propensity < b.LeastPropensity {
		return r.fault(propensityCell, fmt.Sprintf("is below %v, which no propensity was said to be", b.LeastPropensity))
	}
	switch p.asked.Interval {
	case ope.Hoeffding, ope.Bernstein, ope.ClopperPearson:
	default:
		return nil
	}
	inside := func(x float64) bool { return x >= b.LeastReward && x <= b.MostReward }
	if !inside(r.reward) {
		return r.fault(rewardCell, fmt.Sprintf("must be %v to %v, which %s is told all rewards are", b.LeastReward, b.MostReward, p.asked.Interval))
	}
	for a, q := range p.predicted {
		if p.layout.model > 0 && !inside(q) {
			return r.fault(firstContext+p.layout.where+p.layout.policy+a, fmt.Sprintf("must be %v to %v, as rewards are", b.LeastReward, b.MostReward))
		}
	}
	return nil
}

// context names where a row was, by the columns that have few different cells.
func (p *pass) context(r *reader) string {
	p.where = p.where[:0]
	for k := range p.survey.Signals {
		if p.survey.Signals[k].seen == nil {
			continue
		}
		p.where = strconv.AppendInt(p.where, int64(len(r.context[k])), 10) // so that no two contexts share a name
		p.where = append(append(p.where, ':'), r.context[k]...)
	}
	return string(p.where)
}

// flush hands the batch on.
func (p *pass) flush() {
	p.evaluation.Add(&p.batch)
	if p.bootstrap != nil {
		p.bootstrap.Add(&p.batch, p.rows)
	}
	p.rows += uint64(p.batch.Rows())
	p.batch.Reset()
}
