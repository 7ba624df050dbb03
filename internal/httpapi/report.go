package httpapi

import (
	"net/http"
	"net/url"

	"proffer/measure"
)

// report measures a period. The service goes on meanwhile.
func (a *api) report(c *call) (reply, error) {
	q, err := questionOf(c.URL.Query())
	if err != nil {
		return reply{}, err
	}
	if c.Method == http.MethodHead {
		return reply{media: mediaJSON}, nil
	}
	q.Currency = a.service.Catalogue().Currency
	found, err := measure.Measure(c.Context(), a.service, q)
	if err != nil {
		return reply{}, err
	}
	return replyJSON(found)
}

// questionOf reads what is asked for; the error names every bad field.
func questionOf(asked url.Values) (measure.Question, error) {
	q := query{Values: asked}
	by, err := measure.ParseDimensions(asked["by"])
	q.wrong("by", err)
	found := measure.Question{From: q.moment("from"), To: q.moment("to"), By: by, Planned: q.positive("planned_customers")}
	q.period(found.Validate)
	return found, q.err()
}
