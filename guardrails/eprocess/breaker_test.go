package eprocess

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var (
	start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	quiet = Evidence{Harm: math.Inf(-1)}
)

// A look is one moment of a breaker's life: after how long, at what, and the
// state and reason it is in then.
type look struct {
	after  time.Duration
	see    Evidence
	state  State
	reason Reason
}

func harm(r float64) Evidence   { return Evidence{Harm: math.Log(r)} }
func noHarm(e float64) Evidence { return Evidence{Harm: math.Inf(-1), NoHarm: math.Log(e)} }

// Every arrow between the states is taken for its own reason, and only then.
func TestBreakerMoves(t *testing.T) {
	const day = 24 * time.Hour
	opened := look{time.Hour, harm(36600), Open, ReasonHarm}
	for _, c := range []struct {
		name  string
		looks []look
	}{
		{"nothing seen", []look{{day, quiet, Closed, ReasonStart}}},
		{"suspicion that calms", []look{
			{day, harm(99), Closed, ReasonStart},
			{day, harm(101), Suspect, ReasonSuspicion},
			{day, harm(31), Suspect, ReasonSuspicion},
			{day, harm(29), Closed, ReasonCalm},
		}},
		{"suspicion that was right", []look{
			{day, harm(101), Suspect, ReasonSuspicion},
			{day, harm(36400), Suspect, ReasonSuspicion},
			{day, harm(36600), Open, ReasonHarm},
		}},
		{"harm at once", []look{opened, {day - 1, quiet, Open, ReasonHarm}}},
		{"a try that convinces", []look{opened,
			{day, quiet, HalfOpen, ReasonDwell},
			{day, noHarm(164), HalfOpen, ReasonDwell}, // π²/6/α = 164.49
			{day, noHarm(165), Closed, ReasonNoHarm},
		}},
		{"a try that does harm waits twice as long", []look{opened,
			{day, quiet, HalfOpen, ReasonDwell},
			{day, harm(99), HalfOpen, ReasonDwell},
			{day, harm(101), Open, ReasonHarm},
			{2*day - 1, quiet, Open, ReasonHarm},
			{1, quiet, HalfOpen, ReasonDwell},
			{day, noHarm(657), HalfOpen, ReasonDwell}, // the second try may spend a fourth
			{day, noHarm(659), Closed, ReasonNoHarm},
			opened, // after a good time the dwell is a day again
			{day, quiet, HalfOpen, ReasonDwell},
			{day, noHarm(1480), HalfOpen, ReasonDwell}, // but tries are counted for ever
			{day, noHarm(1481), Closed, ReasonNoHarm},
		}},
		{"a try that proves nothing", []look{opened,
			{day, quiet, HalfOpen, ReasonDwell},
			{14*day - 1, quiet, HalfOpen, ReasonDwell},
			{1, quiet, Open, ReasonUndecided},
		}},
		{"a wrong sample ratio", []look{{day, Evidence{Mismatch: math.Log(99)}, Closed, ReasonStart}, {day, Evidence{Mismatch: math.Log(101)}, Open, ReasonSampleRatio}}},
		{"a wrong sample ratio in a try", []look{opened, {day, quiet, HalfOpen, ReasonDwell}, {day, Evidence{Mismatch: 5}, Open, ReasonSampleRatio}}},
		{"a fault that lasts", []look{
			{day, Evidence{Fault: "no table"}, Open, ReasonFault},
			{9 * day, Evidence{Fault: "no table"}, Open, ReasonFault},
			{day, quiet, HalfOpen, ReasonDwell},
		}},
		{"evidence that is no number", []look{{day, Evidence{Harm: math.NaN()}, Open, ReasonFault}}},
		{"a ratio that is no number", []look{{day, Evidence{Mismatch: math.NaN()}, Open, ReasonFault}}},
		{"evidence of no harm that is no number", []look{{day, Evidence{NoHarm: math.NaN()}, Open, ReasonFault}}},
		{"a clock that went back", []look{opened, {-9 * day, quiet, Open, ReasonHarm}}},
	} {
		t.Run(c.name, func(t *testing.T) { follow(t, DefaultSettings(), NewBreaker(start), c.looks) })
	}
}

// follow lets a breaker look, and fails where it is not in the state and for the
// reason that the looks say.
func follow(t *testing.T, s Settings, b Breaker, looks []look) Breaker {
	t.Helper()
	now := start
	for i, l := range looks {
		now = now.Add(l.after)
		next, changed, why := b.Next(s, now, l.see)
		if next.State != l.state || next.Reason != l.reason {
			t.Fatalf("look %d: got %s for %q, want %s for %q", i, next.State, next.Reason, l.state, l.reason)
		}
		if changed != (b.State != next.State) || changed != (why != "") || changed && (next.Detail != why || !next.Since.Equal(now)) {
			t.Errorf("look %d: changed %v, why %q, %+v", i, changed, why, next)
		}
		b = next
	}
	return b
}

// What a person opened stays open however good the figures and however long it
// takes; a person may let it try or close it, with a name and a reason.
func TestBreakerOverride(t *testing.T) {
	s := DefaultSettings()
	b := must(NewBreaker(start).Override(Open, start, "dana", "wrong price on the bundle"))
	if next, changed, _ := b.Next(s, start.AddDate(1, 0, 0), quiet); changed {
		t.Errorf("what a person opened became %s by itself", next.State)
	}
	tried := must(b.Override(HalfOpen, start, "dana", "price corrected"))
	if next, _, _ := tried.Next(s, start, noHarm(165)); next.State != Closed || next.By != "" {
		t.Errorf("a try begun by a person ended %s by %q, want closed by the figures", next.State, next.By)
	}
	closed := must(b.Override(Closed, start, "dana", "price corrected"))
	want := Breaker{State: Closed, Since: start, Reason: ReasonPerson, Detail: "price corrected", By: "dana", Epoch: 1}
	if diff := cmp.Diff(want, closed); diff != "" {
		t.Errorf("closed by a person (-want +got):\n%s", diff)
	}
	for _, bad := range []struct {
		to         State
		by, reason string
	}{{Open, "", "x"}, {Open, "dana", ""}, {Suspect, "dana", "x"}, {"ajar", "dana", "x"}} {
		if got, err := b.Override(bad.to, start, bad.by, bad.reason); err == nil || got != b {
			t.Errorf("%+v was taken", bad)
		}
	}
}

// A state that is none, as a damaged snapshot may hold, is left for open; it
// and open let no offers through.
func TestBreakerFailsClosed(t *testing.T) {
	for _, state := range []State{"", "ajar"} {
		next, changed, why := Breaker{State: state}.Next(DefaultSettings(), start, quiet)
		if next.State != Open || !changed || !strings.Contains(why, "no state") {
			t.Errorf("%q became %s: %s", state, next.State, why)
		}
		if got := DefaultSettings().Traffic(state, .05); got != (Traffic{}) {
			t.Errorf("%q lets %+v through", state, got)
		}
	}
}

// Each state has its share of control, and a larger planned one is kept.
func TestTraffic(t *testing.T) {
	s := DefaultSettings()
	for _, c := range []struct {
		state   State
		planned float64
		want    Traffic
	}{
		{Closed, .05, Traffic{1, .05}}, {Suspect, .05, Traffic{1, .5}}, {Suspect, .6, Traffic{1, .6}},
		{Open, .05, Traffic{}}, {HalfOpen, .05, Traffic{.1, .5}},
	} {
		if got := s.Traffic(c.state, c.planned); got != c.want {
			t.Errorf("%s planned %v: got %+v, want %+v", c.state, c.planned, got, c.want)
		}
	}
}

// Whatever is seen and said: a breaker lives through JSON unchanged, evidence
// never moves an open one before its dwell, only a try or a person closes what
// was open, and evidence is begun afresh then.
func TestBreakerLaws(t *testing.T) {
	s := DefaultSettings()
	rapid.Check(t, func(rt *rapid.T) {
		b, now := NewBreaker(start), start
		for range rapid.IntRange(1, 60).Draw(rt, "looks") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(20*24*time.Hour)).Draw(rt, "after")))
			was := b
			if rapid.IntRange(0, 9).Draw(rt, "person") == 0 {
				to := rapid.SampledFrom([]State{Open, HalfOpen, Closed}).Draw(rt, "to")
				b = must(b.Override(to, now, "dana", "to see"))
			} else {
				b, _, _ = b.Next(s, now, drawEvidence(rt))
				holdsMove(rt, s, was, b, now)
			}
			if diff := cmp.Diff(b, through(rt, b)); diff != "" {
				rt.Fatalf("JSON changed it (-want +got):\n%s", diff)
			}
		}
	})
}

func drawEvidence(rt *rapid.T) Evidence {
	log := rapid.SampledFrom([]float64{math.Inf(-1), -3, 0, 3.3, 3.5, 4.7, 6, 8, 11, math.Inf(1), math.NaN()})
	return Evidence{
		Harm: log.Draw(rt, "harm"), NoHarm: log.Draw(rt, "no harm"), Mismatch: log.Draw(rt, "mismatch"),
		Fault: rapid.SampledFrom([]string{"", "", "", "no table"}).Draw(rt, "fault"),
	}
}

func holdsMove(rt *rapid.T, s Settings, was, is Breaker, now time.Time) {
	if was.State == Open && is.State != Open && (is.State != HalfOpen || now.Sub(was.Since) < s.Dwell || was.Reason == ReasonPerson) {
		rt.Fatalf("%+v became %+v", was, is)
	}
	if is.State == HalfOpen && was.State != Open && was.State != HalfOpen {
		rt.Fatalf("%s became half open", was.State)
	}
	fresh := is.State != was.State && (is.State == HalfOpen || was.State == HalfOpen && is.State == Closed)
	if fresh != (is.Epoch != was.Epoch) {
		rt.Fatalf("from %s to %s the epoch went from %d to %d", was.State, is.State, was.Epoch, is.Epoch)
	}
}

// through is v written as JSON and read again.
func through[T any](tb rapid.TB, v T) (back T) {
	tb.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	if err := json.Unmarshal(text, &back); err != nil {
		tb.Fatal(err)
	}
	return back
}

// The dwell doubles until the longest, and never overflows.
func TestDwell(t *testing.T) {
	s := DefaultSettings()
	var got []float64
	for _, failed := range []int{0, 1, 4, 5, 6, 1000} {
		got = append(got, s.dwell(failed).Hours()/24)
	}
	if want := []float64{1, 2, 16, 32, 32, 32}; !slices.Equal(got, want) {
		t.Errorf("got %v days, want %v", got, want)
	}
}

// The defaults are valid, and of bad settings every fault is named at once.
func TestSettingsValidate(t *testing.T) {
	if err := DefaultSettings().Validate(); err != nil {
		t.Error(err)
	}
	bad := Settings{Alpha: math.NaN(), Suspect: math.NaN(), Calm: -1, Harm: .5, Probe: 2, Dwell: time.Hour}
	err := bad.Validate()
	for _, want := range []string{"alpha", "days", "suspect", "calm", "harm", "suspect control", "probe", "probe control", "dwell", "trial"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not named by: %v", want, err)
		}
	}
}
