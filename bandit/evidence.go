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
func (l *Linear) LogEvidence() float64 {
	a0, an := l.prior.Shape, l.shape()
	atEnd, _ := math.Lgamma(an)
	atStart, _ := math.Lgamma(a0)
	bn := l.noise * (an - 1)
	return a0*math.Log(l.prior.Scale) - an*math.Log(bn) + atEnd - atStart - l.volume/2
}

// Preference returns the probability that m and not o is the model of the
// rewards which both have learned, when either was as likely before.
func (l *Linear) Preference(o *Linear) float64 {
	return 1 / (1 + math.Exp(o.LogEvidence()-l.LogEvidence()))
}
