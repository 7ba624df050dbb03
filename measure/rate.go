package measure

import "proffer/bandit"

// confidence of every interval in a report.
const confidence = 0.95

// A Rate is how often something happened out of how often it could have, with
// the interval of Clopper and Pearson (1934), which covers the truth at least as
// often as it says. It takes every case for independent of the others.
type Rate struct {
	Count int      `json:"count"`
	Of    int      `json:"of"`
	Share *float64 `json:"share"` // nil, as are the bounds, when it could not have happened
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

func rateOf(count, of int) Rate {
	r := Rate{Count: count, Of: of}
	if of == 0 {
		return r
	}
	k, n := float64(count), float64(of)
	low, high := 0.0, 1.0
	if count > 0 {
		low, _ = bandit.Beta{A: k, B: n - k + 1}.Interval(confidence)
	}
	if count < of {
		_, high = bandit.Beta{A: k + 1, B: n - k}.Interval(confidence)
	}
	share := k / n
	r.Share, r.Low, r.High = &share, &low, &high
	return r
}

// below reports whether the whole interval lies under a bound.
func (r Rate) below(bound float64) bool { return r.High != nil && *r.High < bound }
