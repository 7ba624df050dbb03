package guardrails

import (
	"fmt"
	"time"

	"proffer/policy"
	"proffer/words"
)

// cooldown leaves a customer in peace for a while after an answer.
type cooldown struct {
	after Verb
	wait  time.Duration
	by    string // what the answer silences: the offer, its type or all
}

func newCooldown(s *policy.Settings) Cap {
	return cooldown{
		after: Verb(s.Enum("after", "", []string{string(Accepted), string(Declined), string(Refunded)}, policy.Required)),
		wait:  s.Duration("wait", policy.Required, policy.Above0),
		by:    s.Enum("by", "offer", []string{"offer", "type", "all"}),
	}
}

func (k cooldown) Refuse(c *Case, o *policy.Offer) (reason, detail string) {
	for _, a := range c.History.Answers {
		if a.Verb != k.after || !k.silences(a, o) || !a.At.Add(k.wait).After(c.At) {
			continue
		}
		return "cooldown", fmt.Sprintf("%s of %s %s ago, within the wait of %s", a.Verb, a.Offer, words.Span(c.At.Sub(a.At)), words.Span(k.wait))
	}
	return "", ""
}

func (k cooldown) silences(a Answer, o *policy.Offer) bool {
	switch k.by {
	case "offer":
		return a.Offer == o.ID
	case "type":
		return a.Type == o.Type
	}
	return true
}
