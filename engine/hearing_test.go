package engine_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
)

// An outcome says when each report came to be known and when it happened, in the
// order in which they came: a refund that waited is heard with its accept, one in
// parts has its parts, and what changed nothing is not heard.
func TestHearings(t *testing.T) {
	w := newWorld(t, shop)
	id := w.show("c-1", "bundle").ID
	shown := w.now
	at := func(hours int) time.Time { return shown.Add(time.Duration(hours) * time.Hour) }
	for _, told := range []struct {
		hour int
		engine.Report
	}{
		{1, engine.Report{Type: engine.View, DecisionID: id}},
		{2, engine.Report{Type: engine.View, DecisionID: id}},
		{3, engine.Report{Type: engine.Decline, DecisionID: id}},
		{4, engine.Report{Type: engine.Decline, DecisionID: id}},
		{5, engine.Report{Type: engine.Refund, OrderID: "o", Value: dollars(300)}},
		{9, engine.Report{Type: engine.Accept, DecisionID: id, OrderID: "o", Time: at(4)}},
		{10, engine.Report{Type: engine.Accept, DecisionID: id, OrderID: "o"}},
		{11, engine.Report{Type: engine.Refund, OrderID: "o", Value: dollars(200)}},
		{12, engine.Report{Type: engine.Refund, OrderID: "o", Value: dollars(0)}},
		{13, engine.Report{Type: engine.SupportTicket, DecisionID: id}},
		{14, engine.Report{Type: engine.SupportTicket, CustomerID: "c-1"}},
		{15, engine.Report{Type: engine.Churn, CustomerID: "c-1", Time: at(14)}},
		{16, engine.Report{Type: engine.Churn, CustomerID: "c-1"}},
	} {
		w.now = at(told.hour)
		told.EventID = string(told.Type) + w.now.String()
		w.tell(told.Report)
	}
	want := []engine.Hearing{
		{Type: engine.View, At: at(1), Time: at(1)},
		{Type: engine.Decline, At: at(3), Time: at(3)},
		{Type: engine.Decline, At: at(4), Time: at(4)},
		{Type: engine.Accept, At: at(9), Time: at(4)},
		{Type: engine.Refund, At: at(9), Time: at(5), Amount: 300},
		{Type: engine.Refund, At: at(11), Time: at(11), Amount: 200},
		{Type: engine.SupportTicket, At: at(13), Time: at(13)},
		{Type: engine.SupportTicket, At: at(14), Time: at(14)},
		{Type: engine.Churn, At: at(15), Time: at(14)},
	}
	story, err := w.Story(id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, story.Outcome.Heard); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A walk says of each decision when the last event before it was, wherever the walk
// begins: at the second decision as from the first event on.
func TestWalkSaysWhatWasKnown(t *testing.T) {
	w := newWorld(t, shop)
	opened := w.now
	w.now = w.now.Add(time.Hour)
	first := w.show("c-1", "bundle").ID
	w.now = w.now.Add(time.Hour)
	w.tell(engine.Report{EventID: "v", Type: engine.View, DecisionID: first, Time: opened})
	told := w.now
	w.now = w.now.Add(time.Hour)
	w.show("c-2", "bundle")
	for from, want := range map[time.Time][]time.Time{{}: {opened, told}, w.now: {told}} {
		var got []time.Time
		for s, err := range w.Stories(from, time.Time{}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, s.Known)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("from %v (-want +got):\n%s", from, diff)
		}
	}
}
