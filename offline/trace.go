package offline

import "proffer/offline/ope"

// A Trace is what a report shows beside the figures: how the weights spread, and
// what was said along the log. Its size does not depend on the number of rows.
type Trace struct {
	Logged  Moments   // rewards of the choices that were made
	Weights []ope.Bin // that are above 0, by size
	Course  []Point

	every int // rows from one point to the next
}

// A Point is what would have been said had the log ended there.
type Point struct {
	Rows      int
	Estimates []Estimated
}

// coursePoints is how many points a course has at most, and half of that at
// least where there are so many rows.
const coursePoints = 60

// begin forgets what another run has shown.
func (t *Trace) begin(rows int) {
	*t = Trace{every: (rows + coursePoints - 1) / coursePoints}
}

// look follows the rows that were counted, if anybody wants to see.
func (p *pass) look(r ope.Round) {
	t := p.asked.Trace
	if t == nil {
		return
	}
	t.Logged.Add(r.Reward)
	if t.Logged.N%t.every == 0 {
		t.Course = append(t.Course, Point{Rows: t.Logged.N, Estimates: p.soFar()})
	}
}

// soFar is what the rows so far say. The batch at hand is counted on the side, so
// that nobody's figures depend on who looks.
func (p *pass) soFar() []Estimated {
	then := *p
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
	if t.Logged.N%t.every != 0 {
		t.Course = append(t.Course, Point{Rows: t.Logged.N, Estimates: p.estimates()})
	}
}
