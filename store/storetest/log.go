package storetest

import (
	"errors"
	"maps"
	"math"
	"strings"
	"sync"
	"testing"

	"proffer/engine"
)

// Whatever was appended is read back equal, in order and without a gap, and
// Last is the number of the last.
func eventsComeBack(t *testing.T, open Opener) {
	s, _ := open(t)
	if got := s.Last(); got != 0 {
		t.Errorf("last of an empty store is %d, want 0", got)
	}
	Holds(t, s, 1, 0)
	Append(t, s, 1, 500)
	Holds(t, s, 1, 500)
	if got := s.Last(); got != 500 {
		t.Errorf("last is %d, want 500", got)
	}
}

// Only Last+1 is taken. Anything else is an error, changes nothing, and does
// not stop the log.
func outOfTurn(t *testing.T, open Opener) {
	s, _ := open(t)
	Append(t, s, 1, 3)
	for _, seq := range []uint64{0, 1, 3, 5, math.MaxUint64} {
		if err := s.Append(Event(seq))(); err == nil {
			t.Errorf("event %d after event 3 was taken", seq)
		}
	}
	Append(t, s, 4, 4)
	Holds(t, s, 1, 4)
}

// Events(n) begins with event n. Events(0) is Events(1), and beyond the end
// there is nothing.
func eventsFrom(t *testing.T, open Opener) {
	s, _ := open(t)
	Append(t, s, 1, 20)
	for from := uint64(1); from <= 20; from++ {
		Holds(t, s, from, 20)
	}
	for _, c := range []struct{ from, want uint64 }{{0, 20}, {21, 0}, {22, 0}, {math.MaxUint64, 0}} {
		got := uint64(0)
		for _, err := range s.Events(c.from) {
			if err != nil {
				t.Fatal(err)
			}
			got++
		}
		if got != c.want {
			t.Errorf("%d events from %d on, want %d", got, c.from, c.want)
		}
	}
}

// A reader that has enough may stop, and the same sequence may be read again.
func readingStops(t *testing.T, open Opener) {
	s, _ := open(t)
	Append(t, s, 1, 10)
	events := s.Events(1)
	for range 2 {
		got := uint64(0)
		for e, err := range events {
			if err != nil {
				t.Fatal(err)
			}
			if got = e.Seq; got == 4 {
				break
			}
		}
		if got != 4 {
			t.Errorf("stopped at %d, want 4", got)
		}
	}
	Append(t, s, 11, 12)
}

// A reading holds the events that were durable when it began; what is appended
// meanwhile neither disturbs it nor waits for it.
func readingWhileAppending(t *testing.T, open Opener) {
	s, _ := open(t)
	Append(t, s, 1, 100)
	next := uint64(1)
	for e, err := range s.Events(1) {
		if err != nil || e.Seq != next {
			t.Fatalf("read event %d, error %v, want event %d", e.Seq, err, next)
		}
		Append(t, s, 100+next, 100+next)
		next++
	}
	if next != 101 {
		t.Errorf("read %d events, want the 100 that were there", next-1)
	}
	Holds(t, s, 1, 200)
}

// Events that many goroutines append, each in its turn, are all durable when
// their waits return, and stand in the order of their numbers.
func manyAppend(t *testing.T, open Opener) {
	const writers, each = 64, 40
	s, _ := open(t)
	var turn sync.Mutex
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range each {
				turn.Lock()
				seq := s.Last() + 1
				wait := s.Append(Event(seq))
				turn.Unlock()
				if err := wait(); err != nil {
					t.Errorf("event %d: %v", seq, err)
					return
				}
				found := false
				for e, err := range s.Events(seq) {
					found = err == nil && e.Seq == seq
					break
				}
				if !found {
					t.Errorf("event %d cannot be read though its wait returned", seq)
				}
			}
		})
	}
	all.Wait()
	Holds(t, s, 1, writers*each)
}

// What was acknowledged before a store was closed is there when it is opened
// again, as often as one likes, and the log goes on behind it.
func reopening(t *testing.T, open Opener) {
	s, reopen := open(t)
	for round := range uint64(4) {
		Holds(t, s, 1, round*50)
		if got := s.Last(); got != round*50 {
			t.Errorf("last is %d, want %d", got, round*50)
		}
		Append(t, s, round*50+1, round*50+50)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = reopen()
	}
}

// An event may be empty, or far larger than a log usually sees.
func anySize(t *testing.T, open Opener) {
	s, reopen := open(t)
	sizes := []int{0, 1, 63 << 10, 65 << 10, 500_000, 1_100_000, 5 << 20, 10}
	for i, size := range sizes {
		e := engine.Event{Seq: uint64(i) + 1, At: epoch, Catalogue: &engine.CatalogueEvent{Source: strings.Repeat("x", size)}}
		if err := s.Append(e)(); err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for e, err := range reopen().Events(1) {
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(e.Catalogue.Source), sizes[e.Seq-1]; got != want {
			t.Errorf("event %d holds %d bytes, want %d", e.Seq, got, want)
		}
	}
}

// An event that cannot be written has been acted upon already, so its error is
// final; what was acknowledged before stays.
func unencodable(t *testing.T, open Opener) {
	s, reopen := open(t)
	Append(t, s, 1, 5)
	nan := math.NaN()
	bad := engine.Event{Seq: 6, At: epoch, Feedback: &engine.FeedbackEvent{Report: engine.Report{Reward: &nan}}}
	first := s.Append(bad)()
	if first == nil {
		t.Fatal("NaN was stored")
	}
	if err := s.Append(Event(s.Last() + 1))(); !errors.Is(err, first) {
		t.Errorf("after the failure %v an event got %v", first, err)
	}
	s.Close()
	Holds(t, reopen(), 1, 5)
}

// After Close everything reports it, and closing again is nothing.
func closing(t *testing.T, open Opener) {
	s, _ := open(t)
	Append(t, s, 1, 1)
	Save(t, s, map[string][]byte{"a": []byte("1")})
	events := s.Events(1)
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	_, loaded := s.Load("a")
	read := error(nil)
	for _, read = range events {
		break
	}
	for name, err := range map[string]error{
		"append": s.Append(Event(2))(), "events": read, "load": loaded,
		"each": s.Each("", func(string, []byte) error { return nil }),
		"save": s.Save(maps.All(map[string][]byte{"a": nil})),
	} {
		if err == nil {
			t.Errorf("%s of a closed store is no error", name)
		}
	}
}

// What was appended before Close is acknowledged by it.
func closingWrites(t *testing.T, open Opener) {
	s, reopen := open(t)
	var waits []func() error
	for seq := uint64(1); seq <= 200; seq++ {
		waits = append(waits, s.Append(Event(seq)))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, wait := range waits {
		if err := wait(); err != nil {
			t.Fatal(err)
		}
	}
	Holds(t, reopen(), 1, 200)
}
