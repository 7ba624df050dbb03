package httpapi

import (
	"proffer/engine"
	"proffer/policy"
)

// An estimate is what the posteriors said of an offer when it was decided on.
type estimate struct {
	Score             float64 `json:"score"` // standard deviations of the posterior above showing nothing; 0 when there is no doubt
	AcceptProbability float64 `json:"accept_probability"`
	ExpectedValue     float64 `json:"expected_value"` // net, of showing it, in major units
}

func estimateOf(d *engine.Decision, p *engine.Policy, offer string) estimate {
	c := d.Candidate(offer)
	if c == nil || c.Score == nil {
		return estimate{}
	}
	e := estimate{AcceptProbability: c.Score.Accept, ExpectedValue: c.Score.Mean}
	if c.Score.SD > 0 {
		e.Score = (c.Score.Mean - worthOfNone(p, d.Request.Placement)) / c.Score.SD
	}
	return e
}

// worthOfNone is what showing nothing is worth at a placement.
func worthOfNone(p *engine.Policy, placement string) float64 {
	if place, ok := p.Placement(placement); ok && !place.None.Off {
		return place.None.Value
	}
	return 0
}

// terms are what an offer is, as far as the app that shows it cares.
type terms struct {
	Kind       policy.Kind       `json:"kind"`
	Type       string            `json:"type"`
	Friction   policy.Friction   `json:"friction"`
	Motivation policy.Motivation `json:"motivation"`
	Price      engine.Money      `json:"price"`
}

func termsOf(o *policy.Offer, c policy.Currency) terms {
	return terms{Kind: o.Kind, Type: o.Type, Friction: o.Friction, Motivation: o.Motivation, Price: money(o.Price, c)}
}

func money(minor int64, c policy.Currency) engine.Money {
	return engine.Money{Amount: minor, Currency: c.Code}
}

// content is the copy that an app renders.
type content struct {
	Title   string `json:"title"`
	Body    string `json:"body"`
	Accept  string `json:"accept"`
	Decline string `json:"decline"`
}

func contentOf(c policy.Content) content { return content(c) }
