package main

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// How the guardrails of a running server stand is a table with every breaker,
// budget and switch, or the server's own document; who is not there, or has no
// key for it, is told so.
func TestGuardrailsList(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir(), "--catalogue", guarded)
	s.override("regret/offer:in-thanks", "open", "it is called back")
	list := func(args ...string) (string, error) {
		out, err := exec.Command("proffer", append([]string{"guardrails", "list"}, args...)...).CombinedOutput()
		return string(out), err
	}
	table, err := list("--server", s.url)
	if err != nil {
		t.Fatalf("%v: %s", err, table)
	}
	for _, want := range []string{
		`breaker +scope +state +since +evidence +proof at +why`,
		`protect +placement:drawer +closed +\S+Z +- +17\.4 +start`, // ln(365 days/1e-5)
		`regret +offer:in-thanks +open +\S+Z +- +17\.4 +local: it is called back`,
		`three +- +0 +3 +offers`,
		`a-month +- +0\.00 USD +250\.50 USD +price`,
	} {
		if !regexp.MustCompile(`(?m)^` + want + `$`).MatchString(table) {
			t.Errorf("no line is %s in\n%s", want, table)
		}
	}
	document, err := list("--server", s.url, "--json")
	if err != nil || !strings.HasPrefix(document, "{\n  \"guardrails\": [") {
		t.Errorf("got %v, %s, want the document", err, document)
	}
	s.stop()
	if gone, err := list("--server", s.url); err == nil || !strings.Contains(gone, "connection refused") {
		t.Errorf("got %v, %s, want that nobody is there", err, gone)
	}
}
