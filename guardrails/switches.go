package guardrails

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"proffer/policy"
)

// A Switch is a person's word on one scope.
type Switch struct {
	Scope  string    `json:"scope"`
	Off    bool      `json:"off"`
	Reason string    `json:"reason"`
	By     string    `json:"by,omitzero"`
	Since  time.Time `json:"since"`
}

// Switches are the last word on every scope that a person ever switched.
type Switches map[string]Switch

// ScopeAll is the switch of everything.
const ScopeAll = "all"

var scopeKinds = []string{"trigger", "placement", "offer", "segment"}

var errScope = errors.New(`must be "all", "trigger:NAME", "placement:NAME", "offer:ID" or "segment:NAME"`)

// CheckScope returns an error unless scope is well formed and names something
// of the catalogue, or something that was switched before.
func (s Switches) CheckScope(c *policy.Catalogue, scope string) error {
	if _, known := s[scope]; known || scope == ScopeAll {
		return nil
	}
	kind, name, ok := strings.Cut(scope, ":")
	if !ok || name == "" || !slices.Contains(scopeKinds, kind) {
		return errScope
	}
	if !declares(c, kind, name) {
		return fmt.Errorf("the catalogue has no %s %q", kind, name)
	}
	return nil
}

func declares(c *policy.Catalogue, kind, name string) (ok bool) {
	switch kind {
	case "trigger":
		_, ok = c.Trigger(name)
	case "placement":
		_, ok = c.Placement(name)
	case "offer":
		_, ok = c.Offer(name)
	case "segment":
		ok = slices.ContainsFunc(c.Segments, func(g policy.Segment) bool { return g.Name == name })
	}
	return ok
}

// Request returns the switch that turns off the whole request, if one does.
func (s Switches) Request(trigger, placement, segment string) (Switch, bool) {
	if len(s) == 0 {
		return Switch{}, false
	}
	for _, scope := range []string{ScopeAll, "trigger:" + trigger, "placement:" + placement, "segment:" + segment} {
		if w := s[scope]; w.Off {
			return w, true
		}
	}
	return Switch{}, false
}

// Offer returns the switch that turns off one offer, if it is off.
func (s Switches) Offer(id string) (Switch, bool) {
	if len(s) == 0 {
		return Switch{}, false
	}
	w := s["offer:"+id]
	return w, w.Off
}

// Sorted are all switches in the order of their scopes.
func (s Switches) Sorted() []Switch {
	all := make([]Switch, 0, len(s))
	for _, scope := range slices.Sorted(maps.Keys(s)) {
		all = append(all, s[scope])
	}
	return all
}
