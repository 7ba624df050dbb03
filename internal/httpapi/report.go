package httpapi

import (
	"context"
	"net/http"

	"proffer/measure"
)

// report measures a period. The service goes on meanwhile.
func (a *api) report(c *call) (reply, error) {
	q := asked(c, "from", "to", "by", "planned_customers")
	by, err := measure.ParseDimensions(q.list("by"))
	q.wrong("by", err)
	question := measure.Question{From: q.moment("from"), To: q.moment("to"), By: by, Planned: q.positive("planned_customers")}
	q.period(question.Validate)
	return measured(a, c, question, q.err(), measure.Measure)
}

// measured walks the log for an answer, unless the question was wrong or only the
// header is wanted.
func measured[T any](a *api, c *call, q measure.Question, wrong error,
	walk func(context.Context, measure.Past, measure.Question) (*T, error),
) (reply, error) {
	if wrong != nil {
		return reply{}, wrong
	}
	if c.Method == http.MethodHead {
		return reply{media: mediaJSON}, nil
	}
	q.Currency = a.service.Catalogue().Currency
	found, err := walk(c.Context(), a.service, q)
	if err != nil {
		return reply{}, err
	}
	return replyJSON(found)
}
