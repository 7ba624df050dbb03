package guardrails_test

import (
	"strings"
	"testing"

	"proffer/guardrails"
)

// A scope can be switched when the catalogue has it, and also when it has not any
// more but was switched before: what is off must be able to come on again.
func TestCheckScope(t *testing.T) {
	catalogue, _, _ := build(t, "name: once, type: owned")
	s := guardrails.Switches{"offer:yacht": {Scope: "offer:yacht", Off: true}, "placement:dock": {Scope: "placement:dock"}}
	for scope, want := range map[string]string{
		"all": "", "trigger:item_added": "", "placement:drawer": "", "offer:small": "", "segment:everybody": "",
		"offer:yacht": "", "placement:dock": "",
		"offer:dinghy": `has no offer "dinghy"`, "trigger:drawer": `has no trigger "drawer"`,
		"placement:small": `has no placement "small"`, "segment:": "must be", "small": "must be", "type:add_on": "must be",
	} {
		err := s.CheckScope(catalogue, scope)
		if (err != nil) != (want != "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", scope, err, want)
		}
	}
}

// A single switch is enough to turn a request off, whichever scope it is of, and
// no switch turns off another's.
func TestRequestSwitches(t *testing.T) {
	for scope, want := range map[string]bool{
		"all": true, "trigger:t": true, "placement:p": true, "segment:g": true,
		"trigger:p": false, "placement:g": false, "segment:t": false, "offer:t": false,
	} {
		s := guardrails.Switches{scope: {Scope: scope, Off: true}}
		if w, off := s.Request("t", "p", "g"); off != want || off && w.Scope != scope {
			t.Errorf("%s turns the request off: %v by %+v, want %v", scope, off, w, want)
		}
		s[scope] = guardrails.Switch{Scope: scope}
		if w, off := s.Request("t", "p", "g"); off {
			t.Errorf("%s is on, and turns the request off: %+v", scope, w)
		}
	}
}
