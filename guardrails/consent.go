package guardrails

import (
	"fmt"
	"slices"

	"proffer/features"
	"proffer/policy"
)

// consent withholds from channels that reach out to the customer unless the
// app says that the customer agreed. Silence is not consent.
type consent struct {
	channels []string
	signal   string
}

func newConsent(s *policy.Settings) Cap {
	return consent{signal: s.Signal("signal", []features.Type{features.Boolean}, policy.Required), channels: reachingOut(s)}
}

// reachingOut reads the channels that a guardrail is about: those that reach
// out to the customer, when the file is silent.
func reachingOut(s *policy.Settings) []string {
	named := s.Enums("channels", []string{string(policy.Onsite), string(policy.InApp), string(policy.Email), string(policy.SMS)})
	if len(named) == 0 {
		return []string{string(policy.Email), string(policy.SMS)}
	}
	return named
}

func (k consent) Refuse(c *Case, _ *policy.Offer) (reason, detail string) {
	channel := string(c.Placement.Channel)
	if !slices.Contains(k.channels, channel) {
		return "", ""
	}
	if agreed, ok := c.Signals[k.signal].(bool); !ok {
		return "consent", fmt.Sprintf("%s is missing, and %s needs consent", k.signal, channel)
	} else if !agreed {
		return "consent", fmt.Sprintf("%s is false, and %s needs consent", k.signal, channel)
	}
	return "", ""
}
