package eprocess

import (
	"fmt"
	"math"
)

// Counts tests whether bad events, such as tickets or complaints, happen more
// often after treated visits than after the control's. It conditions on the
// event (Lindon and Malek 2022): given that one happened, was it a treated
// visit's more often than ρ says? So it needs no base rate. An event is counted
// once a customer and day. It is made by [NewCounts] and never changes.
type Counts struct {
	rises  []float64
	margin float64
}

// usualRises reach from a quarter more to five times as many.
var usualRises = []float64{.25, .5, 1, 2, 4}

// NewCounts returns the test that tolerates a relative rise of margin ≥ 0. The
// rises are bet on in equal shares, and count from where the margin ends.
func NewCounts(margin float64, rises ...float64) (Counts, error) {
	if !(margin >= 0 && finite(margin)) {
		return Counts{}, fmt.Errorf("eprocess: margin %v: must be finite and not negative", margin)
	}
	rises, err := grid("rise", rises, usualRises, 0, math.Inf(1))
	return Counts{rises, margin}, err
}

// LogE appends ln E of every rise to dst and returns it: of an event that
// followed a visit treated with probability rho. A [Detector] adds them up.
func (c Counts) LogE(dst []float64, rho float64, treated bool) ([]float64, error) {
	if err := between("probability of treatment", rho, 0, 1); err != nil {
		return dst, err
	}
	null := shareOfEvents(rho, 1+c.margin)
	for _, g := range c.rises {
		alt := shareOfEvents(rho, (1+c.margin)*(1+g))
		dst = append(dst, bet{rates{treated: alt}, rates{treated: null}}.log(true, treated))
	}
	return dst, nil
}

// shareOfEvents is the probability that an event is a treated visit's when
// treatment makes it times as frequent.
func shareOfEvents(rho, times float64) float64 { return rho * times / (rho*times + 1 - rho) }
