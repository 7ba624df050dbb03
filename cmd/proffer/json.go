package main

import (
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"
)

// jsonFlag declares --json, which asks for one document instead of prose.
func jsonFlag(c *cobra.Command, asked *bool) {
	c.Flags().BoolVar(asked, "json", false, "print one JSON document on standard output and nothing else")
}

// printJSON prints one document, indented for whoever looks at it.
func printJSON(w io.Writer, document any) error {
	text, err := json.Marshal(document, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		return err // and nothing is written: half a document is none
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// readJSON reads one document, of which only what into has a place for matters.
func readJSON(text []byte, into any) error {
	return json.Unmarshal(text, into, json.MatchCaseInsensitiveNames(true))
}

// verbatim is a document that is JSON already.
func verbatim(text []byte) any { return jsontext.Value(text) }
