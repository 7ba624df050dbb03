package ope

import "fmt"

// Diagnostics are the figures to look at before any estimate.
type Diagnostics struct {
	Weighing
	Marginal        *Weighing     `json:"marginal,omitzero"`       // of the marginal weights of places, where they are weighed besides the others
	SupportGap      float64       `json:"support_gap"`             // share of the policy's choices that the log could not take there, or never took, and not by chance
	SupportGapBy    string        `json:"support_gap_by,omitzero"` // what tells the contexts apart that show it
	EmptyCells      float64       `json:"empty_cells"`             // share of reachable cells of context × action without a row, and not by chance
	EmptyCellsBy    string        `json:"empty_cells_by,omitzero"` // what tells these contexts apart
	LeastPropensity float64       `json:"least_propensity"`
	FloorHits       int           `json:"floor_hits"` // rows logged with the least propensity
	Calibration     []Calibration `json:"calibration"`
}

// Diagnose sums up what has been counted of a log.
func Diagnose(w *Weights, s *Support) Diagnostics {
	lacking := s.Lacking()
	return Diagnostics{
		Weighing:   w.Weighing(),
		SupportGap: lacking.Choices.Share, SupportGapBy: lacking.Choices.Where,
		EmptyCells: lacking.Cells.Share, EmptyCellsBy: lacking.Cells.Where,
		LeastPropensity: s.LeastPropensity, FloorHits: s.AtLeast, Calibration: s.calibration(lacking),
	}
}

// The thresholds below or above which a log is not asked for estimates. They are
// conventions and not theorems, each chosen so that what passes leaves the
// intervals a chance to be true.
const (
	LeastESS             = 100                 // effective rows: a mean of fewer is no normal
	LeastESSShare        = .01                 // of the matched rows
	MostLargestShare     = .10                 // of all weight in one row
	MostTopShare         = .50                 // of all weight in the heaviest hundredth of the matched rows
	MostMeanErrors       = 3                   // standard errors that the mean weight may be from 1,
	MostMeanOff          = .03                 // unless it is no further than that
	MostSupportGap       = .05                 // of the policy's choices
	MostEmptyCells       = .50                 // of the cells that the policy can reach
	MostCalibration      = 1.20                // of an action's 1{taken}/p, and
	LeastCalibration     = 1 / MostCalibration // of what the policy would take of an action, weighed, and
	MostCalibrationError = 4                   // standard errors from 1
	LeastExpected        = .1                  // rows that a log of this length would hold of its least likely one,
	LeastExpectedOfAll   = .5                  // or of all actions together, where that is less: every row could take any of them
)

// PropensityFloor is the least propensity that a log of this length may hold.
func (d Diagnostics) PropensityFloor() float64 {
	return min(LeastExpected, LeastExpectedOfAll/float64(len(d.Calibration))) / float64(d.Rows)
}

// Refusal is why no policy should be ranked on this log, a sentence for each
// reason. None: the estimates may be read.
func (d Diagnostics) Refusal() (reasons []string) {
	refuse := func(when bool, format string, args ...any) {
		if when {
			reasons = append(reasons, fmt.Sprintf(format, args...))
		}
	}
	d.refuse(refuse, "weight")
	if d.Marginal != nil {
		d.Marginal.refuse(refuse, "marginal weight")
	}
	refuse(!(d.SupportGap <= MostSupportGap), "The policy would take in %.3g %% of the rows what the log never took there, more than %g %%%s.", 100*d.SupportGap, 100*MostSupportGap, by(d.SupportGapBy))
	refuse(!(d.EmptyCells <= MostEmptyCells), "Of the cells of context × action that the policy can reach, %.3g %% are empty, more than %g %%%s.", 100*d.EmptyCells, 100*MostEmptyCells, by(d.EmptyCellsBy))
	refuse(!(d.LeastPropensity >= d.PropensityFloor()), "A row was logged with propensity %.3g, which %d rows would hold %.2g times: it is not true, or it alone decides.", d.LeastPropensity, d.Rows, float64(d.Rows)*d.LeastPropensity)
	for _, c := range d.Calibration {
		refuse(c.Ratio > MostCalibration && c.Ratio-1 > MostCalibrationError*c.StandardError,
			"Action %s was taken %.3g times as often as its propensities say.", c.Action, c.Ratio)
		refuse(c.Weighed < LeastCalibration && 1-c.Weighed > MostCalibrationError*c.WeighedError,
			"The weights of action %s are %.3g times what the policy would take of it: its propensities are stated too large, or the policy takes it where the log could not.", c.Action, c.Weighed)
	}
	return reasons
}

// by says what tells contexts apart, if anything does.
func by(view string) string {
	if view == "" {
		return ""
	}
	return "; a context is told by " + view
}
