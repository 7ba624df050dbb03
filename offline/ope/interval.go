package ope

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"proffer/bandit"
	"proffer/guardrails/eprocess"
)

// A Method is a way to say how far an estimate can be wrong.
type Method string

// The methods. Normal, Delta and StudentT trust that the terms are many and none
// rules them all; Hoeffding and Bernstein hold for any number of rounds, given
// bounds that are true; Anytime may be looked at after every round, and so may
// AnytimeExact, a Sequence, which does not ask for many.
const (
	Normal          Method = "normal"
	Delta           Method = "delta"
	StudentT        Method = "student_t"
	Bootstrapped    Method = "bootstrap"
	Hoeffding       Method = "hoeffding"
	Bernstein       Method = "bernstein"
	ClopperPearson  Method = "clopper_pearson"
	Anytime         Method = "anytime"
	AnytimeExact    Method = "anytime_exact"
	anytimePlanned         = 10_000 // rounds at which Anytime is narrowest, fixed before any log is seen
	fewestForMargin        = 2      // rounds without which nothing is known of the spread
)

// Methods are all methods.
func Methods() []Method {
	return []Method{Normal, Delta, StudentT, Bootstrapped, Hoeffding, Bernstein, ClopperPearson, Anytime, AnytimeExact}
}

// ParseMethod finds a method by its name.
func ParseMethod(name string) (Method, error) {
	var names []string
	for _, m := range Methods() {
		if string(m) == name {
			return m, nil
		}
		names = append(names, string(m))
	}
	return "", fmt.Errorf("ope: no interval is called %q: there are %s", name, strings.Join(names, ", "))
}

// Bounds are what the caller knows for certain, from how the log was made and
// not from what is in it.
type Bounds struct {
	LeastReward, MostReward float64 // of any reward, and of any prediction
	LeastPropensity         float64 // that any action was logged with; 0: not known
}

// mostWeight is a weight that none exceeds.
func (b Bounds) mostWeight() float64 { return 1 / b.LeastPropensity }

// terms bounds a round's term. With a model it is d + f·(r − q̂) with d in the range
// of rewards and |r − q̂| at most its width.
func (b Bounds) terms(e Estimator) (low, high float64) {
	f := e.MostWeight(b.mostWeight())
	if e.Modelled {
		spread := f * (b.MostReward - b.LeastReward)
		return b.LeastReward - spread, b.MostReward + spread
	}
	return min(f*b.LeastReward, 0), max(f*b.MostReward, 0)
}

// Interval holds the policy's value with probability 1−α, as far as the method
// can be trusted. An error says why a method does not fit the estimator.
func (e Estimate) Interval(m Method, alpha float64, b Bounds) (low, high float64, err error) {
	if !(alpha > 0 && alpha < 1) {
		return 0, 0, fmt.Errorf("ope: alpha %v: must be above 0 and below 1", alpha)
	}
	if e.Rounds() < fewestForMargin {
		return 0, 0, fmt.Errorf("ope: %d rounds: an interval needs at least %d", e.Rounds(), fewestForMargin)
	}
	if m == ClopperPearson {
		return e.pseudoCounts(alpha, b)
	}
	half, err := e.margin(m, alpha, b)
	return e.Value() - half, e.Value() + half, err
}

// margin is half of an interval that lies evenly about the value.
func (e Estimate) margin(m Method, alpha float64, b Bounds) (float64, error) {
	n, se := e.Rounds(), e.StandardError()
	switch m {
	case Normal, Delta:
		return se * distuv.UnitNormal.Quantile(1-alpha/2), nil
	case StudentT:
		return se * studentT(n, 1-alpha/2), nil
	case Anytime:
		sequence := eprocess.ConfidenceSequence{Alpha: alpha, Planned: anytimePlanned}
		return sequence.HalfWidth(n, se)
	case Hoeffding, Bernstein:
		return e.finite(m, alpha/2, b)
	}
	return 0, fmt.Errorf("ope: %s is not found from sums alone", m)
}

// finite is a margin that holds for any number of rounds.
func (e Estimate) finite(m Method, tail float64, b Bounds) (float64, error) {
	low, high := b.terms(e.Estimator)
	switch {
	case e.Estimator.Ratio:
		return 0, fmt.Errorf("ope: %s divides by the sum of its weights, which %s does not cover", e.Estimator.Name, m)
	case !(high-low < math.Inf(1)):
		return 0, fmt.Errorf("ope: %s needs a propensity that no logged action was below, or clipped weights", m)
	case m == Hoeffding:
		return hoeffding(e.sums.N, high-low, tail), nil
	}
	return bernstein(e.sums.N, e.sums.variance(false), high-low, tail), nil
}

// hoeffding is the one-sided margin of a mean of n terms within a range of that
// width: width·√(ln(1/δ)/2n) (Hoeffding 1963).
func hoeffding(n int, width, delta float64) float64 {
	return width * math.Sqrt(math.Log(1/delta)/(2*float64(n)))
}

// bernstein is the same where the sample's variance V is small:
// √(2V·ln(2/δ)/n) + 7·width·ln(2/δ)/(3(n−1)) (Maurer and Pontil 2009, Theorem 4).
func bernstein(n int, variance, width, delta float64) float64 {
	l := math.Log(2 / delta)
	return math.Sqrt(2*variance*l/float64(n)) + 7*width*l/(3*float64(n-1))
}

// studentT is a quantile of Student's distribution with n−1 degrees of freedom.
func studentT(n int, p float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(n - 1)}.Quantile(p)
}

// pseudoCounts is the interval of a rate (Clopper and Pearson 1934), as if some
// rounds had been drawn alike and the estimated share of them had been hits: as
// many as are effective, or as would leave the standard error that there is, if
// those are fewer (Korn and Graubard 1998). With equal weights and rewards of 0 and
// 1 that is what happened; else it is an approximation that never leaves the range
// of the rewards.
func (e Estimate) pseudoCounts(alpha float64, b Bounds) (low, high float64, err error) {
	if !e.Estimator.Ratio || e.Estimator.Modelled {
		return 0, 0, fmt.Errorf("ope: %s fits replay and snips alone, whose values stay within the rewards", ClopperPearson)
	}
	width := b.MostReward - b.LeastReward
	n, share := e.sums.effective(), (e.Value()-b.LeastReward)/width
	if !(n > 0 && width > 0 && share >= 0 && share <= 1) {
		return 0, 0, fmt.Errorf("ope: the value %v is outside of %v to %v, which rewards were said to be within", e.Value(), b.LeastReward, b.MostReward)
	}
	if alike := share * (1 - share) / e.spread(width); alike > 0 {
		n = min(n, alike)
	}
	hits := n * share
	low, high = 0, 1
	if hits > 0 {
		low, _ = bandit.Beta{A: hits, B: n - hits + 1}.Interval(1 - alpha)
	}
	if hits < n {
		_, high = bandit.Beta{A: hits + 1, B: n - hits}.Interval(1 - alpha)
	}
	return b.LeastReward + width*low, b.LeastReward + width*high, nil
}

// spread is the variance of the estimate in units of width, that of the sample and
// not of the population: a rate of n rounds has share·(1−share)/n.
func (e Estimate) spread(width float64) float64 {
	se, n := e.StandardError()/width, float64(e.sums.N)
	return se * se * (n - 1) / n
}
