// Package storetest is the contract of a store, as laws that every
// implementation must pass: the one on disk, the one in memory, and any other
// that keeps a log and an archive for the engine.
package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
)

// A Store is what the engine is given, and an end.
type Store interface {
	engine.Log
	engine.Archive
	Close() error
}

// An Opener makes an empty store and says how to open it again after it was
// closed. It closes what it opened when the test ends.
type Opener func(t *testing.T) (s Store, reopen func() Store)

// Run holds a store against the contract.
func Run(t *testing.T, open Opener) {
	for name, law := range map[string]func(*testing.T, Opener){
		"events come back as they were, in order":           eventsComeBack,
		"an event out of turn is refused and harmless":      outOfTurn,
		"events from any number on":                         eventsFrom,
		"reading may stop anywhere":                         readingStops,
		"what is being read does not change":                readingWhileAppending,
		"many may append at once":                           manyAppend,
		"reopening finds everything acknowledged":           reopening,
		"events of any size":                                anySize,
		"an event that has no encoding is the end":          unencodable,
		"a closed store refuses":                            closing,
		"closing writes what waits":                         closingWrites,
		"what was never saved is nil":                       neverSaved,
		"each comes in order, under its prefix":             eachInOrder,
		"a save replaces, adds and deletes":                 saveReplaces,
		"a save that fails changes nothing":                 saveFails,
		"while a save goes on everyone sees the one before": saveIsolated,
		"a save may be larger than any transaction":         saveIsLarge,
		"any sequence of saves is a map":                    savesAreAMap,
	} {
		t.Run(strings.ReplaceAll(name, ",", ""), func(t *testing.T) { law(t, open) })
	}
}

var epoch = time.Date(2026, 1, 2, 3, 4, 5, 678_000_000, time.UTC)

// Event is the event of a number; equal numbers make equal events. Most are
// small, and every 500th is larger than what a database likes to keep in line.
func Event(seq uint64) engine.Event {
	repeated := int(seq % 7)
	if seq%500 == 499 {
		repeated = 10_000
	}
	return engine.Event{
		Seq: seq, At: epoch.Add(time.Duration(seq) * time.Second),
		Switch: &engine.SwitchEvent{
			Scope: fmt.Sprintf("offer:number-%d", seq), State: engine.Off,
			Reason: strings.Repeat("ü \"quoted\" \x00 ", repeated), By: "operator",
		},
	}
}

// Append appends the events with numbers from and to, and all between, and
// waits for all of them.
func Append(t testing.TB, s engine.Log, from, to uint64) {
	t.Helper()
	var waits []func() error
	for seq := from; seq <= to; seq++ {
		waits = append(waits, s.Append(Event(seq)))
	}
	for i, wait := range waits {
		if err := wait(); err != nil {
			t.Fatalf("event %d: %v", from+uint64(i), err)
		}
	}
}

// Holds fails the test unless the events from number from on are exactly those
// up to number to.
func Holds(t testing.TB, s engine.Log, from, to uint64) {
	t.Helper()
	next := from
	for e, err := range s.Events(from) {
		if err != nil {
			t.Fatalf("event %d: %v", next, err)
		}
		if diff := cmp.Diff(Event(next), e); diff != "" {
			t.Fatalf("event %d (-want +got):\n%s", next, diff)
		}
		next++
	}
	if next != to+1 {
		t.Fatalf("events from %d on end with %d, want %d", from, next-1, to)
	}
}
