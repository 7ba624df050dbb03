package eprocess

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Settings are the parameters of a [Breaker]. [DefaultSettings] are a beginning
// that suits most; no field has a default of its own.
//
// Several breakers on one surface share a false alarm: either each gets its part
// of Alpha, or all look at the [LogMean] of their evidence.
type Settings struct {
	Alpha float64 // chance of a false alarm within Days, and of ever closing on harm
	Days  int     // the promise: the threshold of harm is Days/Alpha

	Suspect float64 // R from which more control is worth its price
	Calm    float64 // R below which it is no longer

	Dwell        time.Duration // open for so long before the first try, twice as long after each that failed
	LongestDwell time.Duration // and never longer than this
	Harm         float64       // R in a try from which it is given up
	Trial        time.Duration // a try that has not convinced by then is given up

	Advisory bool // it only warns: proof of harm makes it suspect, and nothing opens it

	SuspectControl float64 // share of control visits in suspect
	Probe          float64 // share of visits that take part in a try
	ProbeControl   float64 // share of control among those
}

// DefaultSettings returns the usual parameters, each for its reason.
func DefaultSettings() Settings {
	const day = 24 * time.Hour
	return Settings{
		Alpha: .01, // with a year: one false alarm in a century of a breaker,
		Days:  365, // so that an alarm is believed

		Suspect: 100, // reached by chance with at most 1 % a day, and cheap when it is
		Calm:    30,  // well below Suspect, so that the control's share does not flicker

		Dwell:        day,      // one full daily rhythm
		LongestDwell: 32 * day, // after a month visitors and offers are others
		Harm:         100,      // a try costs little, so little evidence ends it
		Trial:        14 * day, // two weekly rhythms

		SuspectControl: .5, // learns fastest, and spares nearly half of the visits at once
		Probe:          .1, // a tenth of the traffic at risk, half of it in fact
		ProbeControl:   .5, // learns fastest
	}
}

// Validate reports every parameter that makes no sense.
func (s Settings) Validate() error {
	var faults []error
	faults = append(faults, between("alpha", s.Alpha, 0, 1))
	if s.Days < 1 {
		faults = append(faults, fmt.Errorf("eprocess: %d days: must be at least 1", s.Days))
	}
	faults = append(faults,
		between("suspect", s.Suspect, 0, float64(s.Days)/s.Alpha),
		between("calm", s.Calm, 0, s.Suspect),
		between("harm", s.Harm, 1, math.Inf(1)),
		between("suspect control", s.SuspectControl, 0, 1),
		between("probe", s.Probe, 0, 1),
		between("probe control", s.ProbeControl, 0, 1),
	)
	if !(s.Dwell > 0 && s.Dwell <= s.LongestDwell) {
		faults = append(faults, fmt.Errorf("eprocess: dwell %v: must be positive and at most the longest, %v", s.Dwell, s.LongestDwell))
	}
	if s.Trial <= 0 {
		faults = append(faults, fmt.Errorf("eprocess: trial %v: must be positive", s.Trial))
	}
	return errors.Join(faults...)
}

// dwell is how long a breaker stays open after so many tries that failed.
func (s Settings) dwell(failed int) time.Duration {
	d := s.Dwell
	for range failed {
		if d > s.LongestDwell/2 {
			return s.LongestDwell
		}
		d *= 2
	}
	return d
}

// Traffic is what a state does to the visits in its scope. A visit that takes
// part is treated with probability 1−Control, which is the ρ to log; the others
// see no offers and are no evidence.
type Traffic struct {
	TakesPart float64 // share of visits
	Control   float64 // share of control among them
}

// Traffic of a state, when the control has a planned share.
func (s Settings) Traffic(state State, planned float64) Traffic {
	switch state {
	case Closed:
		return Traffic{1, planned}
	case Suspect:
		return Traffic{1, max(planned, s.SuspectControl)}
	case HalfOpen:
		return Traffic{s.Probe, s.ProbeControl}
	}
	return Traffic{} // open, or no state at all: no offers
}
