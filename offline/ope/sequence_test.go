package ope

import (
	"math/rand/v2"
	"testing"
)

// From the first round on, and with a look after every one, the sequence misses
// the truth in at most α of the logs, also where one action in two hundred has a
// weight of a hundred; and in the end it says something (.21 and less than .9 wide).
func TestSequence(t *testing.T) {
	rare := toy{logging: [3]float64{.6, .395, .005}, policy: [3]float64{.2, .3, .5}, reward: [3]float64{.3, .5, .8}}
	for _, c := range []struct {
		what  string
		toy   toy
		width float64
	}{{"ordinary weights", plaything, .25}, {"rare and large weights", rare, .9}} {
		const logs, rows, alpha = 300, 3_000, .1
		chance := rand.New(rand.NewPCG(23, 0))
		missed, width := 0, 0.0
		for range logs {
			s, out := NewSequence(alpha, Bounds{MostReward: 1}), false
			for _, r := range c.toy.log(chance, rows) {
				s.Add(r)
				low, high := s.Interval()
				out = out || c.toy.value() < low || c.toy.value() > high
			}
			low, high := s.Interval()
			width += (high - low) / logs
			if out {
				missed++
			}
		}
		if share := float64(missed) / logs; share > alpha {
			t.Errorf("%s: missed in %v of the logs, want %v at most", c.what, share, alpha)
		}
		if width > c.width {
			t.Errorf("%s: after %d rows the sequence is %v wide, want %v at most", c.what, rows, width, c.width)
		}
	}
}

// The bounds follow the unit of the rewards, and never leave their range.
func TestSequenceOfAnyUnit(t *testing.T) {
	unit, money := NewSequence(.05, Bounds{MostReward: 1}), NewSequence(.05, Bounds{LeastReward: -10, MostReward: 30})
	for _, r := range plaything.log(rand.New(rand.NewPCG(3, 1)), 500) {
		unit.Add(r)
		r.Reward = 40*r.Reward - 10
		money.Add(r)
	}
	low, high := unit.Interval()
	gotLow, gotHigh := money.Interval()
	if !near(gotLow, 40*low-10) || !near(gotHigh, 40*high-10) || !(low >= 0 && high <= 1 && low < high) {
		t.Errorf("got %v to %v, want 40 times %v to %v, less 10", gotLow, gotHigh, low, high)
	}
}
