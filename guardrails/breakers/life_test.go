package breakers_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"proffer/guardrails/breakers"
)

// Refunds over the limit open the breaker of their offer. After the dwell a try
// begins without what was seen before; its accepts are looked at when the window of
// each is over, and close the breaker when enough were kept: 83 of 83, as
// ln(π²/6/.05) is 3.49 and each adds ln((1−p/2)/(1−p)) = .0426 at a limit p of 8 %.
func TestLifeOfARate(t *testing.T) {
	w := newWorld(t, "  - {name: regret, type: refund_rate, max: 8%}\n")
	for range 60 {
		w.accept(0)
	}
	w.pass(0)
	w.wants("regret", kit, breakers.Open, "harm")
	w.wants("regret", set, breakers.Closed, "start")
	w.pass(day - 1)
	w.wants("regret", kit, breakers.Open, "harm")
	w.pass(1)
	w.wants("regret", kit, breakers.HalfOpen, "dwell")
	if got, want := w.standing("regret", kit).Breaker.Detail, "open for 24 hours: try 1 begins"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	for range 82 {
		w.accept(-1)
	}
	w.wantsCounts("regret", kit, "0/82 +82")
	w.pass(time.Hour)
	w.accept(-1)
	w.pass(30*day - 1)
	w.wants("regret", kit, breakers.HalfOpen, "dwell")
	w.pass(1)
	w.wants("regret", kit, breakers.Closed, "no_harm")
	w.wantsCounts("regret", kit, "0/0 +0")
}

// A try that goes wrong opens the breaker again, for twice as long; so does one
// in which too little happens, after the time that it has.
func TestTriesThatFail(t *testing.T) {
	w := newWorld(t, "  - {name: regret, type: refund_rate, max: 8%, window: 10d, dwell: 6h, trial: 20d}\n")
	w.say("regret", kit, breakers.HalfOpen)
	for range 8 {
		w.accept(0)
	}
	w.pass(time.Hour)
	w.wants("regret", kit, breakers.Open, "harm")
	w.pass(12*time.Hour - 1)
	w.wants("regret", kit, breakers.Open, "harm")
	w.pass(1)
	w.wants("regret", kit, breakers.HalfOpen, "dwell")
	w.pass(20*day - 1)
	w.wants("regret", kit, breakers.HalfOpen, "dwell")
	w.pass(1)
	w.wants("regret", kit, breakers.Open, "undecided")
}

// A dwell that is longer than any is by default stays as long after tries that
// failed, also when something is told of the scope meanwhile.
func TestLongDwell(t *testing.T) {
	w := newWorld(t, "  - {name: regret, type: refund_rate, max: 8%, window: 10d, dwell: 60d, trial: 20d}\n")
	w.say("regret", kit, breakers.HalfOpen)
	for range 2 {
		w.pass(20 * day)
		w.wants("regret", kit, breakers.Open, "undecided")
		w.pass(59 * day)
		w.accept(-1)
		w.pass(day - 1)
		w.wants("regret", kit, breakers.Open, "undecided")
		w.pass(1)
		w.wants("regret", kit, breakers.HalfOpen, "dwell")
		if got, want := w.standing("regret", kit).Breaker.Detail, "open for 60 days: try "; !strings.HasPrefix(got, want) {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}

// A try begins with the conversion rate that was learned before it, and with no
// evidence.
func TestATryBeginsWithTheRate(t *testing.T) {
	w := newWorld(t, watched)
	for range 20 {
		w.visit("drawer", .5, true, 0)
		w.visit("drawer", .5, false, 0)
	}
	w.pass(time.Hour)
	learned := w.Save()[0].Visits.Conversion.Pooled.Rate
	w.say("protect", drawer, breakers.HalfOpen)
	got := w.Save()[0].Visits.Trial
	if got.Pooled.Rate != learned || got.Pooled.Count == 0 || got.Visits != 0 || got.LogE != 0 {
		t.Errorf("the try begins with %+v, want the rate of %v and nothing else", got, learned)
	}
	if e := w.standing("protect", drawer).Figures.LogNoHarm; e != nil {
		t.Errorf("ln E of the try is %v before its first visit", *e)
	}
}

// Accepts that still wait when their try has ended are no evidence of it.
func TestATryEndsWithItsState(t *testing.T) {
	w := newWorld(t, "  - {name: regret, type: refund_rate, max: 8%, window: 10d, trial: 20d}\n")
	noHarm := func() *float64 { return w.standing("regret", kit).Figures.LogNoHarm }
	w.say("regret", kit, breakers.HalfOpen)
	w.accept(-1)
	w.pass(10 * day)
	w.accept(-1)
	w.pass(4 * day)
	first := noHarm()
	if first == nil || !(*first > 0) {
		t.Fatalf("after an accept that was kept ln E is %v, want above 0", first)
	}
	w.say("regret", kit, breakers.Open)
	w.pass(10 * day)
	if got := noHarm(); got == nil || *got != *first {
		t.Errorf("ln E of the ended try is %v, want still %v", got, *first)
	}
}

// Visits that were not assigned with their logged probability open the breaker:
// no figure of theirs can be trusted.
func TestSampleRatio(t *testing.T) {
	w := newWorld(t, watched)
	for range 200 {
		w.visit("drawer", .8, true, 0)
	}
	w.pass(time.Hour)
	w.wants("protect", drawer, breakers.Open, "sample_ratio")
	w.wants("regret", kit, breakers.Closed, "start")
}

// A breaker whose figures cannot be had opens and stays open, however long, until
// a person lets it begin afresh.
func TestFaultOpens(t *testing.T) {
	w := newWorld(t, watched)
	w.visit("drawer", .8, true, 0)
	for p := range w.found {
		w.found[p] = breakers.Finding{Rho: math.NaN(), Treated: true}
	}
	w.pass(time.Hour)
	w.wants("protect", drawer, breakers.Open, "fault")
	w.pass(99 * day)
	w.wants("protect", drawer, breakers.Open, "fault")
	w.say("protect", drawer, breakers.Closed)
	w.pass(0)
	w.wants("protect", drawer, breakers.Closed, "person")
}

// Whatever an advisory breaker has seen, and whatever it was before its rule
// became one that only warns, it withholds nothing.
func TestAdvisoryNeverStops(t *testing.T) {
	w := newWorld(t, "  - {name: lively, type: refund_rate, max: 5%}\n  - {name: other, type: refund_rate, max: 5%}\n")
	w.say("lively", kit, breakers.Open)
	w.say("other", kit, breakers.HalfOpen)
	w.adopt("  - {name: lively, type: acceptance_floor, min: 50%}\n  - {name: other, type: acceptance_floor, min: 5%}\n")
	withheld := func() {
		t.Helper()
		if reason, says := w.refuse("drawer", "kit", nil); reason != "" {
			t.Errorf("withheld with %s: %s", reason, says)
		}
	}
	withheld()
	w.pass(0)
	w.wants("lively", kit, breakers.Closed, "calm")
	w.wants("other", kit, breakers.Closed, "calm")
	for range 100 {
		w.visited++
		w.found[breakers.Pending{Decision: w.id(), Offer: "kit"}] = breakers.Finding{Counted: true}
		w.Show(w.id(), "kit", "add_on", "drawer", w.now)
	}
	w.pass(day)
	w.wants("lively", kit, breakers.Suspect, "harm")
	withheld()
	if _, err := w.Override("lively", kit, breakers.Open, w.now, "dana", "a test"); err == nil {
		t.Error("a person opens what only warns")
	}
	w.say("lively", kit, breakers.Closed)
	w.wantsCounts("lively", kit, "0/0 +0")
}
