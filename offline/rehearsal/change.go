package rehearsal

import (
	"slices"

	"proffer/engine"
)

// A Change says how what is shown differs.
type Change string

// The changes.
const (
	Same    Change = "same"
	Other   Change = "other_offer" // or the same in another order
	NowNone Change = "now_none"
	NowSome Change = "now_some"
)

// A Step is the step of a decision at which two ways part. What differs later
// follows from it.
type Step string

// The steps, in the order of a decision.
const (
	AtGroup       Step = "group"         // another group was drawn, or the shares are others
	AtEligibility Step = "eligibility"   // other candidates, or other conditions and switches
	AtGuardrails  Step = "guardrails"    // a guardrail withheld in one and not in the other
	AtDraw        Step = "probabilities" // the same offers could be shown, and another was drawn
)

// Steps are all of them.
func Steps() []Step { return []Step{AtGroup, AtEligibility, AtGuardrails, AtDraw} }

// Changes count decisions by what has changed.
type Changes struct {
	Same    int          `json:"same"`
	Other   int          `json:"other_offer"`
	NowNone int          `json:"now_none"`
	NowSome int          `json:"now_some"`
	At      map[Step]int `json:"at"` // the changed ones, by where the two ways part
}

// A changed decision is how it changed, and where.
type changed struct {
	kind Change
	at   Step
}

func (c *Changes) add(one changed) {
	switch one.kind {
	case Same:
		c.Same++
		return
	case Other:
		c.Other++
	case NowNone:
		c.NowNone++
	case NowSome:
		c.NowSome++
	}
	if c.At == nil {
		c.At = map[Step]int{}
	}
	c.At[one.at]++
}

func compare(was, is *engine.Decision) changed {
	before, now := offersOf(was), offersOf(is)
	switch {
	case slices.Equal(before, now):
		return changed{kind: Same}
	case len(now) == 0:
		return changed{NowNone, part(was, is)}
	case len(before) == 0:
		return changed{NowSome, part(was, is)}
	}
	return changed{Other, part(was, is)}
}

// part is the first step at which two ways of one request differ.
func part(was, is *engine.Decision) Step {
	switch {
	case was.Group != is.Group:
		return AtGroup
	case !slices.EqualFunc(was.Candidates, is.Candidates, sameEligibility):
		return AtEligibility
	}
	for slot := range max(len(was.Slots), len(is.Slots)) + 1 {
		if !slices.EqualFunc(was.Candidates, is.Candidates, sameGuard(slot)) {
			return AtGuardrails
		}
		if slot >= len(was.Slots) || slot >= len(is.Slots) || was.Slots[slot].Offer != is.Slots[slot].Offer {
			break
		}
	}
	return AtDraw
}

// sameEligibility compares what happened to a candidate before the guardrails.
func sameEligibility(a, b engine.Candidate) bool {
	early := func(c engine.Candidate) engine.Stage {
		if c.Stage == engine.StageGuardrail {
			return ""
		}
		return c.Stage
	}
	return a.Offer == b.Offer && early(a) == early(b)
}

// sameGuard compares whether a guardrail withheld a candidate from one slot.
func sameGuard(slot int) func(a, b engine.Candidate) bool {
	withheld := func(c engine.Candidate) bool { return c.Stage == engine.StageGuardrail && c.Slot == slot }
	return func(a, b engine.Candidate) bool { return withheld(a) == withheld(b) }
}
