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
}

// fewestOutcomes is how many conversions, and how many visits without one, each
// group has before an interval is given. With fewer the normal law is no guide.
const fewestOutcomes = 5

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
	total := 0
	for _, c := range p {
		found.Offered.count(&c.with)
		found.Control.count(&c.without)
		total += c.comparable()
	}
	if total == 0 {
		return &found
	}
	var offered, control stratified
	for _, name := range slices.Sorted(maps.Keys(p)) { // in one order, for one sum
		if c := p[name]; c.comparable() > 0 {
			weight := float64(c.comparable()) / float64(total)
			offered.add(weight, &c.with)
			control.add(weight, &c.without)
		}
	}
	found.Offered.Share, found.Control.Share = &offered.share, &control.share
	if found.Offered.tells() && found.Control.tells() {
		found.Difference = around(offered.share-control.share, z95*math.Sqrt(offered.variance+control.variance))
		found.Relative = offered.over(control)
	}
	return &found
}

// comparable is how many visits a placement has, if both groups have any.
func (c *contrast) comparable() int {
	if c.with.n == 0 || c.without.n == 0 {
		return 0
	}
	return c.units()
}

// count adds the visits of one placement.
func (t *Turnout) count(a *arm) {
	t.Visits += a.n
	t.Converted += a.some
}

// tells reports whether a group has enough of both outcomes.
func (t Turnout) tells() bool {
	return t.Converted >= fewestOutcomes && t.Visits-t.Converted >= fewestOutcomes
}

// A stratified share is put together from those of the placements.
type stratified struct{ share, variance float64 }

func (s *stratified) add(weight float64, a *arm) {
	s.share += weight * a.ratio()
	s.variance += weight * weight * a.variance()
}

// over is the change from another share to this one as a part of the other, its
// interval by the delta method on the logarithm of their quotient.
func (s stratified) over(other stratified) *Interval {
	if !(s.share > 0 && other.share > 0) {
		return nil
	}
	change := math.Log(s.share / other.share)
	half := z95 * math.Sqrt(s.variance/(s.share*s.share)+other.variance/(other.share*other.share))
	return &Interval{Estimate: math.Expm1(change), Low: math.Expm1(change - half), High: math.Expm1(change + half)}
}
