package httpapi_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"proffer/internal/httpapi"
)

// Every request leaves one line: what was asked of which route, what came of
// it, and under which id. Of a customer it says nothing.
func TestLog(t *testing.T) {
	w := newWorld(t, nil)
	w.do("POST", "/v1/rank", rankBody("r-1", "customer-seven"), "X-Request-Id", "from-the-shop")
	w.do("POST", "/v1/rank", `{"customer_id":7}`)
	w.do("GET", "/v1/decisions/customer-seven", "")
	w.do("BREW", "/customer-seven", "")
	want := []map[string]any{
		{"level": "info", "message": "request", "method": "POST", "route": "/v1/rank", "status": 200., "request_id": "from-the-shop", "key": "local", "reason": "SPLIT", "duration_ms": 0.},
		{"level": "info", "message": "request", "method": "POST", "route": "/v1/rank", "status": 422., "request_id": "request-1", "key": "local", "problem": "invalid", "duration_ms": 0.},
		{"level": "info", "message": "request", "method": "GET", "route": "/v1/decisions/{decision_id}", "status": 404., "request_id": "request-2", "key": "local", "problem": "not_found", "duration_ms": 0.},
		{"level": "info", "message": "request", "method": "OTHER", "route": "(none)", "status": 404., "request_id": "request-3", "problem": "not_found", "duration_ms": 0.},
	}
	if strings.Contains(w.log.String(), "seven") {
		t.Errorf("the log names a customer:\n%s", &w.log)
	}
	var got []map[string]any
	for d := json.NewDecoder(&w.log); d.More(); {
		var line map[string]any
		if err := d.Decode(&line); err != nil {
			t.Fatal(err)
		}
		if !(line["bytes"].(float64) > 0) {
			t.Errorf("got %v, want the bytes of the reply", line)
		}
		delete(line, "bytes")
		got = append(got, line)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An id that a caller gave is kept if it can stand in a log and a URI; the
// reply names the one that was used.
func TestRequestID(t *testing.T) {
	w := newWorld(t, nil)
	for given, want := range map[string]string{
		"019b7c2f-61a8-7c04-9d3e-5f0b7a1c2d3e": "019b7c2f-61a8-7c04-9d3e-5f0b7a1c2d3e",
		"a.b_c-9":                              "a.b_c-9",
		strings.Repeat("a", 64):                strings.Repeat("a", 64),
		strings.Repeat("a", 65):                "",
		"":                                     "",
		"a b":                                  "",
		"urn:uuid":                             "",
		`"}{"level":"error"`:                   "",
	} {
		got := w.do("GET", "/healthz", "", "X-Request-Id", given).Header().Get("X-Request-Id")
		if want == "" && !strings.HasPrefix(got, "request-") || want != "" && got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

// The figures count what was answered, by labels that callers cannot multiply.
func TestMetrics(t *testing.T) {
	w := newWorld(t, nil)
	w.ok("POST", "/v1/rank", rankBody("r-1", "c-1"), nil)
	w.ok("POST", "/v1/rank", rankBody("r-2", "c-1"), nil) // one a day
	w.unready = errSpace
	w.ok("POST", "/v1/rank", rankBody("r-3", "c-1"), nil)
	w.unready = nil
	w.ok("POST", "/v1/feedback", `{"events":[{"event_id":"e-1","type":"view","decision_id":"d-1"},{"event_id":"e-1","type":"view","decision_id":"d-1"},`+
		`{"event_id":"e-2","type":"made up"},{"event_id":"e-3","type":"made up too"}]}`, nil)
	w.do("GET", "/v1/decisions/a", "")
	w.do("GET", "/v1/decisions/b", "")
	want := `
# HELP proffer_decisions_total Rank requests answered, by the reason of the decision.
# TYPE proffer_decisions_total counter
proffer_decisions_total{reason="FALLBACK"} 1
proffer_decisions_total{reason="SPLIT"} 1
proffer_decisions_total{reason="WITHHELD"} 1
# HELP proffer_events_total Events of the log, over all restarts.
# TYPE proffer_events_total counter
proffer_events_total 4
# HELP proffer_feedback_total Feedback events answered, by type and by what became of them.
# TYPE proffer_feedback_total counter
proffer_feedback_total{status="duplicate",type="view"} 1
proffer_feedback_total{status="recorded",type="view"} 1
proffer_feedback_total{status="rejected",type="unknown"} 2
# HELP proffer_posteriors Offers that something is believed of, those that left the catalogue too.
# TYPE proffer_posteriors gauge
proffer_posteriors 4
# HELP proffer_withheld_total Offers that a guardrail withheld from a decision, over all restarts.
# TYPE proffer_withheld_total counter
proffer_withheld_total{guardrail="one-a-day"} 2
`
	if err := testutil.GatherAndCompare(w.registry, strings.NewReader(want), "proffer_decisions_total", "proffer_events_total",
		"proffer_feedback_total", "proffer_posteriors", "proffer_withheld_total"); err != nil {
		t.Error(err)
	}
	served := w.do("GET", "/metrics", "").Body.String()
	for _, line := range []string{
		`proffer_http_request_duration_seconds_count{method="GET",route="/v1/decisions/{decision_id}",status="4xx"} 2`,
		`proffer_http_request_duration_seconds_count{method="POST",route="/v1/rank",status="2xx"} 3`,
		`proffer_decision_offers_bucket{le="0"} 2`,
		"go_goroutines ", "process_start_time_seconds ",
	} {
		if !strings.Contains(served, line) {
			t.Errorf("the figures have no %s", line)
		}
	}
}

// A commit of the log is observed as it was.
func TestLogMetrics(t *testing.T) {
	registry := prometheus.NewRegistry()
	observe, err := httpapi.LogMetrics(registry)
	if err != nil {
		t.Fatal(err)
	}
	observe(3, 2*time.Millisecond)
	observe(64, 30*time.Millisecond)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		h := f.GetMetric()[0].GetHistogram()
		got[f.GetName()] = h.GetSampleSum()
		if h.GetSampleCount() != 2 {
			t.Errorf("%s: got %d, want 2 commits", f.GetName(), h.GetSampleCount())
		}
	}
	if got["proffer_log_batch_events"] != 67 || got["proffer_log_commit_seconds"] != .032 {
		t.Errorf("got %v, want 67 events and 0.032 s", got)
	}
	if _, err := httpapi.LogMetrics(registry); err == nil {
		t.Error("the figures of two logs were mixed")
	}
}
