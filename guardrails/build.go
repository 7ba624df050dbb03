package guardrails

import (
	"maps"
	"slices"

	"proffer/policy"
)

// makers has one entry for every type of cap: a new cap is a new file and a
// new line here.
var makers = map[string]func(*policy.Settings) Cap{
	"first_time_buyer": newFirstTimeBuyer,
	"frequency":        newFrequency,
	"cooldown":         newCooldown,
	"owned":            newOwned,
	"consent":          newConsent,
	"quiet":            newQuiet,
	"quiet_hours":      newQuietHours,
	"discount_share":   newDiscountShare,
	"friction":         newFriction,
	"slate":            newSlate,
}

// planned are the types that the catalogue's language has and this version
// does not enforce. They load, so that one file serves several versions, and
// are reported as not enforced wherever guardrails are shown.
var planned = []string{
	"budget",
	"conversion_drop", "refund_rate", "churn_rate", "ticket_rate", "acceptance_floor",
}

// Types are the names of the guardrails that are enforced.
func Types() []string { return slices.Sorted(maps.Keys(makers)) }

// Build makes the guardrails that the catalogue declares; faults name what is
// wrong with their settings.
func Build(c *policy.Catalogue) (*Set, policy.Faults) {
	s := &Set{}
	var faults policy.Faults
	for _, g := range c.Guardrails {
		r, wrong := build(g)
		faults = append(faults, wrong...)
		s.rules = append(s.rules, r)
	}
	return s, faults
}

func build(g policy.Guardrail) (rule, policy.Faults) {
	r := rule{name: g.Name, kind: g.Type}
	if slices.Contains(planned, g.Type) {
		return r, nil
	}
	s := g.Settings()
	if s.Enum("type", "", append(Types(), planned...), policy.Required) == "" {
		return r, s.Faults()
	}
	r.reach = reach{placements: s.Placements("placements"), offers: s.Offers("offers"), types: s.Types("types")}
	r.cap = makers[g.Type](s)
	return r, s.Done()
}
