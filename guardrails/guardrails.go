// Package guardrails decides what may not be shown, and says why in a stable
// code and a sentence that an operator would read.
//
// A cap judges one offer for one request from the customer's own history; each
// lives in a file of its own. Switches are a person's word. Groups set aside
// the visits that others are compared with. Every function is pure: the time,
// the history and the chance are arguments.
//
// Breakers judge an offer by what all customers did, and live in a package of
// their own.
//
// It always holds that a guardrail which cannot be evaluated withholds.
package guardrails

import (
	"fmt"
	"time"

	"proffer/features"
	"proffer/guardrails/breakers"
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
	Ledgers    *Ledgers           // nil: nothing is known of what was spent
	Breakers   *breakers.Breakers // nil: their states are not known
	Probes     []string           // the tries of breakers that this visit takes part in
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
type Set struct {
	rules    []rule
	budgets  []*Budget
	breakers []*breakers.Rule
}

// A rule is either a cap or a breaker.
type rule struct {
	name, kind string
	reach      policy.Reach
	cap        Cap
	breaker    *breakers.Rule
}

// Refuse returns the first refusal of o, and whether there is one.
func (s *Set) Refuse(c *Case, o *policy.Offer) (Refusal, bool) {
	for i := range s.rules {
		if reason, detail := s.rules[i].refuse(c, o); reason != "" {
			return Refusal{Rule: s.rules[i].name, Reason: reason, Detail: detail}, true
		}
	}
	return Refusal{}, false
}

// refuse asks one rule. One that breaks down withholds: a fault of ours must not
// let pass what a working guardrail would have stopped.
func (r *rule) refuse(c *Case, o *policy.Offer) (reason, detail string) {
	defer func() {
		if broken := recover(); broken != nil {
			reason, detail = ReasonError, fmt.Sprintf("it broke down: %v", broken)
		}
	}()
	switch {
	case r.breaker == nil && !r.reach.Covers(c.Placement.Name, o.ID, o.Type):
		return "", ""
	case r.breaker == nil:
		return r.cap.Refuse(c, o)
	case c.Breakers == nil:
		return ReasonError, "its state is not known"
	}
	return c.Breakers.Refuse(r.breaker, c.Placement.Name, o.ID, o.Type, c.Probes)
}

// Budgets are the budgets of the catalogue.
func (s *Set) Budgets() []*Budget { return s.budgets }

// Breakers are the breakers of the catalogue.
func (s *Set) Breakers() []*breakers.Rule { return s.breakers }

// A Declared is one guardrail as the catalogue has it.
type Declared struct {
	Name string
	Type string
}

// Declared are the guardrails of the catalogue, in its order.
func (s *Set) Declared() []Declared {
	all := make([]Declared, len(s.rules))
	for i, r := range s.rules {
		all[i] = Declared{Name: r.name, Type: r.kind}
	}
	return all
}
