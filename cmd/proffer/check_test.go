package main

import (
	"bytes"
	"os"
	"regexp"
	"testing"
)

// The examples of docs/catalogue.md, put together, are a catalogue that the
// check has nothing to say of, its guardrails included.
func TestCheckOfTheReference(t *testing.T) {
	page, err := os.ReadFile("../../docs/catalogue.md")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	for _, m := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(page, -1) {
		text.Write(m[1])
	}
	got := (&app{in: &text}).check("-")
	if !got.OK || got.unread != nil || len(got.faults)+len(got.warnings) > 0 {
		t.Errorf("check = %v, %v, want neither faults nor warnings:\n%s%s", got.OK, got.unread,
			got.faults.Render("docs/catalogue.md", got.source), got.warnings.Render("docs/catalogue.md", got.source))
	}
}
