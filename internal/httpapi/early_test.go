package httpapi_test

import "testing"

// What is told of a time before that which it answers is said to be, and an answer
// counts as of the decision. A refund keeps its time, as it does when it is told
// before its accept.
func TestFeedbackFromBeforeTheDecision(t *testing.T) {
	w := newWorld(t, nil)
	w.ok("POST", "/v1/rank", rankBody("r-1", "c-1"), nil)
	var got struct {
		Results []struct{ Status, Detail string }
	}
	w.ok("POST", "/v1/feedback", `{"events":[
		{"event_id":"v","type":"view","decision_id":"d-1","time":"1970-01-01T00:00:00Z"},
		{"event_id":"a","type":"accept","decision_id":"d-1"},
		{"event_id":"f","type":"refund","decision_id":"d-1","time":"1960-01-01T00:00:00Z"}]}`, &got)
	for i, want := range []string{"its time is before the decision: it counts as of the decision", "", "its time is before the accept"} {
		if r := got.Results[i]; r.Status != "recorded" || r.Detail != want {
			t.Errorf("event %d: got %s %q, want recorded %q", i, r.Status, r.Detail, want)
		}
	}
	var story struct {
		Outcome struct {
			Offers []struct {
				RefundedAt string `json:"refunded_at"`
			}
		}
	}
	w.ok("GET", "/v1/decisions/d-1", "", &story)
	if o := story.Outcome.Offers; len(o) != 1 || o[0].RefundedAt != "1960-01-01T00:00:00Z" {
		t.Errorf("got %+v, want the refund at the time that was told", story.Outcome)
	}
}
