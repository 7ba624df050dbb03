package httpapi

import (
	"proffer/engine"
	"proffer/policy"
)

// A rankRequest is the engine's, and what only concerns the reply.
type rankRequest struct {
	engine.Request
	Explain bool `json:"explain,omitzero"`
}

type rankReply struct {
	DecisionID    string        `json:"decision_id"` // empty for a fallback: nothing was kept
	Group         engine.Group  `json:"group"`
	Segment       string        `json:"segment"` // empty: none matched
	Reason        engine.Reason `json:"reason"`
	PolicyVersion string        `json:"policy_version"`
	Offers        []shownOffer  `json:"offers"`
	Excluded      []exclusion   `json:"excluded,omitzero"` // only when it was asked for
}

// A shownOffer is all that an app needs to render an offer and to report on it.
type shownOffer struct {
	OfferID    string  `json:"offer_id"`
	Rank       int     `json:"rank"`       // 1 for the first slot
	Propensity float64 `json:"propensity"` // that it is shown in this slot, given the slots before
	estimate
	terms
	Content content `json:"content"`
}

// An exclusion is an offer of this trigger and placement that was not drawn
// from, and why.
type exclusion struct {
	OfferID string       `json:"offer_id"`
	Stage   engine.Stage `json:"stage"`
	Reason  string       `json:"reason"`
	Detail  string       `json:"detail"`
	Rule    string       `json:"rule,omitzero"`
}

func (a *api) rank(c *call) (reply, error) {
	var q rankRequest
	if err := decode(c.text, &q); err != nil {
		return reply{}, err
	}
	answer, err := a.service.Rank(c.Context(), q.Request)
	if err != nil {
		return reply{}, err
	}
	re, err := replyJSON(rankReplyOf(answer, q.Explain))
	if err != nil {
		return reply{}, err
	}
	c.reason = string(answer.Reason)
	a.metrics.decided(c.reason, len(answer.Shown()))
	return re, nil
}

// fallback is what is answered when nothing could be decided: the shop goes on
// without an offer, and nothing is learned from it.
func fallback(c *call) (reply, error) {
	c.reason = string(engine.Fallback)
	return replyJSON(rankReply{Group: engine.Treatment, Reason: engine.Fallback, Offers: []shownOffer{}})
}

func rankReplyOf(a engine.Answer, explain bool) rankReply {
	re := rankReply{
		DecisionID: a.ID, Group: a.Group, Segment: a.Segment, Reason: a.Reason,
		PolicyVersion: a.PolicyVersion, Offers: shownOffers(a.Decision, a.Policy),
	}
	if explain {
		re.Excluded = exclusions(a.Candidates)
	}
	return re
}

func shownOffers(d *engine.Decision, p *engine.Policy) []shownOffer {
	shown := []shownOffer{}
	for i, slot := range d.Shown() {
		o, _ := p.Offer(slot.Offer)
		if o == nil {
			continue // a decision names only offers of its own policy
		}
		shown = append(shown, shownOffer{
			OfferID: slot.Offer, Rank: i + 1, Propensity: slot.Propensity,
			estimate: estimateOf(d, p, slot.Offer), terms: termsOf(o, p.Currency), Content: contentOf(o.Content),
		})
	}
	return shown
}

func exclusions(candidates []engine.Candidate) []exclusion {
	found := []exclusion{}
	for _, c := range candidates {
		if c.Stage != "" {
			found = append(found, exclusion{OfferID: c.Offer, Stage: c.Stage, Reason: c.Reason, Detail: c.Detail, Rule: c.Rule})
		}
	}
	return found
}

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
