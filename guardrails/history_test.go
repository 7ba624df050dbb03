package guardrails_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/guardrails"
)

// A history never forgets silently: whatever is not in it any more is not
// newer than Forgotten.
func TestForgotten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var h guardrails.History
		n := rapid.IntRange(0, 3*guardrails.MaxShown).Draw(rt, "n")
		for i := range n {
			h.Show(guardrails.Shown{At: noon.Add(time.Duration(i) * time.Second), Offer: "o"})
		}
		if len(h.Shown) > guardrails.MaxShown || len(h.Shown) < min(n, guardrails.MaxShown/2) {
			rt.Fatalf("%d of %d entries are kept", len(h.Shown), n)
		}
		newestGone := noon.Add(time.Duration(n-len(h.Shown)-1) * time.Second)
		if n > len(h.Shown) && !h.Forgotten.Equal(newestGone) {
			rt.Fatalf("forgotten up to %v, want %v", h.Forgotten, newestGone)
		}
	})
}

// The last answer of a kind counts, in whatever order they are told.
func TestLastAnswer(t *testing.T) {
	var h guardrails.History
	for _, ago := range []time.Duration{2 * time.Hour, time.Hour, 3 * time.Hour} {
		h.Answer(guardrails.Answer{At: noon.Add(-ago), Verb: guardrails.Declined, Offer: "o"})
	}
	if len(h.Answers) != 1 || !h.Answers[0].At.Equal(noon.Add(-time.Hour)) {
		t.Errorf("answers %v, want the one of an hour ago", h.Answers)
	}
}

// Two histories of one person are in the order of time together, and forget what
// either has forgotten.
func TestHistoriesTogether(t *testing.T) {
	at := func(hours ...int) (h guardrails.History) {
		for _, hour := range hours {
			h.Show(guardrails.Shown{At: noon.Add(time.Duration(hour) * time.Hour), Offer: "o"})
		}
		return h
	}
	mine, before := at(1, 4, 5), at(2, 3, 6)
	mine.Forgotten, before.Forgotten = noon.Add(-time.Hour), noon
	mine.Add(&before)
	want := at(1, 2, 3, 4, 5, 6)
	want.Forgotten = noon
	if diff := cmp.Diff(want, mine); diff != "" {
		t.Errorf("together (-want +got):\n%s", diff)
	}
}

// A copy of a history has all that the history has, and what it forgot.
func TestCloneOfAHistory(t *testing.T) {
	h := guardrails.History{Forgotten: noon}
	h.Show(guardrails.Shown{At: noon, Offer: "o", Unseen: true})
	h.Answer(guardrails.Answer{At: noon, Verb: guardrails.Declined, Offer: "o"})
	before := h.Clone()
	if diff := cmp.Diff(h, before); diff != "" {
		t.Errorf("the copy is another (-want +got):\n%s", diff)
	}
	h.See(0, "o")
	h.Answer(guardrails.Answer{At: noon.Add(time.Hour), Verb: guardrails.Declined, Offer: "o"})
	if !before.Shown[0].Unseen || !before.Answers[0].At.Equal(noon) {
		t.Errorf("the copy changed with what it was copied from: %+v", before)
	}
}

// A history that is written down and read again is the same, with what it forgot.
func TestHistoryIsWrittenDown(t *testing.T) {
	want := guardrails.History{
		Shown: []guardrails.Shown{{
			Seq: 7, At: noon, Offer: "o", Type: "t", Placement: "p", Session: "s", Discount: true, Unseen: true,
		}},
		Answers:   []guardrails.Answer{{At: noon, Verb: guardrails.Refunded, Offer: "o", Type: "t"}},
		Forgotten: noon.Add(-time.Hour),
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got guardrails.History
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read again (-want +got):\n%s", diff)
	}
}
