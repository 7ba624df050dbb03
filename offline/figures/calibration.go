package figures

import (
	"fmt"

	"proffer/offline"
	"proffer/offline/ope"
)

// mostCalibrated is how many actions a figure has room for.
const mostCalibrated = 30

// deviations is how many standard errors the bars of a calibration reach to
// either side: 95 % of a normal.
const deviations = 1.96

// calibration draws how often actions were taken, over how often their
// propensities say. Of many, the worst are shown.
func (r *Report) calibration() (Figure, error) {
	worst := offline.WorstCalibrated(r.Judgement.Diagnostics.Calibration, mostCalibrated)
	all := make([]reach, len(worst))
	for i, c := range worst {
		half := deviations * c.StandardError
		all[i] = reach{name: c.Action, value: c.Ratio, low: c.Ratio - half, high: c.Ratio + half}
	}
	p, height := reaches(all, "taken, over what the propensities say", 1)
	return render(p, height, "calibration", "Calibration of the propensities", fmt.Sprintf(
		"For each action the mean of 1/p over the rows that took it, counted over all rows, with its 95 %% interval; the dashed line is 1. The furthest is %s.", furthest(worst)))
}

// furthest names the first of the worst calibrated.
func furthest(worst []ope.Calibration) string {
	if len(worst) == 0 {
		return "none"
	}
	return fmt.Sprintf("action %s, at %s", worst[0].Action, offline.Figure(worst[0].Ratio))
}
