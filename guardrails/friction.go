package guardrails

import (
	"fmt"
	"slices"

	"proffer/policy"
)

// friction allows the easiest ways to accept only where the fit is proven: as
// many accept, and as few give it back, as the evidence can promise.
type friction struct {
	frictions []string
	minAccept float64
	maxRefund float64
	level     float64 // of the one-sided bounds
}

func newFriction(s *policy.Settings) Cap {
	words := []string{string(policy.OneClick), string(policy.Confirm), string(policy.Form), string(policy.FullCheckout)}
	f := friction{
		frictions: s.Enums("frictions", words),
		minAccept: s.Share("min_accept"),
		maxRefund: s.Share("max_refund", policy.Or(1.0)),
		level:     s.Share("level", policy.Or(0.9)),
	}
	if len(f.frictions) == 0 {
		f.frictions = words[:1]
	}
	if !(f.level > 0.5 && f.level < 1) {
		s.Fault("level", "must lie between 50% and 100%", "")
	}
	if f.minAccept == 0 && f.maxRefund == 1 {
		s.Fault("type", "asks for no proof", "give it min_accept or max_refund")
	}
	return f
}

func (f friction) Refuse(c *Case, o *policy.Offer) (reason, detail string) {
	if !slices.Contains(f.frictions, string(o.Friction)) {
		return "", ""
	}
	if c.Proof == nil {
		return ReasonError, "nothing is known of how often it is accepted and refunded"
	}
	if f.minAccept > 0 {
		if least := c.Proof.AcceptsAtLeast(o, f.level); !(least >= f.minAccept) {
			return "friction", fmt.Sprintf("%.1f%% accept it at least, with %g%% certainty; %s needs %.4g%%", 100*max(least, 0), 100*f.level, o.Friction, 100*f.minAccept)
		}
	}
	if f.maxRefund < 1 {
		if most := c.Proof.RefundsAtMost(o, f.level); !(most <= f.maxRefund) {
			return "friction", fmt.Sprintf("up to %.1f%% give it back, with %g%% certainty; %s allows %.4g%%", 100*min(most, 1), 100*f.level, o.Friction, 100*f.maxRefund)
		}
	}
	return "", ""
}
