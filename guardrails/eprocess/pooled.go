package eprocess

import (
	"fmt"
	"math"
)

// Of the pooled rate: after 2,000 visits a visit weighs half, which follows
// seasons and averages days; the prior counts as 50 visits. The bounds keep
// every alternative that is built on the rate inside (0, 1).
const (
	pooledHalfLife = 2000
	pooledPrior    = 50
	pooledLow      = 1e-4
	pooledHigh     = 0.97
)

var pooledDecay = math.Exp2(-1.0 / pooledHalfLife)

// Pooled is the conversion rate of all visits so far, treated or not, the
// recent ones weighing more. It is used before the visit it is used for is
// counted: an e-value may depend on the past only.
type Pooled struct {
	Rate  float64 `json:"rate"`
	Count float64 `json:"count"` // the visits it is worth
}

// NewPooled returns the rate before the first visit, worth 50 visits.
func NewPooled(prior float64) (Pooled, error) {
	if !(prior >= 0 && prior <= 1) {
		return Pooled{}, fmt.Errorf("eprocess: prior rate %v: must be in [0, 1]", prior)
	}
	return Pooled{Rate: prior, Count: pooledPrior}, nil
}

// Theta is the rate to use, held within [1e-4, 0.97].
func (p Pooled) Theta() float64 { return min(max(p.Rate, pooledLow), pooledHigh) }

// Next returns the rate after one more visit.
func (p Pooled) Next(converted bool) Pooled {
	var y float64
	if converted {
		y = 1
	}
	count := p.Count*pooledDecay + 1
	return Pooled{Rate: p.Rate + (y-p.Rate)/count, Count: count}
}
