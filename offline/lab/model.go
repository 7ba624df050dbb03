package lab

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"proffer/bandit"
)

// The prior of the protocol, for each arm.
const (
	priorShape     = 6
	priorScale     = 6
	priorPrecision = .25

	// initialPulls is how often each arm is tried before a posterior is asked.
	initialPulls = 2

	// servingScale is the posterior_scale of a catalogue that does not say.
	servingScale = .6
)

// A Model is a way to choose by Thompson sampling.
type Model struct {
	Name string
	// Flat adds a model that sees the intercept alone, and averages the two by
	// their evidence.
	Flat bool
	// Known takes the noise to be what it is expected to be. Otherwise its
	// variance is drawn, for every arm and round, from its posterior.
	Known bool
	// Scale multiplies the standard deviation of what is drawn.
	Scale float64
}

// Models are those that are measured: the full posterior of the protocol, and
// what a catalogue serves with if it does not say otherwise.
func Models() []Model {
	return []Model{
		{Name: "full_posterior", Scale: 1},
		{Name: "serving_default", Flat: true, Known: true, Scale: servingScale},
	}
}

// A learner is a model in the middle of a task.
type learner struct {
	model  Model
	arms   []arm
	chance *rand.Rand
	views  [2]bandit.Vector
}

// An arm is what is believed of one, by one model or two.
type arm struct {
	beliefs []*bandit.Linear
	pulls   int
}

func (m Model) learner(t *Task, chance *rand.Rand) (*learner, error) {
	l := &learner{model: m, arms: make([]arm, t.Arms), chance: chance}
	dims := []int{t.Dim}
	if m.Flat {
		dims = append(dims, 1)
	}
	for a := range l.arms {
		for _, dim := range dims {
			belief, err := bandit.NewLinear(prior(dim))
			if err != nil {
				return nil, err
			}
			l.arms[a].beliefs = append(l.arms[a].beliefs, belief)
		}
	}
	return l, nil
}

func prior(dim int) bandit.Prior {
	p := bandit.Prior{Mean: make([]float64, dim), Precision: make([]float64, dim), Shape: priorShape, Scale: priorScale}
	for i := range p.Precision {
		p.Precision[i] = priorPrecision
	}
	return p
}

// choose returns the arm of the highest draw, or the next one in turn until all
// have had their initial pulls.
func (l *learner) choose(step int, x bandit.Vector) int {
	if step < initialPulls*len(l.arms) {
		return step % len(l.arms)
	}
	l.look(x)
	best, highest := 0, math.Inf(-1)
	for a := range l.arms {
		if drawn := l.draw(&l.arms[a]); drawn > highest {
			best, highest = a, drawn
		}
	}
	return best
}

// look keeps what each belief sees of x; the intercept stands first.
func (l *learner) look(x bandit.Vector) {
	l.views = [2]bandit.Vector{x, {Index: x.Index[:1], Value: x.Value[:1]}}
}

// draw samples what an arm is worth at x. The protocol draws the variance of the
// noise and then all weights β; only xᵀβ matters, and given the variance that is
// one normal number, so drawing it alone is the same law.
func (l *learner) draw(a *arm) float64 {
	b := bandit.Average(a.beliefs, l.views[:len(a.beliefs)])
	variance := b.Variance
	if !l.model.Known {
		// The noise is InverseGamma(shape, β), and b holds its mean β/(shape−1).
		shape := priorShape + float64(a.pulls)/2
		variance *= (shape - 1) / distuv.Gamma{Alpha: shape, Beta: 1, Src: l.chance}.Rand()
	}
	return b.Mean + l.model.Scale*math.Sqrt(variance)*l.chance.NormFloat64()
}

// learn tells an arm what it paid at x.
func (l *learner) learn(a int, x bandit.Vector, paid float64) error {
	l.look(x)
	l.arms[a].pulls++
	for k, belief := range l.arms[a].beliefs {
		if err := belief.Learn(l.views[k], paid, 1); err != nil {
			return err
		}
	}
	return nil
}
