package client_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/internal/client"
)

// heard is what a server was sent.
type heard struct{ Method, Path, Key, Type, Body string }

// serving answers every call with one reply and tells what it heard.
func serving(t *testing.T, status int, kind, reply string) (*client.Client, *heard) {
	t.Helper()
	h := &heard{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		*h = heard{r.Method, r.URL.EscapedPath(), r.Header.Get("Authorization"), r.Header.Get("Content-Type"), string(body)}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, reply)
	}))
	t.Cleanup(server.Close)
	c := client.New(server.URL+"/", "secret")
	t.Cleanup(c.Close)
	return c, h
}

// A rank request travels in the words of the API, and so does its answer; a
// field that this client does not know yet is passed over.
func TestRank(t *testing.T) {
	c, h := serving(t, 200, "application/json", `{"decision_id":"d-1","group":"treatment","segment":"new","reason":"SPLIT",
		"policy_version":"v","later":true,"offers":[{"offer_id":"o","rank":1,"propensity":0.5,"price":{"amount":1200,"currency":"USD"}}]}`)
	got, err := c.Rank(t.Context(), engine.Request{Trigger: "t", Placement: "p", Signals: map[string]any{"x": 1.5}})
	if err != nil {
		t.Fatal(err)
	}
	want := client.RankReply{DecisionID: "d-1", Group: engine.Treatment, Segment: "new", Reason: engine.Split, PolicyVersion: "v",
		Offers: []client.Offer{{OfferID: "o", Rank: 1, Propensity: 0.5, Price: engine.Money{Amount: 1200, Currency: "USD"}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reply (-want +got):\n%s", diff)
	}
	sent := heard{"POST", "/v1/rank", "Bearer secret", "application/json", `{"trigger":"t","placement":"p","signals":{"x":1.5}}`}
	if diff := cmp.Diff(sent, *h); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	if shown, ok := got.Shown(); !ok || shown.OfferID != "o" {
		t.Errorf("shown: got %q, %v", shown.OfferID, ok)
	}
}

// Reports travel in one batch, and each has its result.
func TestFeedback(t *testing.T) {
	c, h := serving(t, 200, "application/json", `{"results":[{"event_id":"e-1","status":"recorded"},{"event_id":"e-2","status":"rejected","detail":"no"}]}`)
	reward := 2.5
	got, err := c.Feedback(t.Context(), []engine.Report{
		{EventID: "e-1", Type: engine.View, DecisionID: "d", Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		{EventID: "e-2", Type: engine.Accept, DecisionID: "d", Reward: &reward},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []engine.Result{{EventID: "e-1", Status: engine.Recorded}, {EventID: "e-2", Status: engine.Rejected, Detail: "no"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	body := `{"events":[{"event_id":"e-1","type":"view","decision_id":"d","time":"2026-01-02T03:04:05Z"},` +
		`{"event_id":"e-2","type":"accept","decision_id":"d","reward":2.5}]}`
	if h.Body != body {
		t.Errorf("got %s, want %s", h.Body, body)
	}
}

// A catalogue travels as it was written.
func TestCatalogue(t *testing.T) {
	c, h := serving(t, 200, "application/yaml", "version: 1\n")
	got, err := c.Catalogue(t.Context())
	if err != nil || string(got) != "version: 1\n" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := c.SetCatalogue(t.Context(), []byte("version: 1 # ours\n")); err != nil {
		t.Fatal(err)
	}
	want := heard{"PUT", "/v1/catalogue", "Bearer secret", "application/yaml", "version: 1 # ours\n"}
	if diff := cmp.Diff(want, *h); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

// An id is one part of the path, whatever it holds.
func TestDecisionEscapesItsID(t *testing.T) {
	c, h := serving(t, 200, "application/json", `{}`)
	if _, err := c.Decision(t.Context(), "a/../b"); err != nil {
		t.Fatal(err)
	}
	if want := "/v1/decisions/a%2F..%2Fb"; h.Path != want {
		t.Errorf("got %s, want %s", h.Path, want)
	}
}

// What the server refuses is an error that names every bad field, and says how
// long to wait.
func TestProblem(t *testing.T) {
	c, _ := serving(t, 422, "application/problem+json", `{"type":"about:blank","title":"Invalid","status":422,"detail":"2 fields",
		"errors":[{"field":"signals.x","detail":"must be a number"},{"line":3,"column":1,"detail":"is not YAML"}]}`)
	_, err := c.Rank(t.Context(), engine.Request{})
	var p *client.Problem
	if !errors.As(err, &p) {
		t.Fatalf("got %v, want a *Problem", err)
	}
	if p.Status != 422 || p.RetryAfter != 3*time.Second {
		t.Errorf("got status %d and retry after %v", p.Status, p.RetryAfter)
	}
	want := "client: POST /v1/rank: 422 Invalid: 2 fields: signals.x must be a number; line 3 is not YAML"
	if err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

// A refusal that is not in our words, as a proxy's, is told by its status.
func TestForeignRefusal(t *testing.T) {
	c, _ := serving(t, 502, "text/html", "<html>")
	_, err := c.Offers(t.Context())
	if want := "client: GET /v1/offers: 502 Bad Gateway"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// A call ends with its context.
func TestCallEndsWithItsContext(t *testing.T) {
	c, _ := serving(t, 200, "application/json", `{}`)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Ready(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
