package guardrails

import (
	"maps"
	"slices"

	"proffer/guardrails/breakers"
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

// Types are the names of all guardrails.
func Types() []string {
	all := slices.Collect(maps.Keys(makers))
	for _, k := range breakers.Kinds() {
		all = append(all, string(k))
	}
	return slices.Sorted(slices.Values(append(all, typeBudget)))
}

// typeBudget is made by name, because what was spent is kept under it.
const typeBudget = "budget"

// Build makes the guardrails that the catalogue declares; faults name what is
// wrong with their settings.
func Build(c *policy.Catalogue) (*Set, policy.Faults) {
	s := &Set{}
	var faults policy.Faults
	for _, g := range c.Guardrails {
		faults = append(faults, s.add(g, c)...)
	}
	breakers.Share(s.breakers, c)
	return s, faults
}

// add makes one guardrail.
func (s *Set) add(g policy.Guardrail, c *policy.Catalogue) policy.Faults {
	r := rule{name: g.Name, kind: g.Type}
	var faults policy.Faults
	if kind := breakers.Kind(g.Type); slices.Contains(breakers.Kinds(), kind) {
		if r.breaker, faults = breakers.New(kind, g, c); len(faults) == 0 {
			s.breakers = append(s.breakers, r.breaker)
		}
		s.rules = append(s.rules, r)
		return faults
	}
	read := g.Settings()
	if read.Enum("type", "", Types(), policy.Required) == "" {
		return read.Faults()
	}
	r.reach = read.Reach()
	if g.Type == typeBudget {
		b := newBudget(g.Name, read, r.reach, c.Offers)
		r.cap, s.budgets = b, append(s.budgets, b)
	} else {
		r.cap = makers[g.Type](read)
	}
	s.rules = append(s.rules, r)
	return read.Done()
}
