package bandit

import "fmt"

// Linear is the posterior of a Prior after the outcomes in its Moments. It keeps
// the covariance itself, so that a prediction costs only the entries its vector
// touches, and keeps it current by rank-1 updates (Sherman and Morrison 1950).
//
// Any number of goroutines may Predict at once; everything that changes a
// Linear needs it alone.
type Linear struct {
	// What a prediction reads stands together.
	mean  []float64
	cov   []float64 // (Λ₀+A)⁻¹ in full rows; times σ² it is the covariance of β
	noise float64   // E[σ²]

	prior   Prior
	toward  []float64 // Λ₀m₀
	square  float64   // m₀ᵀΛ₀m₀
	atStart float64   // log p(rewards) as far as it is the prior's alone
	moments *Moments

	volume   float64 // log |Λ₀+A| − log |Λ₀|
	evidence float64 // log p(rewards), see LogEvidence
	steps    int     // rank-1 updates since cov was computed from the precision

	gain []float64 // scratch of an update: cov·x
}

// NewLinear returns the posterior of no outcomes, which is the prior.
func NewLinear(p Prior) (*Linear, error) { return LinearFrom(p, NewMoments(len(p.Mean))) }

// LinearFrom returns the posterior of p after the outcomes in m. It keeps
// neither argument. It fails when m does not fit p, or cannot be a sum of
// outcomes: fewer than none of them, or products that are not positive.
func LinearFrom(p Prior, m *Moments) (*Linear, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	l := &Linear{prior: p.clone(), moments: NewMoments(len(p.Mean))}
	l.toward, l.square = l.prior.pull()
	l.atStart = l.prior.evidence()
	if err := l.moments.Merge(m); err != nil {
		return nil, err
	}
	l.gain = make([]float64, l.Dim())
	if err := l.Rebuild(); err != nil {
		return nil, err
	}
	return l, nil
}

// Dim returns the length of the vectors l is about.
func (l *Linear) Dim() int { return l.moments.Dim }

// Learn counts reward r, seen at x, with weight w from 0 up.
func (l *Linear) Learn(x Vector, r, w float64) error {
	if err := checkOutcome(x, l.moments.Dim, r, w); err != nil {
		return err
	}
	if w < 0 {
		return fmt.Errorf("bandit: learn: weight %v is negative", w)
	}
	l.step(x, r, w)
	return nil
}

// Revise turns the reward of an outcome learned at x with weight w from one
// number into another. The posterior becomes the one it would have been had the
// later number been learned; the covariance without noise does not depend on rewards.
func (l *Linear) Revise(x Vector, from, to, w float64) error {
	if err := checkRevision(x, l.moments.Dim, from, to, w); err != nil {
		return err
	}
	l.moments.revise(x, from, to, w)
	l.gather(x)
	axpy(w*(to-from), l.gain, l.mean)
	l.settle()
	return nil
}

// Unlearn removes an outcome that was learned as r at x with weight w. It
// refuses, and changes nothing, when no such outcome can have been counted.
func (l *Linear) Unlearn(x Vector, r, w float64) error {
	if err := checkOutcome(x, l.moments.Dim, r, w); err != nil {
		return err
	}
	if w < 0 {
		return fmt.Errorf("bandit: unlearn: weight %v is negative", w)
	}
	l.gather(x)
	if pivot := 1 - w*x.dot(l.gain); !(pivot > minPivot) || !(l.moments.N >= w) {
		return l.without(x, r, w)
	}
	l.step(x, r, -w)
	return nil
}

// Decay multiplies the weight of everything learned by factor in (0, 1]. The
// prior keeps its full weight, so what is forgotten returns to it.
func (l *Linear) Decay(factor float64) error {
	if !(factor > 0 && factor <= 1) {
		return fmt.Errorf("bandit: decay: factor %v is not in (0, 1]", factor)
	}
	next := l.moments.Clone()
	if err := next.Scale(factor); err != nil {
		return err
	}
	return l.become(next)
}

// Merge learns at once all outcomes that m sums up.
func (l *Linear) Merge(m *Moments) error {
	next := l.moments.Clone()
	if err := next.Merge(m); err != nil {
		return err
	}
	return l.become(next)
}

// Noise returns E[σ²], the expected variance of one reward about its mean.
func (l *Linear) Noise() float64 { return l.noise }

// Cross returns the entry Σ w xᵢxⱼ of the sums behind l.
func (l *Linear) Cross(i, j int) float64 { return l.moments.Cross(i, j) }

// Earned returns the entry Σ w r xᵢ of the sums behind l.
func (l *Linear) Earned(i int) float64 { return l.moments.B[i] }

// Moments returns a copy of the sums behind l.
func (l *Linear) Moments() *Moments { return l.moments.Clone() }
