package offline

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"proffer/offline/ope"
)

// A Check is one figure of the diagnostics as it is read: what it is, and what
// it should be, if anything.
type Check struct{ Name, Value, Wanted string }

// Checks are the diagnostics in the order in which they are looked at.
func Checks(d *ope.Diagnostics) []Check {
	checks := []Check{
		{"rows matched", fmt.Sprint(d.Matched), ""},
		{"effective rows", digits(d.ESS), fmt.Sprintf("%d and %g %% of the matched at least", ope.LeastESS, 100*ope.LeastESSShare)},
		{"mean weight", digits(d.MeanWeight) + " ± " + digits(d.MeanWeightSE), fmt.Sprintf("1, within %g or %d errors", ope.MostMeanOff, ope.MostMeanErrors)},
		{"largest weight", digits(d.MaxWeight), ""},
		{"its share of all", portion(d.LargestShare), fmt.Sprintf("%g %% at most", 100*ope.MostLargestShare)},
		{"share of the top 1 %", portion(d.TopShare), fmt.Sprintf("%g %% at most", 100*ope.MostTopShare)},
		{"support gap", portion(d.SupportGap) + by(d.SupportGapBy), fmt.Sprintf("%g %% at most", 100*ope.MostSupportGap)},
		{"empty cells", portion(d.EmptyCells) + by(d.EmptyCellsBy), fmt.Sprintf("%g %% at most", 100*ope.MostEmptyCells)},
		{"least propensity", digits(d.LeastPropensity), digits(d.PropensityFloor()*float64(d.Rows)) + " / rows at least"},
		{"rows at it", fmt.Sprint(d.FloorHits), ""},
	}
	if m := d.Marginal; m != nil {
		checks = append(checks, Check{"mean marginal weight", digits(m.MeanWeight) + " ± " + digits(m.MeanWeightSE), fmt.Sprintf("1, within %g or %d errors", ope.MostMeanOff, ope.MostMeanErrors)})
	}
	if c := WorstCalibrated(d.Calibration, 1); len(c) > 0 {
		checks = append(checks, Check{"worst calibration",
			fmt.Sprintf("%s ± %s, action %s", digits(c[0].Ratio), digits(c[0].StandardError), c[0].Action),
			fmt.Sprintf("%g at most, or within %d errors of 1", ope.MostCalibration, ope.MostCalibrationError)})
	}
	return checks
}

// Checks are those of the rows that count, and how many do not.
func (d *Diagnostics) Checks() []Check {
	checks := Checks(&d.Diagnostics)
	if l := d.LeftOut; l.All() > 0 {
		value := fmt.Sprintf("%d without a choice, %d without chance, %d immature", l.NoChoice, l.NoChance, l.Immature)
		if l.SkipLearn > 0 {
			value += fmt.Sprintf(", %d with _skipLearn", l.SkipLearn)
		}
		checks = append(checks, Check{"rows left out", value, ""})
	}
	return checks
}

// WorstCalibrated are the so many actions that are furthest from being taken as
// often as their propensities say, measured in standard errors.
func WorstCalibrated(all []ope.Calibration, most int) []ope.Calibration {
	sorted := slices.SortedStableFunc(slices.Values(all), func(a, b ope.Calibration) int { return cmp.Compare(errorsOff(b), errorsOff(a)) })
	return sorted[:min(len(sorted), most)]
}

// errorsOff is how many standard errors an action's ratio is from 1. One that was
// never taken, or always for certain, has no error to measure by.
func errorsOff(c ope.Calibration) float64 {
	if !(c.StandardError > 0) {
		return 0
	}
	return math.Abs(c.Ratio-1) / c.StandardError
}

// String writes a figure with four digits that count.
func (f Figure) String() string {
	if !f.Known() {
		return "-"
	}
	return strconv.FormatFloat(float64(f), 'g', 4, 64)
}

func digits(x float64) string { return Figure(x).String() }

// by says what tells the contexts apart that show a lack.
func by(columns string) string {
	if columns == "" {
		return ""
	}
	return ", by " + columns
}

// portion writes a share of 1 in hundredths, to two decimals at most.
func portion(share float64) string { return digits(math.Round(share*1e4)/1e2) + " %" }
