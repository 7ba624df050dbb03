package httpapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"proffer/engine"
	"proffer/internal/httpapi"
	"proffer/store"
)

// The whole of Proffer in one process, with a log in memory.
func ExampleNew() {
	log := store.NewMemory()
	service, err := engine.Open(context.Background(), engine.Config{
		Log: log, Archive: log, Clock: time.Now,
		Chance: func() (string, uint64) { return "decision-1", 1 },
	}, []byte(shop))
	if err != nil {
		fmt.Println(err)
		return
	}
	handler, err := httpapi.New(httpapi.Config{
		Service: service, Registry: prometheus.NewRegistry(), Logger: zerolog.Nop(),
		Now: time.Now, RequestID: func() string { return "request-1" },
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	request := `{"trigger":"order_placed","placement":"thank_you","signals":{"orders":3}}`
	reply := httptest.NewRecorder()
	handler.ServeHTTP(reply, httptest.NewRequest(http.MethodPost, "http://localhost/v1/rank", strings.NewReader(request)))
	var decision struct {
		Reason string
		Offers []struct {
			OfferID string `json:"offer_id"`
		}
	}
	if err := json.Unmarshal(reply.Body.Bytes(), &decision); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(decision.Reason)
	for _, o := range decision.Offers {
		fmt.Println(o.OfferID)
	}
	// Output:
	// RULES
	// kit
	// lotion
}
