package httpapi_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"proffer/engine"
	"proffer/internal/httpapi"
)

// A stuck service keeps every rank request until it is let go.
type stuck struct {
	httpapi.Service
	letGo chan struct{}
}

func (s stuck) Rank(ctx context.Context, r engine.Request) (engine.Answer, error) {
	<-s.letGo
	return s.Service.Rank(ctx, r)
}

// While rank requests take every place there is, more of them are told to come
// again, and feedback and health are answered as ever.
func TestLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		letGo := make(chan struct{})
		w := newWorld(t, func(c *httpapi.Config) {
			c.Service, c.Limits = stuck{c.Service, letGo}, httpapi.Limits{Concurrency: 1}
		})
		first := make(chan int)
		go func() {
			r := httptest.NewRequest(http.MethodPost, "http://localhost/v1/rank", strings.NewReader(rankBody("", "c-1")))
			got := httptest.NewRecorder()
			w.ServeHTTP(got, r)
			first <- got.Code
		}()
		synctest.Wait() // the place is taken

		got := w.refused(503, "overloaded", "POST", "/v1/rank", rankBody("", "c-2"))
		if after := got.Header().Get("Retry-After"); after != "1" {
			t.Errorf("got Retry-After %q, want 1", after)
		}
		w.refused(503, "overloaded", "GET", "/v1/offers", "")
		w.ok("POST", "/v1/feedback", `{"events":[{"event_id":"e-1","type":"conversion","customer_id":"c-1","session_id":"s-1"}]}`, nil)
		w.ok("GET", "/healthz", "", nil)
		if code := w.do("GET", "/metrics", "").Code; code != http.StatusOK {
			t.Errorf("got %d for the figures, want 200", code)
		}

		close(letGo)
		if code := <-first; code != http.StatusOK {
			t.Errorf("got %d for the request that had the place, want 200", code)
		}
		w.ok("POST", "/v1/rank", rankBody("", "c-2"), nil)
	})
}
