package figures

import (
	"fmt"

	"proffer/offline"
)

// preferred are the estimators that speak for all, where they have an interval:
// the first is right when either the propensities or the model are, the second
// needs no model.
var preferred = []string{"dr", "snips"}

// headline is the estimate that answers the question: a preferred one, or the
// first that has an interval, or the first with a value at all.
func (r *Report) headline() (best offline.Estimated, found bool) {
	standing := 0
	for _, x := range r.Judgement.Estimates {
		if s := standingOf(x); s > standing {
			best, standing = x, s
		}
	}
	return best, standing > 0
}

// standingOf is how much an estimate says; 0: nothing.
func standingOf(x offline.Estimated) int {
	switch {
	case !x.Value.Known():
		return 0
	case !x.Lower.Known() || !x.Upper.Known():
		return 1
	}
	for i, name := range preferred {
		if x.Estimator == name {
			return 2 + len(preferred) - i
		}
	}
	return 2
}

// answer is the report in a sentence or two.
func (r *Report) answer() string {
	x, found := r.headline()
	switch {
	case !found && r.Judgement.Refused != "":
		return "This log cannot say."
	case !found:
		return "No estimator that was asked for can say."
	case !x.Lower.Known():
		return fmt.Sprintf("About %s a %s, by %s; there is no interval.", x.Value, r.Judgement.Unit, x.Estimator)
	}
	about := "About"
	if r.Judgement.Refused != "" {
		about = "Not to be relied on: about"
	}
	return about + fmt.Sprintf(" %s a %s, by %s. The %s %% interval (%s) goes from %s to %s. The log itself earned %s%s.",
		x.Value, r.Judgement.Unit, x.Estimator, offline.Figure(100*r.Confidence), x.Interval, x.Lower, x.Upper, r.Judgement.Logged, r.compared(x.Estimator))
}

// compared says how the policy differs from what the log's own choices earned, by
// an estimator or by whichever speaks for it.
func (r *Report) compared(estimator string) string {
	var best offline.Estimated
	for _, x := range r.Judgement.Differences {
		if x.Lower.Known() && (best.Estimator == "" || x.Estimator == estimator) {
			best = x
		}
	}
	if best.Estimator == "" {
		return ", and how sure the difference is was not worked out"
	}
	verdict := "the policy earns more"
	switch {
	case best.Lower <= 0 && best.Upper >= 0:
		verdict = "which of the two is better cannot be told"
	case best.Upper < 0:
		verdict = "the policy earns less"
	}
	return fmt.Sprintf("; the difference is %s, from %s to %s by %s (%s): %s", best.Value, best.Lower, best.Upper, best.Estimator, best.Interval, verdict)
}
