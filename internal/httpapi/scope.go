package httpapi

import (
	"fmt"
	"slices"
	"strings"
)

// A Scope is what a key may do.
type Scope string

// The scopes of keys.
const (
	ScopeRank      Scope = "rank"
	ScopeFeedback  Scope = "feedback"
	ScopeAdminRead Scope = "admin:read"
	ScopeAdmin     Scope = "admin" // and with it admin:read
)

// open is the scope of routes that need no key. It has to be said: a route that
// says nothing is forbidden to all.
const open Scope = "open"

// Scopes are the scopes that a key can have.
func Scopes() []Scope { return []Scope{ScopeRank, ScopeFeedback, ScopeAdminRead, ScopeAdmin} }

// allows reports whether a key with these scopes may use a route of that scope.
func allows(have []Scope, want Scope) bool {
	return slices.Contains(have, want) || want == ScopeAdminRead && slices.Contains(have, ScopeAdmin)
}

// CheckScopes refuses the scopes of a key that could do nothing, or something unknown.
func CheckScopes(scopes []Scope) error {
	if len(scopes) == 0 {
		return fmt.Errorf("a key needs a scope; the scopes are %s", listed(Scopes()))
	}
	for _, s := range scopes {
		if !slices.Contains(Scopes(), s) {
			return fmt.Errorf("%q is not a scope%s; the scopes are %s", s, meant(string(s), texts(Scopes())), listed(Scopes()))
		}
	}
	return nil
}

func listed(scopes []Scope) string {
	all := texts(scopes)
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " and " + all[last]
}

func texts(scopes []Scope) []string {
	all := make([]string, len(scopes))
	for i, s := range scopes {
		all[i] = string(s)
	}
	return all
}
