// Package guardrails decides what may not be shown, and says why in a stable
// code and a sentence that an operator would read.
//
// A cap judges one offer for one request from the customer's own history; each
// lives in a file of its own. Switches are a person's word. Groups set aside
// the visits that others are compared with. Every function is pure: the time,
// the history and the chance are arguments.
//
// It always holds that a guardrail which cannot be evaluated withholds.
package guardrails

import (
	"slices"
	"time"

	"proffer/features"
	"proffer/policy"
)

// A Case is what a cap may know of one request.
type Case struct {
	At         time.Time
	History    *History // of the customer; never nil
	Session    string
	Placement  *policy.Placement
	Signals    features.Values
	Candidates []*policy.Offer // what the conditions left over, to compare with
	Slate      []*policy.Offer // what the slots before this one show
	Proof      Proof           // nil: nothing is known
	Currency   policy.Currency
}

// A Proof says what the evidence promises of an offer, to this customer.
type Proof interface {
	// AcceptsAtLeast is the lower bound of P(accept | shown) at a one-sided level.
	AcceptsAtLeast(o *policy.Offer, level float64) float64
	// RefundsAtMost is the upper bound of P(refund | accepted) at a one-sided level.
	RefundsAtMost(o *policy.Offer, level float64) float64
}

// A Refusal says which guardrail withholds an offer, and why.
type Refusal struct {
	Rule   string // the guardrail's name in the catalogue
	Reason string // stable code
	Detail string // a sentence for a person
}

// ReasonError is the code of a guardrail that could not be evaluated.
const ReasonError = "guardrail_error"

// A Cap is one rule. Refuse returns the reason and the sentence when o must
// not be shown in this case, and an empty reason when this cap does not mind.
type Cap interface {
	Refuse(c *Case, o *policy.Offer) (reason, detail string)
}

// A Set is all guardrails of one catalogue, in the order of the file. It never
// changes, so it may be shared between goroutines.
type Set struct{ rules []rule }

type rule struct {
	name, kind string
	reach      reach
	cap        Cap // nil: declared, but not enforced by this version
}

// Refuse returns the first refusal of o, and whether there is one.
func (s *Set) Refuse(c *Case, o *policy.Offer) (Refusal, bool) {
	for _, r := range s.rules {
		if r.cap == nil || !r.reach.covers(c.Placement, o) {
			continue
		}
		if reason, detail := r.cap.Refuse(c, o); reason != "" {
			return Refusal{Rule: r.name, Reason: reason, Detail: detail}, true
		}
	}
	return Refusal{}, false
}

// A Declared is one guardrail as the catalogue has it.
type Declared struct {
	Name     string
	Type     string
	Enforced bool
}

// Declared are the guardrails of the catalogue, in its order.
func (s *Set) Declared() []Declared {
	all := make([]Declared, len(s.rules))
	for i, r := range s.rules {
		all[i] = Declared{Name: r.name, Type: r.kind, Enforced: r.cap != nil}
	}
	return all
}

// Reach narrows a guardrail to some placements, offers or types of offer; an
// empty list does not narrow.
type reach struct{ placements, offers, types []string }

func (r reach) covers(p *policy.Placement, o *policy.Offer) bool {
	return within(r.placements, p.Name) && within(r.offers, o.ID) && within(r.types, o.Type)
}

func within(list []string, name string) bool {
	return len(list) == 0 || slices.Contains(list, name)
}
