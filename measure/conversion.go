package measure

import (
	"maps"
	"math"
	"slices"
)

// A Conversion compares the visits that could see offers with those of the
// control. Both are visits that some offer fitted and whose conversion window has
// passed, outside the holdout, each weighed by one over the logged probability of
// its group.
type Conversion struct {
	Offered    Turnout   `json:"offered"`
	Control    Turnout   `json:"control"`
	Difference *Interval `json:"difference"` // of the shares; nil: too few visits
	Relative   *Interval `json:"relative"`   // the difference as a share of the control's; nil as well
}

// A Turnout is how many visits of a group ended with a conversion.
type Turnout struct {
	Visits    int      `json:"visits"`
	Converted int      `json:"converted"`
	Share     *float64 `json:"share"` // of all visits, had all been in this group; nil without visits in both
	Expected  float64  `json:"-"`     // conversions, had those at each placement converted as the other group's did there
}

// Placements compares visits within each placement. What brings a visit to one
// placement rather than to another is no effect of offers, and says how likely it
// converts: whoever has paid already will not do so again on the page that thanks.
type placements map[string]*contrast

// add counts a visit.
func (p placements) add(placement string, rho float64, offered, converted bool) {
	c := p[placement]
	if c == nil {
		c = &contrast{}
		p[placement] = c
	}
	c.add(rho, offered, float64(one(converted)), 1)
}

// conversion puts the placements together, each by its share of the visits
// (post-stratification). A placement where one group has nobody compares nothing.
func (p placements) conversion() *Conversion {
	var found Conversion
	var all arm // visits that are compared, of both groups
	for _, c := range p {
		found.Offered.count(&c.with)
		found.Control.count(&c.without)
		if c.compares() {
			all.n += c.units()
			all.some += c.with.some + c.without.some
		}
	}
	if all.n == 0 {
		return &found
	}
	var offered, control stratified
	overall := float64(all.some) / float64(all.n)
	for _, name := range slices.Sorted(maps.Keys(p)) { // in one order, for one sum
		if c := p[name]; c.compares() {
			weight, near := float64(c.units())/float64(all.n), c.shareNear(overall)
			offered.add(weight, &c.with, near)
			control.add(weight, &c.without, near)
			found.Offered.Expected += float64(c.with.n) * c.without.ratio()
			found.Control.Expected += float64(c.without.n) * c.with.ratio()
		}
	}
	found.Offered.Share, found.Control.Share = &offered.share, &control.share
	if offered.tells(overall) && control.tells(overall) {
		found.Difference = around(offered.share-control.share, z95*math.Sqrt(offered.variance+control.variance))
		found.Relative = offered.over(&control)
	}
	return &found
}

// count adds the visits of one placement.
func (t *Turnout) count(a *arm) {
	t.Visits += a.n
	t.Converted += a.some
}
