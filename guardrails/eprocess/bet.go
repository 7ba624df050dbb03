package eprocess

import "math"

// rates are the chances of converting with an offer in sight and without.
type rates struct{ treated, control float64 }

func (r rates) of(treated bool) float64 {
	if treated {
		return r.treated
	}
	return r.control
}

// A bet is the likelihood ratio of one visit: how likely an alternative made it
// over how likely the nearest point of the null made it.
type bet struct{ alt, null rates }

// even is the bet that neither wins nor loses.
var even = bet{rates{.5, .5}, rates{.5, .5}}

// against bets on alt against the line treated = c·control, at the point of it
// that is nearest to alt when a visit is treated with probability rho. On the
// whole line the expectation is 1; it falls towards the side away from alt, so
// it is at most 1 on all of the null (Turner, Ly and Grünwald 2024).
func against(alt rates, rho, c float64) bet {
	if c == 1 {
		mixed := rho*alt.treated + (1-rho)*alt.control
		return bet{alt, rates{mixed, mixed}}
	}
	x := nearest(alt, rho, c)
	return bet{alt, rates{c * x, x}}
}

// nearest solves ρc(θ1−cx)/(cx(1−cx)) + (1−ρ)(θ0−x)/(x(1−x)) = 0 for the
// control's rate x. The left side falls in x and changes its sign between θ0
// and θ1/c, so halving finds it to the last bit.
func nearest(alt rates, rho, c float64) float64 {
	low := min(alt.control, alt.treated/c)
	high := min(max(alt.control, alt.treated/c), 1)
	for {
		x := low + (high-low)/2
		if x <= low || x >= high {
			return x
		}
		slope := rho*c*pull(alt.treated, c*x) + (1-rho)*pull(alt.control, x)
		if slope > 0 {
			low = x
		} else {
			high = x
		}
	}
}

// pull is the derivative of θ ln x + (1−θ) ln(1−x).
func pull(theta, x float64) float64 { return (theta - x) / (x * (1 - x)) }

// log is ln E of a visit.
func (b bet) log(treated, converted bool) float64 {
	a, n := b.alt.of(treated), b.null.of(treated)
	if converted {
		return math.Log(a / n)
	}
	return math.Log((1 - a) / (1 - n))
}

// expectation is E[E] of a visit when the truth is p.
func (b bet) expectation(rho float64, p rates) float64 {
	return rho*ratio(p.treated, b.alt.treated, b.null.treated) +
		(1-rho)*ratio(p.control, b.alt.control, b.null.control)
}

func ratio(p, alt, null float64) float64 { return p*alt/null + (1-p)*(1-alt)/(1-null) }
