package ope

import "math"

// A Weighing is what importance weights say of a log.
type Weighing struct {
	Rows         int     `json:"rows"`
	Matched      int     `json:"matched"` // rows whose action the policy could have taken
	ESS          float64 `json:"ess"`     // effective sample size
	MeanWeight   float64 `json:"mean_weight"`
	MeanWeightSE float64 `json:"mean_weight_se"`
	MaxWeight    float64 `json:"max_weight"`
	LargestShare float64 `json:"largest_share"`       // of all weight, that of one row
	TopShare     float64 `json:"top_1_percent_share"` // of all weight, that of the heaviest hundredth of the matched rows
}

// Weighing sums up the weights that were counted.
func (w *Weights) Weighing() Weighing {
	return Weighing{
		Rows: w.Rounds, Matched: w.Matched, ESS: w.Effective(),
		MeanWeight: w.Mean(), MeanWeightSE: w.StandardError(), MaxWeight: w.Most,
		LargestShare: w.LargestShare(), TopShare: w.TopShare(.01),
	}
}

// refuse says what is wrong with weights of such a name.
func (w *Weighing) refuse(refuse func(when bool, format string, args ...any), name string) {
	matched := float64(w.Matched)
	refuse(!(w.ESS >= LeastESS), "The %ss leave an effective %.4g rows of %d; fewer than %d say nothing.", name, w.ESS, w.Rows, LeastESS)
	refuse(!(w.ESS >= LeastESSShare*matched), "The %ss leave %.2g %% of the matched rows effective, less than %g %%.", name, 100*w.ESS/matched, 100*LeastESSShare)
	refuse(!(w.LargestShare <= MostLargestShare), "One row has %.3g %% of all %s, more than %g %%: its %s is %.4g.", 100*w.LargestShare, name, 100*MostLargestShare, name, w.MaxWeight)
	refuse(!(w.TopShare <= MostTopShare), "The heaviest 1 %% of the matched rows have %.3g %% of all %s, more than %g %%.", 100*w.TopShare, name, 100*MostTopShare)
	off := math.Abs(w.MeanWeight - 1)
	refuse(!(off <= max(MostMeanOff, MostMeanErrors*w.MeanWeightSE)), "The mean %s is %.4g ± %.2g and must be 1: the logged propensities are not true, or the policy takes what the log could not.", name, w.MeanWeight, w.MeanWeightSE)
}
