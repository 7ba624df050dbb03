package httpapi

import (
	"errors"

	"proffer/engine"
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
		var unfit *refusal
		if errors.As(err, &unfit) && unfit.kind == invalid {
			unfit.complete("", a.service.Catalogue().Check(q.Request))
		}
		return reply{}, err
	}
	answer, err := a.service.Rank(c.Context(), q.Request)
	if err != nil {
		return reply{}, err
	}
	a.watchClock()
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
