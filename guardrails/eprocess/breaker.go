package eprocess

import (
	"fmt"
	"math"
	"time"

	"proffer/words"
)

// A State says how much traffic a breaker lets through.
type State string

// The states, in the order in which harm leads through them.
const (
	Closed   State = "closed"    // offers as planned
	Suspect  State = "suspect"   // offers to half of the visits, to know soon
	Open     State = "open"      // no offers
	HalfOpen State = "half_open" // offers to a few, to know whether the harm is over
)

// A Reason is the stable code of why a breaker is in its state.
type Reason string

// The reasons.
const (
	ReasonStart       Reason = "start"        // it has never moved
	ReasonSuspicion   Reason = "suspicion"    // harm is likely enough for more control
	ReasonCalm        Reason = "calm"         // it is no longer
	ReasonHarm        Reason = "harm"         // harm is proven
	ReasonSampleRatio Reason = "sample_ratio" // visits were not assigned as logged
	ReasonFault       Reason = "fault"        // the figures cannot be had
	ReasonDwell       Reason = "dwell"        // it was open for long enough to try
	ReasonNoHarm      Reason = "no_harm"      // the try showed that offers do not cost the margin
	ReasonUndecided   Reason = "undecided"    // the try took too long
	ReasonPerson      Reason = "person"       // somebody said so
)

// A Breaker stops offers that do harm and lets them back when they no longer
// do. It is a value: [Breaker.Next] moves it by evidence, [Breaker.Override] by
// the word of a person. In a state that is none of the above it is open.
type Breaker struct {
	State  State     `json:"state"`
	Since  time.Time `json:"since"`
	Reason Reason    `json:"reason"`
	Detail string    `json:"detail,omitempty"` // a sentence with the figures
	By     string    `json:"by,omitempty"`     // the person, where it was one
	Tries  int       `json:"tries"`            // half-open so far, ever: the k of α_k
	Failed int       `json:"failed"`           // tries since it was last closed; each doubles the dwell
	Epoch  int       `json:"epoch"`            // evidence begins afresh whenever this changes
}

// NewBreaker returns a closed breaker.
func NewBreaker(now time.Time) Breaker {
	return Breaker{State: Closed, Since: now, Reason: ReasonStart}
}

// Next returns the breaker after a look at the evidence of its epoch, whether
// it moved, and why in a sentence. Looking more often changes nothing but when
// it is noticed.
func (b Breaker) Next(s Settings, now time.Time, e Evidence) (next Breaker, changed bool, why string) {
	to, reason, why := b.judge(s, now, e)
	if to == b.State {
		return b, false, ""
	}
	return b.move(to, now, reason, why, ""), true, why
}

func (b Breaker) judge(s Settings, now time.Time, e Evidence) (State, Reason, string) {
	reason, why := e.alarm(s.Alpha)
	switch {
	case s.Advisory:
		return b.warn(s, e, reason, why)
	case b.State == Open:
		return b.rest(s, now, e)
	case reason != "":
		return Open, reason, why
	}
	switch b.State {
	case Closed, Suspect:
		return b.watch(s, e)
	case HalfOpen:
		return b.try(s, now, e)
	}
	return Open, ReasonFault, fmt.Sprintf("there is no state %q", b.State)
}

// watch moves between closed, suspect and open by the evidence of harm.
func (b Breaker) watch(s Settings, e Evidence) (State, Reason, string) {
	limit := float64(s.Days) / s.Alpha
	switch {
	case e.Harm >= math.Log(limit):
		return Open, ReasonHarm, "harm is proven: " + figures("R", e.Harm, limit)
	case b.State == Closed && e.Harm >= math.Log(s.Suspect):
		return Suspect, ReasonSuspicion, "harm is suspected: " + figures("R", e.Harm, s.Suspect)
	case b.State == Suspect && e.Harm < math.Log(s.Calm):
		return Closed, ReasonCalm, "harm is no longer suspected: " + figures("R", e.Harm, s.Calm)
	}
	return b.State, "", ""
}

// warn moves between closed and suspect, and only proof counts: a warning that
// costs nobody anything should be worth reading. A breaker that was stopping
// offers when it became one that warns lets go of them.
func (b Breaker) warn(s Settings, e Evidence, alarm Reason, why string) (State, Reason, string) {
	limit := float64(s.Days) / s.Alpha
	switch {
	case b.State != Closed && b.State != Suspect:
		return Closed, ReasonCalm, "it only warns, and stops nothing"
	case b.State == Closed && alarm != "":
		return Suspect, alarm, why
	case b.State == Closed && e.Harm >= math.Log(limit):
		return Suspect, ReasonHarm, "harm is proven: " + figures("R", e.Harm, limit)
	case b.State == Suspect && alarm == "" && e.Harm < math.Log(s.Calm):
		return Closed, ReasonCalm, "harm is no longer suspected: " + figures("R", e.Harm, s.Calm)
	}
	return b.State, "", ""
}

// rest leaves the open state after the dwell, unless the figures still cannot
// be had. What a person opened stays open until a person says otherwise.
func (b Breaker) rest(s Settings, now time.Time, e Evidence) (State, Reason, string) {
	dwell := s.dwell(b.Failed)
	if b.Reason == ReasonPerson || e.Fault != "" || now.Sub(b.Since) < dwell {
		return Open, "", ""
	}
	return HalfOpen, ReasonDwell, fmt.Sprintf("open for %s: try %d begins", words.Span(dwell), b.Tries+1)
}

// try ends a try: with harm, with the proof that there is none, or by time.
func (b Breaker) try(s Settings, now time.Time, e Evidence) (State, Reason, string) {
	alpha, err := AlphaOfTry(s.Alpha, b.Tries)
	switch {
	case err != nil:
		return Open, ReasonFault, err.Error()
	case e.Harm >= math.Log(s.Harm):
		return Open, ReasonHarm, "still harmful: " + figures("R", e.Harm, s.Harm)
	case e.NoHarm >= -math.Log(alpha):
		return Closed, ReasonNoHarm, "no longer harmful: " + figures("E", e.NoHarm, 1/alpha)
	case now.Sub(b.Since) >= s.Trial:
		return Open, ReasonUndecided, "undecided after " + words.Span(s.Trial)
	}
	return HalfOpen, "", ""
}

// move enters a state. A try, and what follows it, begins evidence afresh; a
// suspicion goes on with the evidence that raised it.
func (b Breaker) move(to State, now time.Time, reason Reason, why, by string) Breaker {
	next := Breaker{State: to, Since: now, Reason: reason, Detail: why, By: by, Tries: b.Tries, Failed: b.Failed, Epoch: b.Epoch}
	switch to {
	case HalfOpen:
		next.Tries, next.Epoch = b.Tries+1, b.Epoch+1
	case Open:
		if b.State == HalfOpen {
			next.Failed++
		}
	case Closed:
		next.Failed = 0
		if b.State != Suspect || by != "" {
			next.Epoch++
		}
	}
	return next
}

// Afresh returns the breaker when it is to look at another test: its evidence
// begins afresh and its state remains. A try that was under way is over then, and
// the next begins, so no two bodies of evidence may close it at one α_k.
func (b Breaker) Afresh(now time.Time) Breaker {
	b.Epoch++
	if b.State != HalfOpen {
		return b
	}
	b.Since, b.Tries = now, b.Tries+1
	if b.By == "" {
		b.Detail = fmt.Sprintf("another test: try %d begins", b.Tries)
	}
	return b
}

// Override moves the breaker by the word of a person, who must be named and
// give a reason. A person may open it, which then lasts until a person says
// otherwise, let it try, or close it, which forgets the evidence.
func (b Breaker) Override(to State, now time.Time, by, reason string) (Breaker, error) {
	if by == "" || reason == "" {
		return b, fmt.Errorf("eprocess: override: needs who (%q) and why (%q)", by, reason)
	}
	switch to {
	case Open, HalfOpen, Closed:
		return b.move(to, now, ReasonPerson, reason, by), nil
	}
	return b, fmt.Errorf("eprocess: override to %q: a person may open, half_open or close", to)
}
