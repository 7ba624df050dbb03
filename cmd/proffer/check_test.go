package main

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
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

// The faults of guardrails are told beside those of the other sections, each
// once, and a guardrail whose type nobody knows hides no other's.
func TestCheckTellsTheFaultsOfGuardrailsBesideOthers(t *testing.T) {
	got := (&app{in: strings.NewReader(`version: 1
currency: USD
triggers: {added: {moment: cart}}
placements: {drawer: {channel: onsite}}
offers:
  - {id: a, kind: upsell, price: 2, margin: 1, discunt: 5%}
guardrails:
  - {name: f, type: freqency, max: 1}
  - {name: n, type: 4}
  - {name: d, type: conversion_drop, bye: all}
  - {name: r, type: refund_rate, max: 0}
`)}).check("-")
	var fields []string
	for _, f := range got.faults {
		fields = append(fields, f.Path)
	}
	want := []string{"offers[0].discunt", "guardrails[0].type", "guardrails[1].type", "guardrails[2].type", "guardrails[2].bye", "guardrails[3].max"}
	if !slices.Equal(fields, want) {
		t.Errorf("faults at %v, want %v", fields, want)
	}
}
