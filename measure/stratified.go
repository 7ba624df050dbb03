package measure

import "math"

// fewestOutcomes is how many conversions, and how many visits without one, are to
// be expected of each group before an interval is given (Cochran 1954). With fewer
// the normal law is no guide. It is what is expected, by the share of both groups
// together, and not what came: a group that had to have five would be told of
// only when chance had been kind to it.
const fewestOutcomes = 5

// borrowed is how many visits a group of a placement borrows from the placement
// when its variance is estimated: the square of the normal quantile of 95 %, to
// the next whole number, as Agresti and Coull (1998) borrow from a half. Without
// them a single visit, which deviates from its own mean by nothing, would seem to
// be known exactly.
const borrowed = 4

// compares reports whether both groups have visits.
func (c *contrast) compares() bool { return c.with.n > 0 && c.without.n > 0 }

// shareNear is the share of conversions of a placement, both groups together. It
// borrows too, from all placements.
func (c *contrast) shareNear(overall float64) float64 {
	return (float64(c.with.some+c.without.some) + borrowed*overall) / float64(c.units()+borrowed)
}

// A stratified share is that of one group, put together from the placements.
type stratified struct {
	share, variance float64
	visit           float64 // variance of the share for each unit of variance of a visit
}

// add counts a placement by its weight, where near is the share of both groups.
func (s *stratified) add(weight float64, a *arm, near float64) {
	visits := a.wv * a.wv / a.wwvv // as many of equal weight would say as much (Kish 1965)
	s.share += weight * a.ratio()
	s.variance += weight * weight * a.spread(visits, near) / visits
	s.visit += weight * weight / visits
}

// spread is the variance of a visit's conversion: the squares of the deviations of
// the group's own visits and of those borrowed, over their number less one.
func (a *arm) spread(visits, near float64) float64 {
	mean := (visits*a.ratio() + borrowed*near) / (visits + borrowed)
	own := visits * max(a.wwxx-2*mean*a.wwxv+mean*mean*a.wwvv, 0) / a.wwvv
	lent := borrowed * (near*(1-mean)*(1-mean) + (1-near)*mean*mean)
	return (own + lent) / (visits + borrowed - 1)
}

// tells reports whether enough of both outcomes are to be expected of the group.
func (s *stratified) tells(overall float64) bool {
	return min(overall, 1-overall)/s.visit >= fewestOutcomes
}

// over is the change from another share to this one as a part of the other, its
// interval by the delta method on the logarithm of their quotient.
func (s *stratified) over(other *stratified) *Interval {
	if !(s.share > 0 && other.share > 0) {
		return nil
	}
	change := math.Log(s.share / other.share)
	half := z95 * math.Sqrt(s.variance/(s.share*s.share)+other.variance/(other.share*other.share))
	return &Interval{Estimate: math.Expm1(change), Low: math.Expm1(change - half), High: math.Expm1(change + half)}
}
