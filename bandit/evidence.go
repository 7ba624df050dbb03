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

// Credences say how far several models of the same rewards are believed: the
// probability that each is the right one given the rewards, when all were as
// likely before, over that of the likeliest.
type Credences []float64

// Weigh writes the credences of the models to dst; a hopeless model has none.
func Weigh(dst Credences, models []*Linear) Credences {
	best := math.Inf(-1)
	for _, l := range models {
		best = max(best, l.evidence)
	}
	dst = dst[:0]
	for _, l := range models {
		switch {
		case l.evidence == best:
			dst = append(dst, 1)
		case l.evidence < best-hopeless:
			dst = append(dst, 0)
		default:
			dst = append(dst, math.Exp(l.evidence-best))
		}
	}
	return dst
}

// Average returns the belief about the mean reward where the models see the
// vectors x, one each: what each says, weighed by its credence (Hoeting et al.
// 1999, Bayesian model averaging). There must be at least one model.
func (c Credences) Average(models []*Linear, x []Vector) Normal {
	if len(models) == 1 {
		return models[0].Predict(x[0])
	}
	var weight, first, second float64
	for k, w := range c {
		if w == 0 {
			continue
		}
		p := models[k].Predict(x[k])
		weight += w
		first += w * p.Mean
		second += w * (p.Variance + p.Mean*p.Mean)
	}
	mean := first / weight
	return Normal{Mean: mean, Variance: max(second/weight-mean*mean, 0)}
}

// Average is the average of models whose credences nobody keeps.
func Average(models []*Linear, x []Vector) Normal {
	var room [4]float64
	return Weigh(room[:0], models).Average(models, x)
}
