package httpapi_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// Whatever JSON is sent to rank, it is answered, and never by a fault of ours.
func TestRankNeverFails(t *testing.T) {
	w := newWorld(t, nil)
	rapid.Check(t, func(rt *rapid.T) {
		text, err := json.Marshal(anyRank.Draw(rt, "request"))
		if err != nil {
			rt.Fatal(err)
		}
		if got := w.do("POST", "/v1/rank", string(text)); got.Code >= 500 {
			rt.Errorf("%s: got %d %s", text, got.Code, got.Body)
		}
	})
}

// anyRank is close enough to a request that much of it gets through. None has
// the id of another: it would get the other's answer, whatever else it says.
var anyRank = rapid.Custom(func(t *rapid.T) map[string]any {
	draw := func(name string, good ...any) any {
		return rapid.OneOf(rapid.SampledFrom(good), rapid.SampledFrom(good), anyJSON).Draw(t, name)
	}
	r := map[string]any{
		"trigger":   draw("trigger", "cart_item_added", "order_placed"),
		"placement": draw("placement", "cart_drawer", "thank_you"),
		"signals": draw("signals", map[string]any{
			"cart_value":      draw("cart_value", 0, 31.5, 1e300, -1),
			"cart_categories": draw("cart_categories", []any{}, []any{"cleanser"}, []any{"cleanser", "serum"}),
			"orders":          draw("orders", 0, 3, 1e15, nil),
		}),
	}
	for name, value := range map[string]any{
		"request_id": rapid.SampledFrom([]any{"", nil, 7}).Draw(t, "request_id"), "customer_id": draw("customer_id", "", "c-1", "c-2"),
		"session_id": draw("session_id", "", "s-1"), "limit": draw("limit", 0, 1, 2, 1<<62), "explain": draw("explain", true, false),
		"exclude": draw("exclude", []any{}, []any{"bundle", "bundle", "yacht"}), "colour": draw("colour", "red"),
	} {
		if name != "colour" && rapid.Bool().Draw(t, "has "+name) || rapid.IntRange(0, 20).Draw(t, "has") == 0 {
			r[name] = value
		}
	}
	return r
})

var anyJSON = rapid.Custom(func(t *rapid.T) any {
	return rapid.OneOf(
		rapid.Just[any](nil), rapid.Map(rapid.Bool(), boxed), rapid.Map(rapid.String(), boxed),
		rapid.Map(rapid.Float64Range(-1e308, 1e308), boxed), rapid.Map(rapid.SliceOfN(rapid.String(), 0, 3), boxed),
		rapid.Map(rapid.MapOfN(rapid.String(), rapid.Int(), 0, 3), boxed),
	).Draw(t, "value")
})

func boxed[T any](v T) any { return v }

// Whatever bytes are sent to rank or feedback, they are answered, and never by
// a fault of ours.
func FuzzBodies(f *testing.F) {
	f.Add(rankBody("r-1", "c-1"))
	f.Add(`{"events":[{"event_id":"e-1","type":"accept","decision_id":"d-1","value":{"amount":1200,"currency":"USD"},"time":"2026-01-02T03:04:05Z"}]}`)
	f.Add(`{"trigger":"\ud800","signals":{"cart_value":-0.0e-9}}`)
	f.Add("\xef\xbb\xbf{}")
	w := newWorld(f, nil)
	f.Fuzz(func(t *testing.T, text string) {
		for _, path := range []string{"/v1/rank", "/v1/feedback"} {
			r := httptest.NewRequest(http.MethodPost, "http://localhost"+path, strings.NewReader(text))
			got := httptest.NewRecorder()
			w.ServeHTTP(got, r)
			if got.Code >= 500 || !json.Valid(got.Body.Bytes()) {
				t.Errorf("%s: got %d %s", path, got.Code, got.Body)
			}
		}
		w.log.Reset()
	})
}

// Sixty-four requests at once for a customer who may see one more offer show
// exactly one.
func TestLastPlaceIsTakenOnce(t *testing.T) {
	w := newWorld(t, quiet)
	var answers [64]decided
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range answers {
		all.Go(func() {
			r := httptest.NewRequest(http.MethodPost, "http://localhost/v1/rank", strings.NewReader(rankBody("", "c-1")))
			got := httptest.NewRecorder()
			<-start
			w.ServeHTTP(got, r)
			if got.Code != http.StatusOK || json.Unmarshal(got.Body.Bytes(), &answers[i]) != nil {
				t.Errorf("got %d %s", got.Code, got.Body)
			}
		})
	}
	close(start)
	all.Wait()
	shown, withheld := 0, 0
	for _, a := range answers {
		shown += len(a.Offers)
		if a.Reason == "WITHHELD" {
			withheld++
		}
	}
	if shown != 1 || withheld != 63 {
		t.Errorf("got %d offers and %d times WITHHELD, want 1 and 63", shown, withheld)
	}
}
