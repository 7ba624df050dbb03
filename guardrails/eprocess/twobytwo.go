package eprocess

import "fmt"

// TwoByTwo tests whether visits that were shown offers convert less than visits
// of the control. It bets on several relative drops at once, because the true
// one is not known. It is made by [NewTwoByTwo] and never changes, so it may be
// shared between goroutines.
type TwoByTwo struct {
	drops  []float64
	margin float64
}

// usualDrops reach from what one would like to see to a broken checkout.
var usualDrops = []float64{.05, .10, .20, .40, .70}

// NewTwoByTwo returns the test that tolerates a relative drop of margin, in
// [0, 1). The drops are bet on in equal shares, and count from where the margin
// ends; without any they are 5, 10, 20, 40 and 70 %.
func NewTwoByTwo(margin float64, drops ...float64) (TwoByTwo, error) {
	if !(margin >= 0 && margin < 1) {
		return TwoByTwo{}, fmt.Errorf("eprocess: margin %v: must be in [0, 1)", margin)
	}
	drops, err := grid("drop", drops, usualDrops, 0, 1)
	return TwoByTwo{drops, margin}, err
}

// LogE appends ln E of every drop to dst and returns it: of a visit that was
// treated with probability rho, when theta was the pooled rate before it.
func (t TwoByTwo) LogE(dst []float64, theta, rho float64, treated, converted bool) ([]float64, error) {
	if err := checkVisit(theta, rho); err != nil {
		return dst, err
	}
	for _, g := range t.drops {
		dst = append(dst, t.bet(g, theta, rho).log(treated, converted))
	}
	return dst, nil
}

// Expectation appends E[E] of every drop to dst and returns it, when treated
// visits convert with probability p1 and the control's with p0. Wherever
// p1 ≥ (1−margin)·p0 it is at most 1.
func (t TwoByTwo) Expectation(dst []float64, theta, rho, p1, p0 float64) ([]float64, error) {
	if err := checkTruth(theta, rho, p1, p0); err != nil {
		return dst, err
	}
	for _, g := range t.drops {
		dst = append(dst, t.bet(g, theta, rho).expectation(rho, rates{p1, p0}))
	}
	return dst, nil
}

// bet bets on a drop of g from the margin on. The two rates are such that the
// pooled one is theta; near 1, where no such rates exist, the drop is made
// smaller until they do.
func (t TwoByTwo) bet(g, theta, rho float64) bet {
	const highest = .98
	drop := 1 - (1-g)*(1-t.margin)
	control := theta / (1 - rho*drop)
	if control > highest {
		control, drop = highest, (1-theta/highest)/rho
	}
	if drop <= t.margin {
		return even // such a drop is tolerated: there is no harm to bet on
	}
	return against(rates{(1 - drop) * control, control}, rho, 1-t.margin)
}

func checkVisit(theta, rho float64) error {
	if err := between("pooled rate", theta, 0, 1); err != nil {
		return err
	}
	return between("probability of treatment", rho, 0, 1)
}

func checkTruth(theta, rho, p1, p0 float64) error {
	for _, p := range []float64{p1, p0} {
		if !(p >= 0 && p <= 1) {
			return fmt.Errorf("eprocess: conversion rate %v: must be in [0, 1]", p)
		}
	}
	return checkVisit(theta, rho)
}
