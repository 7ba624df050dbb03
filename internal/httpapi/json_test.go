package httpapi

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What decode refuses names no value of the input, whatever the input is, and
// is never an error that would be ours.
func TestDecodeRefuses(t *testing.T) {
	const secret = "hunter2hunter2"
	for _, text := range []string{
		`"hunter2hunter2"`, `{"trigger":{"x":"hunter2hunter2"}}`, `{"limit":"hunter2hunter2"}`, `{"exclude":"hunter2hunter2"}`,
		`{"trigger":"hunter2hunter2}`, `{"trigger":"` + secret + "\xff" + `"}`, `{"signals":["hunter2hunter2"]}`, `hunter2hunter2`,
		`{"signals":{"a":1,"a":"hunter2hunter2"}}`, `{"limit":9223372036854775808}`, "\x00", `{"":1}`, `{"trigger":"a","trigger":"hunter2hunter2"}`,
	} {
		var q rankRequest
		err := decode([]byte(text), &q)
		var e *refusal
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v, want a refusal", text, err)
			continue
		}
		said, jsonErr := json.Marshal([]any{e.detail, e.faults})
		if jsonErr != nil || strings.Contains(string(said), secret) {
			t.Errorf("%s: got %s, want nothing of the input", text, said)
		}
	}
}

// A name that a caller made up is said back cut, and as valid text.
func TestLongNamesAreCut(t *testing.T) {
	var q rankRequest
	err := decode([]byte(`{"`+strings.Repeat("ü", 5000)+`":1}`), &q)
	var e *refusal
	if !errors.As(err, &e) || len(e.faults) != 1 {
		t.Fatalf("got %v, want a refusal with one fault", err)
	}
	if got := e.faults[0].Field; len(got) > maxField+len("…") || !strings.HasSuffix(got, "ü…") {
		t.Errorf("got a field of %d bytes that ends with %q", len(got), got[len(got)-6:])
	}
}

// Nesting is counted as JSON has it: brackets inside of strings are text.
func TestDepth(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		depth := rapid.IntRange(0, 40).Draw(rt, "depth")
		text, err := json.Marshal(rapid.String().Draw(rt, "text") + `[[[{{{\"`)
		if err != nil {
			rt.Fatal(err)
		}
		nested := strings.Repeat("[", depth) + string(text) + strings.Repeat("]", depth)
		if got := deeper([]byte(nested), maxDepth); got != (depth > maxDepth) {
			rt.Errorf("depth %d: got %v in %s", depth, got, nested)
		}
	})
}

// What is encoded is decoded to the same.
func TestKeyComesBack(t *testing.T) {
	want := Key{ID: "a", Scopes: []Scope{ScopeRank}, Hash: "00", Created: time.Unix(1, 0).UTC()}
	text, err := encode(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Key
	if err := decode(text, &got); err != nil || got.ID != want.ID || !got.Created.Equal(want.Created) {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}
