package httpapi_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proffer/engine"
	"proffer/internal/httpapi"
	"proffer/store"
)

// The description's example of a request is answered with its example of a reply,
// but for the id, by a server that is new and happens to draw so.
func TestRankExampleIsAnswered(t *testing.T) {
	described.load(t)
	rank := described.doc.Paths.Find("/v1/rank").Post
	ask := example(t, rank.RequestBody.Value.Content, "cart")
	want := example(t, rank.Responses.Value("200").Value.Content, "offer")
	catalogue, err := os.ReadFile("../../examples/skincare.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const seed = 0xb0a3e85a992afe5a // draws the offer of the example
	log := store.NewMemory()
	w := newWorld(t, func(c *httpapi.Config) {
		c.Service, err = engine.Open(context.Background(), engine.Config{
			Log: log, Archive: log, Clock: c.Now, Chance: func() (string, uint64) { return "d-1", seed },
		}, catalogue)
	})
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	w.ok("POST", "/v1/rank", string(ask), &got)
	got["decision_id"] = ""
	var told map[string]any
	if err := json.Unmarshal(want, &told); err != nil {
		t.Fatal(err)
	}
	told["decision_id"] = ""
	if diff := cmp.Diff(told, got, cmpopts.EquateApprox(0, 5e-5)); diff != "" { // four digits are told
		t.Errorf("(-told +answered):\n%s", diff)
	}
}

// example is one of the examples of a JSON body.
func example(t *testing.T, c openapi3.Content, name string) []byte {
	t.Helper()
	text, err := json.Marshal(c.Get("application/json").Examples[name].Value.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
