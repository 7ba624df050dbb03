package breakers

import (
	"slices"

	"proffer/policy"
)

// Share divides what a false alarm may cost, so that the chance that anything is
// ever stopped without a reason is what alpha says, however many rules watch it.
// Of each a rule may spend an equal part: of as many as can stop one offer at one
// placement, where they are most. They need not have their scopes in common: a rule
// of everything stops that offer, too. Advisory ones stop nothing and take no part.
func Share(rules []*Rule, c *policy.Catalogue) {
	stopping := slices.DeleteFunc(slices.Clone(rules), func(r *Rule) bool { return r.settings.Advisory })
	most := map[*Rule]int{}
	for _, p := range c.Placements {
		for i := range c.Offers {
			together := reaching(stopping, p.Name, &c.Offers[i])
			for _, r := range together {
				most[r] = max(most[r], len(together))
			}
		}
	}
	for r, n := range most {
		r.share = 1 / float64(n)
	}
}

// reaching are the rules that can stop an offer at a placement, if it is sold there.
func reaching(rules []*Rule, placement string, o *policy.Offer) (all []*Rule) {
	if !sold(o, placement) {
		return nil
	}
	for _, r := range rules {
		if r.reach.Covers(placement, o.ID, o.Type) {
			all = append(all, r)
		}
	}
	return all
}

// sold reports whether an offer can appear at a placement.
func sold(o *policy.Offer, placement string) bool {
	return len(o.Placements) == 0 || slices.Contains(o.Placements, placement)
}
