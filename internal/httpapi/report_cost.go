package httpapi

import (
	"net/http"

	"proffer/measure"
)

// costs say what the guardrails withheld in a period, and what that is believed
// to have cost; nil when nobody asked. It is a walk over the log, so it takes a
// place among those.
func (a *api) costs(c *call) (*measure.Costs, error) {
	q := asked(c, "cost", "from", "to")
	wanted := q.yes("cost")
	question := measure.Question{From: q.moment("from"), To: q.moment("to")}
	q.period(question.Validate)
	if !wanted && (q.Has("from") || q.Has("to")) {
		q.wrong("cost", errNoPeriod)
	}
	if err := q.err(); err != nil || !wanted || c.Method == http.MethodHead {
		return nil, err
	}
	leave, err := a.pools[walkLane].enter(c.Context())
	if err != nil {
		return nil, err
	}
	defer leave()
	question.Currency = a.service.Catalogue().Currency
	return measure.GuardrailCosts(c.Context(), a.service, question)
}
