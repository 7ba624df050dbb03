package offline

import (
	"slices"

	"proffer/offline/ope"
)

// A Trace is what a report shows beside the figures: how the weights spread, and
// what was said along the log. Its size does not depend on the number of rows.
type Trace struct {
	Weights []ope.Bin // that are above 0, by size
	Course  []Point

	every int // rows, or slates, from one point to the next
}

// A Point is what would have been said had the log ended there.
type Point struct {
	Rows      int // or slates
	Estimates []Estimated
}

// coursePoints is how many points a course has before it loses every other one.
const coursePoints = 60

// begin forgets what another run has shown.
func (t *Trace) begin() { *t = Trace{every: 1} }

// look follows what was counted, and shows it if anybody wants to see. Nobody knows beforehand
// how much that is, so points come from then on half as often whenever there are
// enough of them.
func (p *pass) look(reward float64) {
	p.earned.Add(reward)
	t := p.asked.Trace
	if t == nil || p.earned.N%t.every != 0 {
		return
	}
	t.Course = append(t.Course, Point{Rows: p.earned.N, Estimates: p.soFar()})
	if len(t.Course) == coursePoints {
		t.thin()
	}
}

// thin keeps the points that would be there had every been twice as large.
func (t *Trace) thin() {
	t.every *= 2
	t.Course = slices.DeleteFunc(t.Course, func(p Point) bool { return p.Rows%t.every != 0 })
}

// soFar is what the rows so far say. The batch at hand is counted on the side, so
// that nobody's figures depend on who looks.
func (p *pass) soFar() []Estimated {
	then := *p
	then.comparison = nil
	then.evaluation = ope.NewEvaluation(p.evaluation.Estimators...)
	then.evaluation.Merge(p.evaluation)
	if p.bootstrap != nil {
		then.bootstrap = ope.NewBootstrap(p.asked.Replicates, p.asked.Seed, p.evaluation.Estimators...)
		then.bootstrap.Merge(p.bootstrap)
	}
	then.flush()
	return then.estimates()
}

// show ends a trace.
func (p *pass) show() {
	t := p.asked.Trace
	if t == nil {
		return
	}
	t.Weights = p.weights.Histogram()
	if p.earned.N%t.every != 0 {
		t.Course = append(t.Course, Point{Rows: p.earned.N, Estimates: p.estimates()})
	}
}
