package eprocess

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// However a breaker is moved, by evidence, by a person or by another test: no two
// bodies of evidence may close it at the same α_k, so what all its tries may spend
// adds up to α.
func TestEachTrySpendsItsOwnAlpha(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, now, b := DefaultSettings(), start, NewBreaker(start)
		spent, alphas := map[int]int{}, 0. // the epoch of each try
		for range rapid.IntRange(1, 40).Draw(rt, "moves") {
			now = now.Add(time.Duration(rapid.IntRange(0, 40).Draw(rt, "days")) * 24 * time.Hour)
			before := b
			switch rapid.IntRange(0, 2).Draw(rt, "by") {
			case 0:
				seen := rapid.SampledFrom([]float64{-1, 0, 5, 99}).Draw(rt, "log R")
				b, _, _ = b.Next(s, now, Evidence{Harm: seen, Mismatch: math.Inf(-1), NoHarm: -seen})
			case 1:
				b = must(b.Override(rapid.SampledFrom([]State{Open, HalfOpen, Closed}).Draw(rt, "to"), now, "dana", "a test"))
			case 2:
				b = b.Afresh(now)
				if b.State != before.State || b.Epoch != before.Epoch+1 {
					rt.Fatalf("another test makes %+v of %+v", b, before)
				}
			}
			if b.State != HalfOpen {
				continue
			}
			epoch, known := spent[b.Tries]
			if known && epoch != b.Epoch {
				rt.Fatalf("try %d is that of epoch %d and of epoch %d", b.Tries, epoch, b.Epoch)
			}
			if !known {
				alphas += must(AlphaOfTry(s.Alpha, b.Tries))
			}
			spent[b.Tries] = b.Epoch
		}
		if alphas > s.Alpha {
			rt.Fatalf("%d tries may spend %v, over %v", len(spent), alphas, s.Alpha)
		}
	})
}

// Another test in the middle of a try gives the next one all of its time, and what
// a person said of the state stands.
func TestAnotherTestIsAnotherTry(t *testing.T) {
	later := start.Add(24 * time.Hour)
	byDwell := Breaker{State: HalfOpen, Since: start, Reason: ReasonDwell, Detail: "open for 24 hours: try 2 begins", Tries: 2, Failed: 1, Epoch: 5}
	want := byDwell
	want.Since, want.Detail, want.Tries, want.Epoch = later, "another test: try 3 begins", 3, 6
	if got := byDwell.Afresh(later); got != want {
		t.Errorf("after a dwell: %+v, want %+v", got, want)
	}
	byPerson := byDwell
	byPerson.Reason, byPerson.Detail, byPerson.By = ReasonPerson, "new bottles", "dana"
	want = byPerson
	want.Since, want.Tries, want.Epoch = later, 3, 6
	if got := byPerson.Afresh(later); got != want {
		t.Errorf("by a person's word: %+v, want %+v", got, want)
	}
	byHarm := Breaker{State: Open, Since: start, Reason: ReasonHarm, Tries: 2, Failed: 1, Epoch: 5}
	want = byHarm
	want.Epoch = 6
	if got := byHarm.Afresh(later); got != want {
		t.Errorf("while open: %+v, want %+v", got, want)
	}
}
