package httpapi_test

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"proffer/engine"
	"proffer/internal/httpapi"
	"proffer/store"
)

// Nothing that a request started outlives it.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/shop.yaml
var shop string

var (
	began    = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	errSpace = errors.New("the disk is full")
)

// A world is the whole of Proffer without a network and a disk: a real service
// on a real log, with a clock, ids and seeds that only depend on the test.
type world struct {
	testing.TB
	http.Handler
	memory   *store.Memory
	service  *engine.Service
	registry *prometheus.Registry
	log      bytes.Buffer
	now      time.Time
	unready  error // why the log would take nothing now
	ids      int
}

// newWorld opens one; change may put other things into the configuration.
func newWorld(t testing.TB, change func(*httpapi.Config)) *world {
	t.Helper()
	w := &world{TB: t, memory: store.NewMemory(), now: began, registry: prometheus.NewRegistry()}
	var err error
	w.service, err = engine.Open(context.Background(), engine.Config{
		Log: w.memory, Archive: w.memory, Clock: w.clock, Chance: w.chance,
		Ready: func() error { return w.unready },
	}, []byte(shop))
	if err != nil {
		t.Fatal(err)
	}
	var requests atomic.Int64
	c := httpapi.Config{
		Service: w.service, Registry: w.registry, Logger: zerolog.New(&w.log), Now: w.clock, NoSpace: errSpace,
		RequestID: func() string { return fmt.Sprintf("request-%d", requests.Add(1)) },
	}
	if change != nil {
		change(&c)
	}
	if w.Handler, err = httpapi.New(c); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) clock() time.Time { return w.now }

// chance gives ids in order, and seeds far apart (the constants are Knuth's, of MMIX).
func (w *world) chance() (string, uint64) {
	w.ids++
	return fmt.Sprintf("d-%d", w.ids), uint64(w.ids)*6364136223846793005 + 1442695040888963407
}

// do sends a request from this machine, and holds both it and the reply
// against the description of the interface.
func (w *world) do(method, path, body string, header ...string) *httptest.ResponseRecorder {
	w.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "localhost:8080"
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	got := httptest.NewRecorder()
	w.ServeHTTP(got, r)
	described.hold(w, r, body, got)
	return got
}

// ok sends a request that must be answered 200 and decodes the reply.
func (w *world) ok(method, path, body string, into any, header ...string) {
	w.Helper()
	got := w.do(method, path, body, header...)
	if got.Code != http.StatusOK {
		w.Fatalf("%s %s: got %d %s, want 200", method, path, got.Code, got.Body)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(got.Body.Bytes(), into); err != nil {
		w.Fatal(err)
	}
}

// refused sends a request that must be answered with this status and problem.
func (w *world) refused(status int, code, method, path, body string, header ...string) *httptest.ResponseRecorder {
	w.Helper()
	got := w.do(method, path, body, header...)
	var p struct{ Type string }
	if err := json.Unmarshal(got.Body.Bytes(), &p); err != nil {
		w.Fatalf("%s %s: %v in %s", method, path, err, got.Body)
	}
	if want := "urn:proffer:problem:" + code; got.Code != status || p.Type != want {
		w.Errorf("%s %s: got %d %s, want %d %s", method, path, got.Code, p.Type, status, want)
	}
	return got
}

// rankBody asks for an offer in the cart of a customer.
func rankBody(request, customer string) string {
	return fmt.Sprintf(`{"request_id":%q,"customer_id":%q,"trigger":"cart_item_added","placement":"cart_drawer",`+
		`"signals":{"cart_value":31.5,"cart_categories":["cleanser"],"orders":1}}`, request, customer)
}

// A decided is what the tests look at of a reply to a rank request.
type decided struct {
	DecisionID string `json:"decision_id"`
	Reason     string
	Offers     []struct {
		OfferID string `json:"offer_id"`
	}
}
