package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// described is the description that is served, ready to be held against what
// is really said. It is shared by all tests of this package.
var described description

type description struct {
	once   sync.Once
	doc    *openapi3.T
	router routers.Router
	err    error
}

func (d *description) load(t testing.TB) {
	t.Helper()
	d.once.Do(func() {
		openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.FileBodyDecoder)
		openapi3filter.RegisterBodyDecoder("application/yaml", openapi3filter.FileBodyDecoder)
		openapi3filter.RegisterBodyDecoder("text/yaml", openapi3filter.FileBodyDecoder)
		for _, media := range []string{"application/x-ndjson", "text/csv", "application/vnd.apache.parquet"} {
			openapi3filter.RegisterBodyDecoder(media, openapi3filter.FileBodyDecoder)
		}
		var text []byte
		if text, d.err = os.ReadFile("openapi.yaml"); d.err != nil {
			return
		}
		if d.doc, d.err = openapi3.NewLoader().LoadFromData(text); d.err != nil {
			return
		}
		d.router, d.err = gorillamux.NewRouter(d.doc)
	})
	if d.err != nil {
		t.Fatal(d.err)
	}
}

// hold fails the test when the reply is not described, or when the request is
// not described and was answered all the same.
func (d *description) hold(t testing.TB, r *http.Request, body string, got *httptest.ResponseRecorder) {
	t.Helper()
	d.load(t)
	route, params, err := d.router.FindRoute(r)
	if err != nil {
		d.holdProblem(t, r, got)
		return
	}
	r.Body = io.NopCloser(strings.NewReader(body))
	in := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateRequest(context.Background(), in); err != nil && got.Code < 300 {
		t.Errorf("%s %s was answered %d and is not described: %v", r.Method, r.URL, got.Code, err)
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: got.Code, Header: got.Header(), Options: in.Options}
	out.SetBodyBytes(got.Body.Bytes())
	if err := openapi3filter.ValidateResponse(context.Background(), out); err != nil {
		t.Errorf("%s %s: the reply %d is not described: %v", r.Method, r.URL, got.Code, err)
	}
}

// holdProblem is for paths and methods that there are not: the reply is a
// problem nevertheless.
func (d *description) holdProblem(t testing.TB, r *http.Request, got *httptest.ResponseRecorder) {
	t.Helper()
	if r.Method == http.MethodHead {
		return
	}
	if media := got.Header().Get("Content-Type"); media != "application/problem+json" {
		t.Errorf("%s %s: got %s, want a problem", r.Method, r.URL, media)
	}
	var problem any
	if err := json.Unmarshal(got.Body.Bytes(), &problem); err != nil {
		t.Fatal(err)
	}
	schema := d.doc.Components.Schemas["Problem"].Value
	if err := schema.VisitJSON(problem, openapi3.EnableJSONSchema2020()); err != nil {
		t.Errorf("%s %s: %v", r.Method, r.URL, err)
	}
}

// The description is valid OpenAPI 3.1.
func TestDescriptionIsValid(t *testing.T) {
	described.load(t)
	if err := described.doc.Validate(context.Background()); err != nil {
		t.Error(err)
	}
	if got := described.doc.OpenAPI; !strings.HasPrefix(got, "3.1") {
		t.Errorf("got OpenAPI %s, want 3.1", got)
	}
}

// What is served is the description that the tests hold replies against.
func TestDescriptionIsServed(t *testing.T) {
	w := newWorld(t, nil)
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if got := w.do("GET", "/openapi.yaml", ""); !bytes.Equal(got.Body.Bytes(), text) {
		t.Error("another description is served than the one in openapi.yaml")
	}
}
