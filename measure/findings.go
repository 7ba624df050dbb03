package measure

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Finding is what an operator should do something about, in a sentence. One that
// an interval supports is told at 95 % of the total, and of the rows at
// 95 % for all of them together (Bonferroni), so that a long table has no more
// false findings than a short one.
type Finding struct {
	Code     string               `json:"code"` // stable
	Key      map[Dimension]string `json:"key"`  // of the row; empty: the total
	Sentence string               `json:"sentence"`
}

// The codes of findings.
const (
	NearZero      = "acceptance_near_zero" // what is offered is irrelevant or badly timed
	TooAggressive = "too_aggressive"       // revenue is up and conversion down
	LessConverts  = "conversion_down"      // conversion is down, and nothing is earned for it
	LosesMoney    = "net_value_negative"   // accepts cost more than they bring
	Immature      = "immature"             // most refunds can still come
	Mismatch      = "sample_ratio_mismatch"
	OneSided      = "one_sided_conversions" // one group reports next to no conversions, and the other many
)

// The bounds that findings are told by.
const (
	nearZero    = 0.01 // acceptance that no relevant offer has: a fifth of what is usual
	fewestYoung = 10   // accepts, of which fewer mature soon anyway
	mostlyYoung = 0.5  // of the accepts
)

// findings are those of the total and of every row.
func findings(r *Report) []Finding {
	found := []Finding{}
	for _, doubt := range []string{
		r.SampleRatio.Holdout.doubt("holdout", "customers"), r.SampleRatio.Control.doubt("control", "visits"),
	} {
		if doubt != "" {
			found = append(found, Finding{Mismatch, map[Dimension]string{}, doubt})
		}
	}
	found = append(found, r.Total.findings(r, confidence)...)
	each := 1 - (1-confidence)/float64(max(len(r.Rows), 1))
	for i := range r.Rows {
		found = append(found, r.Rows[i].findings(r, each)...)
	}
	return found
}

// findings are what one row says, at a level.
func (row *Row) findings(r *Report, level float64) (found []Finding) {
	tell := func(code, sentence string, args ...any) {
		found = append(found, Finding{code, row.Key, row.name() + ": " + fmt.Sprintf(sentence, args...)})
	}
	if row.Acceptance.below(nearZero, level) {
		tell(NearZero, "acceptance is near zero (%d of %d seen, at most %.1f %%): what is offered is irrelevant or badly timed.",
			row.Accepted, row.Seen, 100**row.Acceptance.High)
	}
	if c := row.Conversion; c != nil && r.SampleRatio.Control.OK {
		switch sentence := c.oneSided(); {
		case sentence != "":
			tell(OneSided, "%s", sentence)
		case c.Difference.negative(level):
			row.tellConversion(tell)
		}
	}
	if row.Each.negative(level) {
		tell(LosesMoney, "an accept loses %.2f %s on average (at least %.2f), after refunds, churn and tickets.",
			-row.Each.Estimate, r.Currency, -row.Each.High)
	}
	if len(row.Key) == 0 && row.Accepted >= fewestYoung && *row.Refund.PendingShare > mostlyYoung {
		tell(Immature, "%.0f %% of the accepts are still inside their refund window: refunds will rise, and net figures fall.",
			100**row.Refund.PendingShare)
	}
	return found
}

// tellConversion says what goes with a conversion that is down.
func (row *Row) tellConversion(tell func(code, sentence string, args ...any)) {
	d := row.Conversion.Difference
	drop := fmt.Sprintf("conversion is down by %.1f points (%.1f to %.1f)", -100*d.Estimate, -100*d.High, -100*d.Low)
	if row.Net.Amount > 0 {
		tell(TooAggressive, "offers brought in revenue while %s: the placement is too aggressive.", drop)
		return
	}
	tell(LessConverts, "%s, and offers brought in nothing for it.", drop)
}

// name is what a sentence calls the row.
func (row *Row) name() string {
	if len(row.Key) == 0 {
		return "Overall"
	}
	var parts []string
	for _, d := range slices.Sorted(maps.Keys(row.Key)) {
		parts = append(parts, string(d)+" "+cmp.Or(row.Key[d], "(none)"))
	}
	return strings.Join(parts, ", ")
}
