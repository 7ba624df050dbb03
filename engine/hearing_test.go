package engine_test

import (
	"fmt"
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

// However often one thing is told of an offer, 16 hearings of it are kept at most: the
// first ones, and the last, which has the latest time and the sum of what is left out.
func TestHearingsAreBounded(t *testing.T) {
	w := newWorld(t, shop)
	a := w.show("c-1", "bundle")
	tell := func(n int, what engine.ReportType, at time.Time, value *engine.Money) {
		w.now = w.now.Add(time.Minute)
		w.tell(engine.Report{EventID: fmt.Sprint(what, n), Type: what, DecisionID: a.ID, Time: at, Value: value})
	}
	shown := w.now
	for n := range 40 {
		tell(n, engine.Decline, time.Time{}, nil)
	}
	declined := w.now
	tell(40, engine.Decline, shown, nil) // what happened before is told last
	tell(0, engine.Accept, time.Time{}, nil)
	for n := range 40 {
		tell(n, engine.Refund, time.Time{}, dollars(10))
	}
	heard, back := map[engine.ReportType][]engine.Hearing{}, int64(0)
	for _, h := range w.outcome(a).Heard {
		heard[h.Type] = append(heard[h.Type], h)
		back += h.Amount
	}
	declines, refunds := heard[engine.Decline], heard[engine.Refund]
	if len(declines) != 16 || len(refunds) != 16 || back != 400 {
		t.Fatalf("%d declines and %d refunds of %d are heard, want 16 and 16 of 400", len(declines), len(refunds), back)
	}
	if first, last := declines[0].Time, declines[15].Time; !first.Equal(shown.Add(time.Minute)) || !last.Equal(declined) {
		t.Errorf("the declines heard are from %v to %v, want from %v to %v", first, last, shown.Add(time.Minute), declined)
	}
	w.verify()
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
