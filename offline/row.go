package offline

import (
	"fmt"
	"slices"

	"proffer/offline/ope"
)

// row counts the row that was read last.
func (p *pass) row(r *reader) error {
	a, err := p.action(r)
	if err != nil {
		return err
	}
	if p.slates != nil {
		if err := p.slates.turn(r); err != nil {
			return err
		}
	}
	p.choices(r)
	if err := p.parse(r); err != nil {
		return err
	}
	if err := p.within(r); err != nil {
		return err
	}
	round := ope.Round{Reward: r.reward, Weight: p.policy[a] / r.propensity}
	if p.source != modelNone {
		round.Model, round.Direct = p.predicted[a], ope.Expectation(p.policy, p.predicted)
	}
	if err := round.Validate(); err != nil {
		return r.fault(propensityCell, err.Error())
	}
	if p.slates != nil {
		p.support.Add(p.where.find(r.context, r.surveyed), a, r.propensity, p.policy, p.logged)
		return p.slates.add(r, a, round)
	}
	p.mixed = p.mixed || slices.Max(p.policy) < 1
	if p.asked.Interval == ope.AnytimeExact {
		p.sequence.Add(round)
	}
	p.weights.Add(round.Weight)
	p.support.Add(p.where.find(r.context, r.surveyed), a, r.propensity, p.policy, p.logged)
	if p.batch.Add(round) {
		p.flush()
	}
	p.look(round.Reward)
	return nil
}

// action is the number of the one that was taken.
func (p *pass) action(r *reader) (int, error) {
	a, ok := p.index[r.action]
	if !ok {
		return 0, r.fault(actionCell, p.noAction(r.action))
	}
	return a, nil
}

// choices finds what the row could choose, and how probable that was.
func (p *pass) choices(r *reader) {
	if p.possible == nil {
		return
	}
	clear(p.possible)
	clear(p.logged)
	for _, c := range r.own.candidates {
		if a, known := p.index[c.Name]; known {
			p.possible[a], p.logged[a] = true, c.Value
		}
	}
}

// parse finds what the policy would have done, and what the model predicts.
func (p *pass) parse(r *reader) error {
	if p.target.fill != nil {
		if err := p.target.fill(p, r); err != nil {
			return err
		}
	}
	switch p.source {
	case modelColumns:
		return r.numbers(p.predicted, firstContext+p.layout.where+p.layout.policy)
	case modelRidge:
		p.ridge.Predict(p.predicted, p.fold(r), p.encoding.encode(p.known(r), r.own.features))
		p.confine()
	}
	return nil
}

// confine keeps what a ridge predicts within the bounds that rewards have, where
// an interval relies on them.
func (p *pass) confine() {
	if !p.bounded() {
		return
	}
	for a, q := range p.predicted {
		p.predicted[a] = min(max(q, p.asked.Bounds.LeastReward), p.asked.Bounds.MostReward)
	}
}

// bounded reports whether the interval relies on the bounds of rewards.
func (p *pass) bounded() bool {
	switch p.asked.Interval {
	case ope.Hoeffding, ope.Bernstein, ope.ClopperPearson, ope.AnytimeExact:
		return true
	}
	return false
}

func (r *reader) numbers(dst []float64, first int) (err error) {
	cells := r.cells[first : first+len(dst)]
	for k := range cells {
		if isNumber(&cells[k]) {
			dst[k] = cells[k].Number
			continue
		}
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
	if !p.bounded() {
		return nil
	}
	inside := func(x float64) bool { return x >= b.LeastReward && x <= b.MostReward }
	if !inside(r.reward) {
		return r.fault(rewardCell, fmt.Sprintf("must be %v to %v, which %s is told all rewards are", b.LeastReward, b.MostReward, p.asked.Interval))
	}
	for a, q := range p.predicted {
		if p.source == modelColumns && !inside(q) {
			return r.fault(firstContext+p.layout.where+p.layout.policy+a, fmt.Sprintf("must be %v to %v, as rewards are", b.LeastReward, b.MostReward))
		}
	}
	return nil
}

// flush hands the batch on.
func (p *pass) flush() {
	p.evaluation.Add(&p.batch)
	if p.comparison != nil {
		p.comparison.Add(&p.batch)
	}
	if p.bootstrap != nil {
		p.bootstrap.Add(&p.batch, p.rows)
	}
	p.rows += uint64(p.batch.Rows())
	p.batch.Reset()
}
