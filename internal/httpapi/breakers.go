package httpapi

import (
	"errors"
	"time"

	"proffer/engine"
	"proffer/guardrails"
	"proffer/guardrails/breakers"
)

// A breakerReply is one breaker on one scope.
type breakerReply struct {
	Guardrail string           `json:"guardrail"`
	Type      string           `json:"type"`
	Scope     string           `json:"scope"`
	State     breakers.State   `json:"state"`
	Advisory  bool             `json:"advisory"` // it warns, and withholds nothing
	Since     time.Time        `json:"since"`
	Reason    string           `json:"reason"`
	Detail    string           `json:"detail,omitzero"`
	By        string           `json:"by,omitzero"` // absent: the evidence
	Tries     int              `json:"tries"`
	Alpha     float64          `json:"alpha"`
	Evidence  breakers.Figures `json:"evidence"`
}

type breakerRequest struct {
	State  string `json:"state"`
	Reason string `json:"reason"`
}

// A budgetReply is what was taken of one pot of a budget.
type budgetReply struct {
	Guardrail string `json:"guardrail"`
	Of        string `json:"of"`
	Currency  string `json:"currency,omitzero"` // of money; absent: offers are counted
	Pot       string `json:"pot,omitzero"`
	Spent     int64  `json:"spent"`
	Max       int64  `json:"max"`
}

func (a *api) getBreaker(c *call) (reply, error) {
	return replyBreaker(a.service.Breaker(c.named("guardrail"), c.named("scope")))
}

func (a *api) putBreaker(c *call) (reply, error) {
	var q breakerRequest
	if err := decode(c.text, &q); err != nil {
		return reply{}, err
	}
	return replyBreaker(a.service.SetBreaker(engine.Override{
		Guardrail: c.named("guardrail"), Scope: c.named("scope"), State: q.State, Reason: q.Reason, By: c.key,
	}))
}

func replyBreaker(b breakers.Standing, err error) (reply, error) {
	if errors.Is(err, engine.ErrNotFound) {
		return reply{}, refuse(notFound, "The catalogue in force has no such breaker; GET /v1/guardrails lists those there are.")
	}
	if err != nil {
		return reply{}, err
	}
	return replyJSON(breakerReplyOf(b))
}

func breakerReplies(all []breakers.Standing) []breakerReply {
	re := make([]breakerReply, len(all))
	for i, b := range all {
		re[i] = breakerReplyOf(b)
	}
	return re
}

func breakerReplyOf(b breakers.Standing) breakerReply {
	s := b.Breaker
	return breakerReply{
		Guardrail: b.Rule, Type: string(b.Kind), Scope: b.Scope, State: s.State, Advisory: b.Advisory, Since: s.Since,
		Reason: string(s.Reason), Detail: s.Detail, By: s.By, Tries: s.Tries, Alpha: b.Alpha, Evidence: b.Figures,
	}
}

func budgetReplies(all []guardrails.Spending, currency string) []budgetReply {
	re := make([]budgetReply, len(all))
	for i, s := range all {
		re[i] = budgetReply{Guardrail: s.Guardrail, Of: s.Of, Pot: s.Pot, Spent: s.Spent, Max: s.Max}
		if s.CountsMoney() {
			re[i].Currency = currency
		}
	}
	return re
}
