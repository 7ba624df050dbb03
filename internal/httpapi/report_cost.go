package httpapi

import "proffer/measure"

// guardrailCosts says what the guardrails withheld in a period, and what that is
// believed to have cost.
func (a *api) guardrailCosts(c *call) (reply, error) {
	q := query{Values: c.URL.Query()}
	asked := measure.Question{From: q.moment("from"), To: q.moment("to")}
	q.period(asked.Validate)
	return measured(a, c, asked, q.err(), measure.GuardrailCosts)
}
