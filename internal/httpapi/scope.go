package httpapi

import (
	"fmt"
	"slices"
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

// checkScopes refuses a key that could do nothing, or something unknown.
func checkScopes(scopes []Scope) error {
	if len(scopes) == 0 {
		return fmt.Errorf("httpapi: key: has no scope, and must have some of %v", Scopes())
	}
	for _, s := range scopes {
		if !slices.Contains(Scopes(), s) {
			return fmt.Errorf("httpapi: key: %q is not a scope; the scopes are %v", s, Scopes())
		}
	}
	return nil
}
