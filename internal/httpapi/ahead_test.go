package httpapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
)

// An event of a clock that was ahead stops the time of all after it. The first
// request that finds so leaves a warning, and another only when time had gone on in
// between; a figure says for how long. Less than a minute is worth no word.
func TestLogAheadOfTheClock(t *testing.T) {
	w := newWorld(t, nil)
	for i, c := range []struct {
		clock    time.Duration // since it began
		ahead    float64       // seconds
		warnings int           // so far
	}{
		{0, 0, 0},
		{time.Minute, 0, 0},
		{0, 60, 0},
		{time.Hour, 0, 0},
		{time.Hour - time.Minute - time.Second, 61, 1},
		{0, 3600, 1},
		{time.Hour, 0, 1},
		{24 * 365 * time.Hour, 0, 1},
		{2 * time.Hour, 365*24*3600 - 7200, 2},
		{3 * time.Hour, 365*24*3600 - 10800, 2},
	} {
		w.now = began.Add(c.clock)
		if i%2 == 0 {
			w.ok("POST", "/v1/rank", rankBody(fmt.Sprint("r-", i), "c-1"), nil)
		} else {
			w.ok("POST", "/v1/feedback", fmt.Sprintf(`{"events":[{"event_id":"e-%d","type":"view","decision_id":"d-1"}]}`, i), nil)
		}
		want := fmt.Sprintf(`
# HELP proffer_log_ahead_seconds By how much the last event of the log is ahead of this clock; for so long no time passes for caps, windows and breakers, and conversions with a time of their own count for no visit.
# TYPE proffer_log_ahead_seconds gauge
proffer_log_ahead_seconds %v
`, c.ahead)
		if err := testutil.GatherAndCompare(w.registry, strings.NewReader(want), "proffer_log_ahead_seconds"); err != nil {
			t.Errorf("step %d: %v", i, err)
		}
		if got := strings.Count(w.log.String(), `"level":"warn"`); got != c.warnings {
			t.Errorf("step %d: %d warnings, want %d:\n%s", i, got, c.warnings, &w.log)
		}
	}
	if until := `"until":"2027-01-02T03:04:05Z"`; !strings.Contains(w.log.String(), until) {
		t.Errorf("no warning says %s", until)
	}
}
