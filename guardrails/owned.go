package guardrails

import (
	"fmt"

	"proffer/policy"
)

// owned never offers what the customer has accepted before.
type owned struct{ byType bool }

func newOwned(s *policy.Settings) Cap {
	return owned{byType: s.Enum("by", "offer", []string{"offer", "type"}) == "type"}
}

func (w owned) Refuse(c *Case, o *policy.Offer) (reason, detail string) {
	for _, a := range c.History.Answers {
		if a.Verb == Accepted && (a.Offer == o.ID || w.byType && a.Type == o.Type) {
			return "owned", fmt.Sprintf("%s was accepted on %s", a.Offer, a.At.UTC().Format("2006-01-02"))
		}
	}
	return "", ""
}
