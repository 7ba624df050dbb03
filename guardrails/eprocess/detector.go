package eprocess

import (
	"fmt"
	"math"
	"slices"
)

// A Detector is an e-detector of the Shiryaev–Roberts kind (Shin, Ramdas and
// Rinaldo 2023): on the first observation of every day each bet is opened once
// more with a stake of 1, R ← R+1, and every observation multiplies all that is
// staked, R ← R·E. A change is found by the stakes placed just before it, so a
// long good time costs nothing. While there is no harm the expectation of R is
// at most the number of days, and P(R ever reaches D/α within D days) ≤ α.
type Detector struct {
	Day  int       `json:"day"`            // the latest day seen
	Days int       `json:"days"`           // days on which a stake was placed
	Logs []float64 `json:"logs,omitempty"` // ln R of each bet; none before the first day
}

// Next returns the detector after one observation, given ln E of every bet. A
// day that is over does not begin again: what comes late counts on the latest
// day, so no more stakes are placed than there were days.
func (d Detector) Next(day int, logE []float64) (Detector, error) {
	if len(logE) == 0 || len(d.Logs) > 0 && len(d.Logs) != len(logE) {
		return d, fmt.Errorf("eprocess: %d factors for a detector of %d bets", len(logE), len(d.Logs))
	}
	for _, e := range logE {
		if !finite(e) {
			return d, fmt.Errorf("eprocess: log factor %v: must be finite", e)
		}
	}
	next := d.begin(day, len(logE))
	for i, e := range logE {
		next.Logs[i] += e
	}
	return next, nil
}

// begin returns a copy, with one more stake when a day begins.
func (d Detector) begin(day, bets int) Detector {
	if len(d.Logs) == 0 {
		return Detector{Day: day, Days: 1, Logs: make([]float64, bets)} // ln(0+1) = 0
	}
	d.Logs = slices.Clone(d.Logs)
	if day <= d.Day {
		return d
	}
	d.Day, d.Days = day, d.Days+1
	for i, l := range d.Logs {
		d.Logs[i] = logOnePlus(l)
	}
	return d
}

// LogR is ln of the mean of the bets, and −Inf before the first observation.
func (d Detector) LogR() float64 { return LogMean(d.Logs...) }

// Threshold is ln(days/alpha): what LogR reaches within so many days without
// harm has a probability of at most alpha. A year at 1 % makes it ln 36500.
func Threshold(days int, alpha float64) (float64, error) {
	if days < 1 {
		return 0, fmt.Errorf("eprocess: %d days: must be at least 1", days)
	}
	if err := between("alpha", alpha, 0, 1); err != nil {
		return 0, err
	}
	return math.Log(float64(days) / alpha), nil
}
