package engine

import (
	"time"

	"proffer/features"
)

// Group says which comparison group a visit belongs to.
type Group string

// The groups.
const (
	Treatment Group = "treatment"
	Holdout   Group = "holdout"  // customers who never see offers
	Control   Group = "control"  // visits without offers, drawn afresh
	Baseline  Group = "baseline" // visits served by the rules
)

// Reason says in one word how a decision came about.
type Reason string

// The reasons. They are stable: logs and dashboards are keyed by them.
const (
	Split       Reason = "SPLIT"        // drawn from the distribution
	Rules       Reason = "RULES"        // a strategy without chance
	HeldOut     Reason = "HOLDOUT"      // the customer is in the holdout
	Controlled  Reason = "CONTROL"      // the visit is in the control
	Based       Reason = "BASELINE"     // the visit is served by the rules, for comparison
	NoEligible  Reason = "NO_ELIGIBLE"  // no offer fits this trigger, placement and moment
	Withheld    Reason = "WITHHELD"     // guardrails took every offer that fitted
	SwitchedOff Reason = "SWITCHED_OFF" // a person switched off what was asked for
	Fallback    Reason = "FALLBACK"     // Proffer could not decide; nothing was logged or learned
)

// Stage is the step of a decision at which a candidate was removed.
type Stage string

// The stages; a survivor has none.
const (
	StageExclude   Stage = "exclude"   // by the request
	StageSwitch    Stage = "switch"    // by a person
	StageCondition Stage = "condition" // by the offer's own rule
	StageGuardrail Stage = "guardrail" // by a cap or a breaker
)

// A Decision is the answer to one request and all that is needed to explain
// it, to make it again and to evaluate it offline.
type Decision struct {
	ID            string          `json:"id"`
	Request       Request         `json:"request"`
	At            time.Time       `json:"at"`
	Seed          uint64          `json:"seed,string"`    // as text: a double would round it
	Position      uint64          `json:"position"`       // sequence number of the last event folded before it
	PolicyVersion string          `json:"policy_version"` // of the catalogue it was made under
	Encoding      string          `json:"encoding"`       // version of the feature encoding
	Group         Group           `json:"group"`
	Treated       float64         `json:"treated"` // ρ: the probability that this visit was not in the control
	FirstOfVisit  bool            `json:"first_of_visit,omitzero"`
	Segment       string          `json:"segment,omitzero"`
	Features      features.Vector `json:"features"`
	Strategy      string          `json:"strategy,omitzero"`
	OPE           string          `json:"ope,omitzero"` // exact: propensities are probabilities; none: chosen without chance
	Reason        Reason          `json:"reason"`
	Showable      bool            `json:"showable,omitzero"`   // some offer passed everything for the first slot; the holdout is not asked
	Candidates    []Candidate     `json:"candidates,omitzero"` // every offer of this trigger and placement
	Slots         []Slot          `json:"slots,omitzero"`      // one a drawn slot, the last may show none
}

// A Candidate is an offer that this trigger and placement could have shown.
type Candidate struct {
	Offer  string `json:"offer"`
	Stage  Stage  `json:"stage,omitzero"`  // where it was removed
	Rule   string `json:"rule,omitzero"`   // name of the guardrail, or scope of the switch
	Reason string `json:"reason,omitzero"` // stable code
	Detail string `json:"detail,omitzero"` // the sentence for a person
	Slot   int    `json:"slot,omitzero"`   // how many slots were drawn before a guardrail removed it
	Score  *Score `json:"score,omitzero"`  // nil when it was removed before
}

// A Score is what the posteriors said of one candidate, in major units of the
// currency (or in the unit of the reward), posterior_scale applied.
type Score struct {
	Accept   float64 `json:"accept"`    // mean of P(accept | shown, x), within [0,1]
	AcceptSD float64 `json:"accept_sd"` // its posterior standard deviation
	Kept     float64 `json:"kept"`      // expected worth of an accept after regret
	Mean     float64 `json:"mean"`      // expected net value
	SD       float64 `json:"sd"`
	FlatMean float64 `json:"flat_mean"` // the same without context
	FlatSD   float64 `json:"flat_sd"`
}

// A Slot is one draw: the distribution over what could be shown, and what was.
type Slot struct {
	Offer      string    `json:"offer,omitzero"` // empty: none was drawn
	Propensity float64   `json:"propensity"`     // of what was drawn, given the slots before
	Offers     []string  `json:"offers"`         // the candidates of this draw
	P          []float64 `json:"p"`              // their probabilities; one more, the last, for none
}

// Shown are the offers of a decision, best slot first.
func (d *Decision) Shown() []Slot {
	n := len(d.Slots)
	if n > 0 && d.Slots[n-1].Offer == "" {
		n--
	}
	return d.Slots[:n]
}

// Candidate finds a candidate by its offer.
func (d *Decision) Candidate(offer string) *Candidate {
	for i := range d.Candidates {
		if d.Candidates[i].Offer == offer {
			return &d.Candidates[i]
		}
	}
	return nil
}
