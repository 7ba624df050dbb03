package httpapi

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"proffer/engine"
)

// A field that was sent and does not fit is named, and nothing else is asked for
// in its place; one that was not sent is asked for.
func TestAlternativesOfABadFieldAreNotAskedFor(t *testing.T) {
	missing := &engine.Invalid{Fields: []engine.FieldError{{Field: "decision_id", Problem: "or order_id or customer_id is required for a churn"}}}
	for _, tc := range []struct {
		bad  string
		want int
	}{{"events[0].customer_id", 1}, {"events[0].note", 2}, {"events[1].customer_id", 2}} {
		e := refuseFields([]fault{{Field: tc.bad, Detail: "must be a string"}})
		if e.complete("events[0].", missing); len(e.faults) != tc.want {
			t.Errorf("with %s bad: %v, want %d faults", tc.bad, e.faults, tc.want)
		}
	}
}

// Who writes offer means offer_id.
func TestMeantIsTheID(t *testing.T) {
	if got := meant("offer", []string{"order_id", "offer_id", "type"}); got != " (did you mean offer_id?)" {
		t.Errorf("got %q", got)
	}
}

// A list is the same with commas and in several parameters.
func TestQueryList(t *testing.T) {
	for text, want := range map[string][]string{"": nil, "by=": {""}, "by=offer": {"offer"}, "by=offer,segment": {"offer", "segment"}, "by=offer&by=segment": {"offer", "segment"}} {
		values, err := url.ParseQuery(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&query{Values: values}).list("by"); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

// What is wrong with a key file is said by its lines, in words for who wrote it.
func TestKeyFileFaultsArePlain(t *testing.T) {
	_, err := ParseKeyring([]byte("nonsense\n{\"id\": 3}\n"), nil)
	if err == nil || strings.Contains(err.Error(), "httpapi") || strings.Contains(err.Error(), "malformed") {
		t.Errorf("got %v, want the lines without words of the program", err)
	}
	if plain := errors.New("as it was"); !errors.Is(plainly(plain), plain) {
		t.Error("an error that is no refusal was changed")
	}
}

// A parameter that a path does not have is refused, also where there is but one.
func TestAnUnknownParameterIsRefused(t *testing.T) {
	c := &call{Request: httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/decisions/d-1?rplay=true", http.NoBody)}
	var e *refusal
	if _, err := (&api{}).decision(c); !errors.As(err, &e) || len(e.faults) != 1 || e.faults[0].Field != "rplay" {
		t.Errorf("got %v, want rplay to be refused", err)
	}
}
