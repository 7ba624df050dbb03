package measure

import (
	"fmt"
	"math"

	"proffer/guardrails/eprocess"
)

// Balance says whether the groups have the sizes that chance would give them.
type Balance struct {
	Holdout Ratio `json:"holdout"` // customers first seen in the period
	Control Ratio `json:"control"` // visits outside the holdout
}

// A Ratio compares the sizes of two groups with the logged probabilities.
type Ratio struct {
	Offered  int      `json:"offered"`
	Compared int      `json:"compared"`       // in the holdout, or in the control
	Share    *float64 `json:"share"`          // of the compared; nil: nobody
	Expected *float64 `json:"expected_share"` // by what was logged; nil as well
	LogE     float64  `json:"log_e"`          // natural logarithm of the evidence against the logged probabilities
	OK       bool     `json:"ok"`
}

// mismatch is the evidence at which a ratio is taken for wrong: while assignment
// is as logged it is ever reached with a probability of at most 1 %.
var mismatch = math.Log(100)

// A tallyman adds up one ratio.
type tallyman struct {
	evidence eprocess.SampleRatio
	expected float64 // Σ(1−ρ)
	n        [2]int  // compared, offered
}

// add counts a unit that was offered with probability rho. One that could only
// be in one group is not a draw.
func (t *tallyman) add(rho float64, offered bool) (err error) {
	if !(rho > 0 && rho < 1) {
		return nil
	}
	t.expected += 1 - rho
	t.n[one(offered)]++
	t.evidence, err = t.evidence.Next(rho, offered)
	return err
}

func (t *tallyman) ratio() Ratio {
	n := t.n[0] + t.n[1]
	r := Ratio{Offered: t.n[1], Compared: t.n[0], Share: shareOf(t.n[0], n), LogE: t.evidence.LogE, OK: t.evidence.LogE < mismatch}
	if n > 0 {
		expected := t.expected / float64(n)
		r.Expected = &expected
	}
	return r
}

// doubt is the sentence about a ratio that cannot be by chance.
func (r Ratio) doubt(group, units string) string {
	if r.OK {
		return ""
	}
	return fmt.Sprintf("The %s has %d of %d %s where %.1f %% were to be expected: assignment or logging is wrong somewhere, and what is compared with the %s is not to be trusted.",
		group, r.Compared, r.Compared+r.Offered, units, 100**r.Expected, group)
}
