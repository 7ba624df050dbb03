package httpapi

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// nameless is the key of everybody while no keys are configured.
const nameless = "local"

// authorize finds out who asks and whether the route is theirs to use.
func (a *api) authorize(rt *route, r *http.Request) (key string, err error) {
	switch {
	case rt.scope == "":
		return "", refuse(forbidden, "Nobody may use this route.")
	case rt.scope == open:
		return "", nil
	case a.keys == nil:
		return nameless, a.local(r)
	}
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", refuse(unauthorized, "Send a key: Authorization: Bearer pfr_…").with("WWW-Authenticate", `Bearer realm="proffer"`)
	}
	k, ok := a.keys().Authenticate(strings.TrimSpace(secret))
	if !ok {
		return "", refuse(unauthorized, "The key is not known, or was revoked, or has a typing error.").
			with("WWW-Authenticate", `Bearer realm="proffer", error="invalid_token"`)
	}
	if !allows(k.Scopes, rt.scope) {
		return k.ID, refuse(forbidden, fmt.Sprintf("The key %s lacks the scope %s.", k.ID, rt.scope)).
			with("WWW-Authenticate", fmt.Sprintf(`Bearer realm="proffer", error="insufficient_scope", scope=%q`, rt.scope))
	}
	return k.ID, nil
}

// local keeps what a browser was made to send away from a server that asks for
// no key: a page of another origin, also one whose name was made to point here.
func (a *api) local(r *http.Request) error {
	if !loopback(r.Host) {
		return refuse(forbidden, "Without configured keys only requests to localhost are answered.")
	}
	if a.crossOrigin.Check(r) != nil {
		return refuse(forbidden, "Without configured keys no request of another origin is answered.")
	}
	return nil
}

func loopback(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && ip.IsLoopback()
}
