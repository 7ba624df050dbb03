package httpapi

import (
	"fmt"

	"proffer/engine"
)

// maxBatch is how many events one request may report.
const maxBatch = 1000

type feedbackRequest struct {
	Events []engine.Report `json:"events"`
}

type feedbackReply struct {
	Results []engine.Result `json:"results"`
}

// feedback answers each event by itself: one that cannot be recorded does not
// keep the others from it.
func (a *api) feedback(c *call) (reply, error) {
	var q feedbackRequest
	if err := decode(c.text, &q); err != nil {
		return reply{}, err
	}
	if n := len(q.Events); n < 1 || n > maxBatch {
		return reply{}, refuse(invalid, "1 field is wrong",
			fault{Field: "events", Detail: fmt.Sprintf("must be from 1 to %d events, not %d", maxBatch, n)})
	}
	results, err := a.service.Feedback(c.Context(), q.Events)
	if err != nil {
		return reply{}, err
	}
	for i, r := range results {
		a.metrics.reported(q.Events[i].Type, r.Status)
	}
	return replyJSON(feedbackReply{Results: results})
}
