package guardrails

import "proffer/policy"

// quiet withholds while an expression holds, such as the first minute of a visit.
type quiet struct{ when *policy.Condition }

func newQuiet(s *policy.Settings) Cap {
	return quiet{when: s.Condition("when", policy.Required)}
}

func (q quiet) Refuse(c *Case, _ *policy.Offer) (reason, detail string) {
	switch verdict := q.when.Holds(c.Signals); {
	case verdict.Missing != "":
		return ReasonError, verdict.Missing + " is missing, so whether this is a quiet moment is unknown"
	case verdict.Problem != "":
		return ReasonError, "whether this is a quiet moment is unknown: " + verdict.Problem
	case verdict.Holds:
		return "quiet", "a quiet moment: " + q.when.String()
	}
	return "", ""
}
