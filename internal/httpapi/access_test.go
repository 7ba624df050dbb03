package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"proffer/internal/httpapi"
)

// A keyed world has one key for each scope.
func keyedWorld(t testing.TB, limits httpapi.Limits) (w *world, secrets map[httpapi.Scope]string) {
	t.Helper()
	secrets = map[httpapi.Scope]string{}
	var keys []httpapi.Key
	for i, scope := range httpapi.Scopes() {
		secret, key := newKey(t, byte(i), scope)
		secrets[scope], keys = secret, append(keys, key)
	}
	held := ring(t, pepper, keys...)
	return newWorld(t, func(c *httpapi.Config) {
		c.Keys, c.Limits = func() *httpapi.Keyring { return held }, limits
	}), secrets
}

func bearer(secret string) []string { return []string{"Authorization", "Bearer " + secret} }

// Every operation of the description does what its security says: it is open,
// or it answers the scope that is named and no other, admin:read being part of
// admin.
func TestScopes(t *testing.T) {
	w, secrets := keyedWorld(t, httpapi.Limits{})
	described.load(t)
	for path, item := range described.doc.Paths.Map() {
		for method, operation := range item.Operations() {
			t.Run(method+" "+path, func(t *testing.T) {
				w.TB = t
				url := strings.NewReplacer("{scope}", "all", "{file}", "swagger-ui.css", "{", "", "}", "").Replace(path)
				needed := (*operation.Security)
				if len(needed) == 0 {
					if got := w.do(method, url, "").Code; got >= 400 {
						t.Errorf("got %d without a key, want it open", got)
					}
					return
				}
				w.refused(401, "unauthorized", method, url, "")
				want := httpapi.Scope(needed[0]["key"][0])
				for scope, secret := range secrets {
					code := w.do(method, url, "", bearer(secret)...).Code
					may := scope == want || want == httpapi.ScopeAdminRead && scope == httpapi.ScopeAdmin
					if allowed := code != http.StatusForbidden && code != http.StatusUnauthorized; allowed != may {
						t.Errorf("scope %s: got %d, want it allowed: %v", scope, code, may)
					}
				}
			})
		}
	}
}

// Who is refused learns what is missing, and nothing about the keys there are.
func TestRefusals(t *testing.T) {
	w, secrets := keyedWorld(t, httpapi.Limits{})
	stranger, _ := newKey(t, 99, httpapi.ScopeAdmin)
	for _, c := range []struct {
		name, authorization, challenge string
	}{
		{"nothing", "", `Bearer realm="proffer"`},
		{"another scheme", "Basic YTpi", `Bearer realm="proffer"`},
		{"no key", "Bearer", `Bearer realm="proffer", error="invalid_token"`},
		{"an unknown key", "Bearer " + stranger, `Bearer realm="proffer", error="invalid_token"`},
		{"a typing error", "Bearer " + secrets[httpapi.ScopeRank] + "a", `Bearer realm="proffer", error="invalid_token"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.TB = t
			got := w.refused(401, "unauthorized", "POST", "/v1/rank", rankBody("", "c-1"), "Authorization", c.authorization)
			if g := got.Header().Get("WWW-Authenticate"); g != c.challenge {
				t.Errorf("got %s, want %s", g, c.challenge)
			}
		})
	}
	w.TB = t
	got := w.refused(403, "forbidden", "POST", "/v1/rank", rankBody("", "c-1"), bearer(secrets[httpapi.ScopeFeedback])...)
	if !strings.Contains(got.Body.String(), "lacks the scope rank") {
		t.Errorf("got %s, want the scope that is missing", got.Body)
	}
}

// A switch remembers whose key it was.
func TestSwitchNamesTheKey(t *testing.T) {
	w, secrets := keyedWorld(t, httpapi.Limits{})
	var got struct{ By string }
	w.ok("PUT", "/v1/switches/all", `{"state":"off","reason":"a test"}`, &got, bearer(secrets[httpapi.ScopeAdmin])...)
	if want := strings.Split(secrets[httpapi.ScopeAdmin], "_")[1]; got.By != want {
		t.Errorf("got %q, want %q", got.By, want)
	}
}

// Without keys a web page cannot use the browser of somebody at this machine:
// neither from its own origin nor by a name that points here.
func TestLocalOnly(t *testing.T) {
	w := newWorld(t, nil)
	for _, host := range []string{"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080", "::1", "127.8.8.8"} {
		w.ok("POST", "/v1/rank", rankBody("", "c-1"), nil, "Host", host)
	}
	for _, host := range []string{"shop.example", "shop.example:8080", "192.0.2.7:8080", "localhost.shop.example", ""} {
		w.refused(403, "forbidden", "POST", "/v1/rank", rankBody("", "c-1"), "Host", host)
	}
	w.refused(403, "forbidden", "POST", "/v1/rank", rankBody("", "c-1"), "Sec-Fetch-Site", "cross-site")
	w.refused(403, "forbidden", "POST", "/v1/rank", rankBody("", "c-1"), "Origin", "https://shop.example")
	w.ok("POST", "/v1/rank", rankBody("", "c-1"), nil, "Origin", "http://localhost:8080")
	w.ok("GET", "/healthz", "", nil, "Host", "shop.example")
}

// A key has its own tokens: when they are spent it is told when to come again,
// others go on, and then so does it.
func TestRate(t *testing.T) {
	w, secrets := keyedWorld(t, httpapi.Limits{Rate: 0.5, Burst: 2})
	rank, admin := bearer(secrets[httpapi.ScopeRank]), bearer(secrets[httpapi.ScopeAdmin])
	for range 2 {
		w.ok("POST", "/v1/rank", rankBody("", "c-1"), nil, rank...)
	}
	for range 3 {
		got := w.refused(429, "too_many_requests", "POST", "/v1/rank", rankBody("", "c-1"), rank...)
		if g := got.Header().Get("Retry-After"); g != "2" {
			t.Errorf("got Retry-After %s, want the 2 s that a token takes", g)
		}
	}
	w.ok("GET", "/v1/switches", "", nil, admin...)
	w.ok("GET", "/healthz", "", nil)
	w.wait("2s")
	w.ok("POST", "/v1/rank", rankBody("", "c-1"), nil, rank...)
	w.refused(429, "too_many_requests", "POST", "/v1/rank", rankBody("", "c-1"), rank...)
}
