package ope

import (
	"fmt"
	"math"
)

// Diagnostics are the figures to look at before any estimate.
type Diagnostics struct {
	Rows            int           `json:"rows"`
	Matched         int           `json:"matched"` // rows whose action the policy could have taken
	ESS             float64       `json:"ess"`     // effective sample size
	MeanWeight      float64       `json:"mean_weight"`
	MeanWeightSE    float64       `json:"mean_weight_se"`
	MaxWeight       float64       `json:"max_weight"`
	LargestShare    float64       `json:"largest_share"`       // of all weight, that of one row
	TopShare        float64       `json:"top_1_percent_share"` // of all weight, that of the heaviest hundredth of the matched rows
	SupportGap      float64       `json:"support_gap"`         // share of the policy's choices that the log could not take there, or never took, and not by chance
	EmptyCells      float64       `json:"empty_cells"`         // share of reachable cells of context × action without a row, and not by chance
	LeastPropensity float64       `json:"least_propensity"`
	FloorHits       int           `json:"floor_hits"` // rows logged with the least propensity
	Calibration     []Calibration `json:"calibration"`
}

// Diagnose sums up what has been counted of a log.
func Diagnose(w *Weights, s *Support) Diagnostics {
	return Diagnostics{
		Rows: w.Rounds, Matched: w.Matched, ESS: w.Effective(),
		MeanWeight: w.Mean(), MeanWeightSE: w.StandardError(), MaxWeight: w.Most,
		LargestShare: w.LargestShare(), TopShare: w.TopShare(.01),
		SupportGap: s.Gap(), EmptyCells: s.EmptyCells(),
		LeastPropensity: s.LeastPropensity, FloorHits: s.AtLeast, Calibration: s.Calibration(),
	}
}

// The thresholds below or above which a log is not asked for estimates. They are
// conventions and not theorems, each chosen so that what passes leaves the
// intervals a chance to be true.
const (
	LeastESS             = 100  // effective rows: a mean of fewer is no normal
	LeastESSShare        = .01  // of the matched rows
	MostLargestShare     = .10  // of all weight in one row
	MostTopShare         = .50  // of all weight in the heaviest hundredth of the matched rows
	MostMeanErrors       = 3    // standard errors that the mean weight may be from 1,
	MostMeanOff          = .03  // unless it is no further than that
	MostSupportGap       = .05  // of the policy's choices
	MostEmptyCells       = .50  // of the cells that the policy can reach
	MostCalibration      = 1.20 // of an action's 1{taken}/p, and
	MostCalibrationError = 4    // standard errors above 1
	LeastExpected        = .1   // rows that a log of this length would hold of its least likely one,
	LeastExpectedOfAll   = .5   // or of all actions together, where that is less: every row could take any of them
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
	n := float64(d.Rows)
	refuse(!(d.ESS >= LeastESS), "The weights leave an effective %.4g rows of %d; fewer than %d say nothing.", d.ESS, d.Rows, LeastESS)
	matched := float64(d.Matched)
	refuse(!(d.ESS >= LeastESSShare*matched), "The weights leave %.2g %% of the matched rows effective, less than %g %%.", 100*d.ESS/matched, 100*LeastESSShare)
	refuse(!(d.LargestShare <= MostLargestShare), "One row has %.3g %% of all weight, more than %g %%: its weight is %.4g.", 100*d.LargestShare, 100*MostLargestShare, d.MaxWeight)
	refuse(!(d.TopShare <= MostTopShare), "The heaviest 1 %% of the matched rows have %.3g %% of all weight, more than %g %%.", 100*d.TopShare, 100*MostTopShare)
	off := math.Abs(d.MeanWeight - 1)
	refuse(!(off <= max(MostMeanOff, MostMeanErrors*d.MeanWeightSE)), "The mean weight is %.4g ± %.2g and must be 1: the logged propensities are not true, or the policy takes what the log could not.", d.MeanWeight, d.MeanWeightSE)
	refuse(!(d.SupportGap <= MostSupportGap), "The policy would take in %.3g %% of the rows what the log never took there, more than %g %%.", 100*d.SupportGap, 100*MostSupportGap)
	refuse(!(d.EmptyCells <= MostEmptyCells), "Of the cells of context × action that the policy can reach, %.3g %% are empty, more than %g %%.", 100*d.EmptyCells, 100*MostEmptyCells)
	refuse(!(d.LeastPropensity >= d.PropensityFloor()), "A row was logged with propensity %.3g, which %d rows would hold %.2g times: it is not true, or it alone decides.", d.LeastPropensity, d.Rows, n*d.LeastPropensity)
	for _, c := range d.Calibration {
		refuse(c.Ratio > MostCalibration && c.Ratio-1 > MostCalibrationError*c.StandardError,
			"Action %s was taken %.3g times as often as its propensities say.", c.Action, c.Ratio)
	}
	return reasons
}
