package measure

import "fmt"

// The bounds that one-sided conversions are told by. A group that reports as many
// as the other is expected to report twenty or more and reports a twentieth of
// them with a probability of at most 5e-8 (Poisson, 1 of 20), and the other's
// twenty keep what is expected from being chance.
const (
	fewestExpected = 20
	nextToNone     = 0.05 // of what is expected
)

// oneSided is a sentence about a group that reports next to no conversions while
// the other reports many. Offers do not do that, in either direction: a report
// that is not sent does, or a checkout that does not work.
func (c *Conversion) oneSided() string {
	switch {
	case c.Control.lacks(&c.Offered):
		return c.Control.missing("visits of the control", "with offers") + ": look whether conversions are reported only where an offer showed."
	case c.Offered.lacks(&c.Control):
		return c.Offered.missing("visits with offers", "in the control") + ": look whether their conversions are reported, and whether their checkout works."
	}
	return ""
}

// lacks reports whether a group has next to none of the conversions that are
// expected of it.
func (t *Turnout) lacks(other *Turnout) bool {
	return t.Expected >= fewestExpected && other.Converted >= fewestExpected && float64(t.Converted) <= nextToNone*t.Expected
}

func (t *Turnout) missing(visits, other string) string {
	return fmt.Sprintf("%d of %d %s have a conversion, and %.0f would as often as %s", t.Converted, t.Visits, visits, t.Expected, other)
}
