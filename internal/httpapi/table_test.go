package httpapi

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gorilla/mux"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// A still API has no service: enough to look at its table.
func still(t testing.TB) *api {
	t.Helper()
	a, err := newAPI(Config{
		Service: struct{ Service }{}, Registry: prometheus.NewRegistry(), Logger: zerolog.Nop(),
		Now: func() time.Time { return time.Time{} }, RequestID: func() string { return "request" },
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Whatever the router can be asked stands in the table, and in the table with
// a scope.
func TestEveryRouteIsInTheTable(t *testing.T) {
	a := still(t)
	inTable := map[string]bool{}
	for _, rt := range a.table {
		if rt.scope != open && !slices.Contains(Scopes(), rt.scope) {
			t.Errorf("%s %s: got scope %q, want one that there is", rt.method, rt.path, rt.scope)
		}
		for _, method := range rt.methods() {
			inTable[method+" "+rt.pattern()] = true
		}
	}
	router, ok := a.router().(*mux.Router)
	if !ok {
		t.Fatal("the handler is not gorilla's router")
	}
	err := router.Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		pattern, err := route.GetPathTemplate()
		if err != nil {
			return err
		}
		methods, err := route.GetMethods()
		if err != nil { // the one that answers 405 has none
			return nil //nolint:nilerr // gorilla says so by an error
		}
		for _, method := range methods {
			if !inTable[method+" "+pattern] {
				t.Errorf("%s %s is served and not in the table", method, pattern)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The description and the table have the same routes, with the same scopes.
func TestTableIsDescribed(t *testing.T) {
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	undescribed := map[string]Scope{}
	for _, rt := range still(t).table {
		undescribed[rt.method+" "+rt.path] = rt.scope
	}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			name := method + " " + path
			scope := open
			if needed := *operation.Security; len(needed) > 0 {
				scope = Scope(needed[0]["key"][0])
			}
			if got, ok := undescribed[name]; !ok || got != scope {
				t.Errorf("%s is described with scope %s, and in the table is %q", name, scope, got)
			}
			delete(undescribed, name)
		}
	}
	for name := range undescribed {
		t.Errorf("%s is not described", name)
	}
}

// The kinds of problems are those that the description lists.
func TestKindsAreDescribed(t *testing.T) {
	text := string(openAPI)
	for _, k := range []kind{malformed, unauthorized, forbidden, notFound, methodNotAllowed, tooSlow, tooFar, preconditionFailed,
		tooLarge, unsupported, invalid, invalidCatalogue, tooMany, internal, overloaded, unavailable, noSpace} {
		if !strings.Contains(text, typePrefix+k.code) {
			t.Errorf("%s is not described", k.code)
		}
		if http.StatusText(k.status) == "" {
			t.Errorf("%s: %d is not a status", k.code, k.status)
		}
	}
}

// A route that says no scope is forbidden to all, with keys and without.
func TestScopeIsNeverForgotten(t *testing.T) {
	a := still(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	for _, keys := range []*Keyring{nil, {}} {
		a.keys = func() *Keyring { return keys }
		if _, err := a.authorize(&route{}, r); err == nil {
			t.Errorf("with keys %v: a route without a scope was open", keys)
		}
	}
}

// A configuration that lacks something, or has a limit that is none, is refused
// and everything that is wrong is named.
func TestConfigIsChecked(t *testing.T) {
	_, err := New(Config{Limits: Limits{Rate: -1}})
	if err == nil {
		t.Fatal("an empty configuration was taken")
	}
	for _, want := range []string{"Service", "Registry", "Now", "RequestID", "negative"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %q, want it to name %s", err, want)
		}
	}
}
