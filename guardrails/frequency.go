package guardrails

import (
	"fmt"
	"time"

	"proffer/policy"
	"proffer/words"
)

// frequency bounds how many offers are shown in a window. An offer counts from
// the moment it is decided, so two requests at once cannot both take the last place.
type frequency struct {
	max     int
	per     time.Duration
	session bool   // count in the session rather than over all of the customer's
	by      string // what counts together: placement, offer, type or all
}

func newFrequency(s *policy.Settings) Cap {
	return frequency{
		max:     s.Count("max", policy.Required, policy.AtMost(MaxShown/2)),
		per:     s.Duration("per", policy.Required, policy.Above0),
		session: s.Enum("scope", "customer", []string{"customer", "session"}) == "session",
		by:      s.Enum("by", "all", []string{"placement", "offer", "type", "all"}),
	}
}

func (f frequency) Refuse(c *Case, o *policy.Offer) (reason, detail string) {
	from := c.At.Add(-f.per)
	if c.History.Forgotten.After(from) {
		return ReasonError, fmt.Sprintf("more than %d offers were shown to this customer within %s, too many to count", MaxShown/2, words.Span(f.per))
	}
	if f.session && c.Session == "" {
		return ReasonError, "session_id is missing, so what this session was shown is unknown"
	}
	n := f.count(c, o, from)
	if n < f.max {
		return "", ""
	}
	return "frequency", fmt.Sprintf("%d of %d shown within %s%s", n, f.max, words.Span(f.per), f.words(c, o))
}

// count is the number of offers shown after from that count together with o.
func (f frequency) count(c *Case, o *policy.Offer, from time.Time) int {
	n := 0
	for i := len(c.History.Shown) - 1; i >= 0 && c.History.Shown[i].At.After(from); i-- {
		s := c.History.Shown[i]
		if f.together(c, o, s) && (!f.session || s.Session == c.Session) {
			n++
		}
	}
	return n
}

func (f frequency) together(c *Case, o *policy.Offer, s Shown) bool {
	switch f.by {
	case "placement":
		return s.Placement == c.Placement.Name
	case "offer":
		return s.Offer == o.ID
	case "type":
		return s.Type == o.Type
	}
	return true
}

func (f frequency) words(c *Case, o *policy.Offer) string {
	switch f.by {
	case "placement":
		return " in placement " + c.Placement.Name
	case "offer":
		return " of this offer"
	case "type":
		return " of type " + o.Type
	}
	return ""
}
