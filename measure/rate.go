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

func rateOf(count, of int) Rate { return rateAt(count, of, confidence) }

// rateAt is a rate with the interval of another level.
func rateAt(count, of int, level float64) Rate {
	r := Rate{Count: count, Of: of}
	if of == 0 {
		return r
	}
	k, n := float64(count), float64(of)
	low, high := 0.0, 1.0
	if count > 0 {
		low, _ = bandit.Beta{A: k, B: n - k + 1}.Interval(level)
	}
	if count < of {
		_, high = bandit.Beta{A: k + 1, B: n - k}.Interval(level)
	}
	share := k / n
	r.Share, r.Low, r.High = &share, &low, &high
	return r
}

// below reports whether the rate lies under a bound for certain, at a level of
// confidence or above it.
func (r Rate) below(bound, level float64) bool {
	if r.High == nil || *r.High >= bound { // and so would be any wider interval
		return false
	}
	return *rateAt(r.Count, r.Of, level).High < bound
}
