package httpapi

import (
	"errors"
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
		return reply{}, a.refuseBatch(err, q.Events)
	}
	if n := len(q.Events); n < 1 || n > maxBatch {
		return reply{}, refuse(invalid, "1 field is wrong; nothing was recorded",
			fault{Field: "events", Detail: fmt.Sprintf("must be from 1 to %d events, not %d", maxBatch, n)})
	}
	results, err := a.service.Feedback(c.Context(), q.Events)
	if err != nil {
		return reply{}, err
	}
	a.watchClock()
	for i, r := range results {
		a.metrics.reported(q.Events[i].Type, r.Status)
	}
	return replyJSON(feedbackReply{Results: results})
}

// refuseBatch completes the refusal of a batch that could not be read whole by what is
// wrong with each of its events.
func (a *api) refuseBatch(err error, events []engine.Report) error {
	var unfit *refusal
	if !errors.As(err, &unfit) || unfit.kind != invalid {
		return err
	}
	for i, r := range events[:min(len(events), maxBatch)] {
		unfit.complete(fmt.Sprintf("events[%d].", i), a.service.Catalogue().CheckReport(r, a.now()))
	}
	unfit.detail += "; nothing was recorded"
	return unfit
}
