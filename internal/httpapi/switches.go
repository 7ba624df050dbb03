package httpapi

import (
	"time"

	"proffer/engine"
	"proffer/guardrails"
)

// A switchReply is a person's last word on a scope.
type switchReply struct {
	Scope  string    `json:"scope"`
	State  string    `json:"state"`
	Reason string    `json:"reason,omitzero"` // absent: nobody ever touched it
	By     string    `json:"by,omitzero"`
	Since  time.Time `json:"since,omitzero"`
}

type switchesReply struct {
	Switches []switchReply `json:"switches"`
}

type switchRequest struct {
	State  string `json:"state"`
	Reason string `json:"reason"`
}

func (a *api) switches(*call) (reply, error) {
	return replyJSON(switchesReply{Switches: switchReplies(a.service.Guardrails().Switches)})
}

func (a *api) getSwitch(c *call) (reply, error) {
	w, err := a.service.Switch(c.named("scope"))
	if err != nil {
		return reply{}, err
	}
	return replyJSON(switchReplyOf(w))
}

func (a *api) putSwitch(c *call) (reply, error) {
	var q switchRequest
	if err := decode(c.text, &q); err != nil {
		return reply{}, err
	}
	w, err := a.service.SetSwitch(engine.SwitchEvent{Scope: c.named("scope"), State: q.State, Reason: q.Reason, By: c.key})
	if err != nil {
		return reply{}, err
	}
	return replyJSON(switchReplyOf(w))
}

func switchReplies(all []guardrails.Switch) []switchReply {
	re := make([]switchReply, len(all))
	for i, w := range all {
		re[i] = switchReplyOf(w)
	}
	return re
}

func switchReplyOf(w guardrails.Switch) switchReply {
	state := engine.On
	if w.Off {
		state = engine.Off
	}
	return switchReply{Scope: w.Scope, State: state, Reason: w.Reason, By: w.By, Since: w.Since}
}
