package bandit

import "math"

// LogEvidence returns the logarithm of the probability of all rewards learned,
// given their vectors, under the prior with its weights integrated out,
//
//	½ log(|Λ₀|/|Λₙ|) + a₀ log β₀ − aₙ log βₙ + log Γ(aₙ) − log Γ(a₀)
//
// (Murphy 2012, Machine Learning: A Probabilistic Perspective, §7.6.3.4), but
// for a term −½ n log 2π that every model of the same rewards has in common.
// The difference between two models is the logarithm of their Bayes factor.
func (l *Linear) LogEvidence() float64 { return l.evidence }

// weigh brings the evidence up to date with the sums.
func (l *Linear) weigh() {
	an := l.shape()
	bn := l.noise * (an - 1)
	atEnd, _ := math.Lgamma(an)
	l.evidence = l.atStart - an*math.Log(bn) + atEnd - l.volume/2
}

// hopeless is how far behind the best a model's evidence lies when what the model
// says could change an average only beyond the digits of a float64: e⁻⁶⁰ is 1e-26.
const hopeless = 60

// Average returns the belief about the mean reward where several models of the
// same rewards see the vectors x, one each: what each says, weighed by the
// probability that it is the right one given the rewards, when all were as
// likely before (Hoeting et al. 1999, Bayesian model averaging). There must be
// at least one model.
func Average(models []*Linear, x []Vector) Normal {
	if len(models) == 1 {
		return models[0].Predict(x[0])
	}
	best := math.Inf(-1)
	for _, l := range models {
		best = max(best, l.evidence)
	}
	var weight, first, second float64
	for k, l := range models {
		if l.evidence < best-hopeless {
			continue
		}
		p, w := l.Predict(x[k]), 1.0
		if l.evidence != best {
			w = math.Exp(l.evidence - best)
		}
		weight += w
		first += w * p.Mean
		second += w * (p.Variance + p.Mean*p.Mean)
	}
	mean := first / weight
	return Normal{Mean: mean, Variance: max(second/weight-mean*mean, 0)}
}
