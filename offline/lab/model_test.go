package lab

import (
	"math"
	"math/rand/v2"
	"testing"

	"proffer/bandit"
)

// What a model draws has the mean of what it believes, and scale² of its
// variance. With the noise drawn as well it is Student's with twice the shape as
// degrees of freedom ν, whose kurtosis is 3+6/(ν−4); with the noise known, 3.
func TestDrawsFollowTheBelief(t *testing.T) {
	const draws, pulls = 400_000, 8
	for _, c := range []struct {
		model Model
		tails float64
	}{
		{Model{Name: "student", Scale: 1}, 3 + 6/(2*priorShape+pulls-4.)},
		{Model{Name: "normal", Known: true, Scale: 1}, 3},
		{Model{Name: "narrow", Known: true, Scale: .6}, 3},
	} {
		t.Run(c.model.Name, func(t *testing.T) {
			l, x := taught(t, c.model, pulls)
			belief := l.arms[0].beliefs[0].Predict(x)
			l.look(x)
			var mean, square, fourth float64
			for range draws {
				off := (l.draw(&l.arms[0]) - belief.Mean) / (c.model.Scale * math.Sqrt(belief.Variance))
				mean += off / draws
				square += off * off / draws
				fourth += off * off * off * off / draws
			}
			about(t, "mean", mean, 0, 1, draws)
			about(t, "variance", square, 1, math.Sqrt(c.tails-1), draws)
			// The eighth moment of a normal is 105; the deviation is about √96, and twice that with tails.
			about(t, "kurtosis", fourth, c.tails, 20, draws)
		})
	}
}

// taught is a learner of a task on the line, after some rewards.
func taught(t *testing.T, m Model, pulls int) (*learner, bandit.Vector) {
	t.Helper()
	l, err := m.learner(&Task{Arms: 1, Dim: 2}, rand.New(rand.NewPCG(5, modelStream)))
	if err != nil {
		t.Fatal(err)
	}
	for k := range pulls {
		if err := l.learn(0, dense(float64(k)), 3+2*float64(k%3)); err != nil {
			t.Fatal(err)
		}
	}
	return l, dense(1.5)
}

// Every arm has its initial pulls before a posterior is asked.
func TestInitialPulls(t *testing.T) {
	for _, m := range Models() {
		l, err := m.learner(&Task{Arms: 3, Dim: 1}, rand.New(rand.NewPCG(1, modelStream)))
		if err != nil {
			t.Fatal(err)
		}
		for step := range 3 * initialPulls {
			if err := l.learn(l.choose(step, dense()), dense(), 1); err != nil {
				t.Fatal(err)
			}
		}
		for a := range l.arms {
			if got := l.arms[a].pulls; got != initialPulls {
				t.Errorf("%s: arm %d had %d pulls, want %d", m.Name, a, got, initialPulls)
			}
		}
	}
}
