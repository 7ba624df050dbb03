package httpapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"proffer/engine"
	"proffer/store"
)

// BenchmarkRank is a round trip over loopback, client and all, on a service
// whose log is in memory. The handler without work has the same way to go
// through router, key, pool, log and metrics: what rank takes more than it is
// JSON and the decision.
func BenchmarkRank(b *testing.B) {
	a := benchAPI(b)
	a.table = append(a.table, route{
		method: "POST", path: "/nothing", scope: ScopeRank, lane: workLane, body: jsonUpTo(64 << 10),
		do: func(*api, *call) (reply, error) { return reply{media: mediaJSON, body: []byte("{}")}, nil },
	})
	server := httptest.NewServer(a.router())
	defer server.Close()
	for _, work := range []struct{ name, path string }{{"none", "/nothing"}, {"rank", "/v1/rank"}} {
		b.Run("work="+work.name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n++
				post(b, server.Client(), server.URL+work.path, n)
			}
		})
	}
}

func benchAPI(b *testing.B) *api {
	b.Helper()
	catalogue, err := os.ReadFile("../../examples/skincare.yaml")
	if err != nil {
		b.Fatal(err)
	}
	log := store.NewMemory()
	var n atomic.Uint64
	service, err := engine.Open(context.Background(), engine.Config{
		Log: log, Archive: log, Clock: time.Now,
		Chance: func() (string, uint64) { i := n.Add(1); return fmt.Sprintf("d-%d", i), i },
	}, catalogue)
	if err != nil {
		b.Fatal(err)
	}
	a, err := newAPI(Config{
		Service: service, Registry: prometheus.NewRegistry(), Logger: zerolog.New(io.Discard),
		Now: time.Now, RequestID: func() string { return "a-request" },
	})
	if err != nil {
		b.Fatal(err)
	}
	return a
}

func post(b *testing.B, client *http.Client, url string, n int) {
	body := fmt.Appendf(nil, `{"request_id":"r-%[1]d","customer_id":"c-%[1]d","session_id":"s-%[1]d","trigger":"cart_item_added","placement":"cart_drawer",`+
		`"signals":{"cart_value":31.5,"cart_categories":["cleanser"],"orders":2,"time_on_site":"4m30s","device":"mobile","traffic":"search"}}`, n)
	re, err := client.Post(url, mediaJSON, bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, re.Body); err != nil {
		b.Fatal(err)
	}
	re.Body.Close()
	if re.StatusCode != http.StatusOK {
		b.Fatalf("got %d, want 200", re.StatusCode)
	}
}
