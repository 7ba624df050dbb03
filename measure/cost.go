package measure

import (
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"proffer/engine"
)

// Costs are what the guardrails withheld in a period, and what that is believed
// to have cost or saved.
type Costs struct {
	From       time.Time `json:"from,omitzero"` // absent: from the first decision on
	To         time.Time `json:"to,omitzero"`   // not included; absent: up to the last
	At         time.Time `json:"at,omitzero"`   // of the last event of the log; absent: the log is empty
	Currency   string    `json:"currency"`
	Basis      string    `json:"basis"` // a sentence: how far these figures can be believed
	Decisions  int       `json:"decisions"`
	Total      Cost      `json:"total"` // of all guardrails together, which is not the sum of each alone
	Guardrails []Cost    `json:"guardrails"`
}

// A Cost is what one guardrail did.
type Cost struct {
	Guardrail string    `json:"guardrail"` // empty: all together
	Withheld  int       `json:"withheld"`  // candidates
	Unscored  int       `json:"unscored"`  // of those, candidates of which nothing was believed; what they cost is not known
	Decisions int       `json:"decisions"` // in which it withheld any
	Changed   int       `json:"changed"`   // of those, decisions in which one of them could have been shown
	Shows     float64   `json:"shows"`     // how many of them would have been shown, expected
	Forgone   *Interval `json:"forgone"`   // net value not earned, in major units or the unit of the reward; negative: saved; nil: nothing was withheld that a belief was about
}

// beliefsOnly is what every reader of costs must know.
const beliefsOnly = "Values are what was believed when each decision was made, and not what happened: " +
	"what is withheld is never seen. An error in the belief about an offer is taken to be the same in all decisions."

// GuardrailCosts says what the guardrails cost in a period. The dimensions of the
// question do not matter here.
func GuardrailCosts(ctx context.Context, past Past, q Question) (*Costs, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	found := &Costs{From: q.From, To: q.To, At: past.At(), Currency: q.Currency.Code, Basis: beliefsOnly, Guardrails: []Cost{}}
	accounts := map[string]*account{}
	err := each(ctx, past, q.From, q.To, func(s *engine.Story) error {
		found.Decisions++
		withheld, err := s.Decision.Withheld(s.Policy)
		for i := range withheld {
			w := &withheld[i]
			if accounts[w.Rule] == nil {
				accounts[w.Rule] = &account{shared: map[string]float64{}}
			}
			accounts[w.Rule].add(w, s.Decision.ID)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, rule := range slices.Sorted(maps.Keys(accounts)) {
		cost := accounts[rule].cost(rule)
		if rule == "" {
			found.Total = cost
		} else {
			found.Guardrails = append(found.Guardrails, cost)
		}
	}
	return found, nil
}

// An account is the sums behind a cost.
type account struct {
	Cost
	forgone float64
	scored  bool
	shared  map[string]float64 // by offer: Σ shift of probability × deviation of the belief
	last    string             // decision that was counted last
	changes bool               // and counted as changed
}

// add counts one draw. The draws of a decision follow each other.
func (a *account) add(w *engine.Withholding, decision string) {
	if a.last != decision {
		a.Decisions++
		a.last, a.changes = decision, false
	}
	if w.Shows > 0 && !a.changes {
		a.Changed++
		a.changes = true
	}
	a.Withheld += w.Offers
	a.Unscored += w.Unscored
	a.Shows += w.Shows
	a.forgone += w.Nothing
	a.scored = a.scored || w.Offers > w.Unscored
	for _, s := range w.Shifts {
		a.forgone += s.P * s.Mean
		a.shared[s.Offer] += s.P * s.SD
	}
}

// cost says what the sums say. The beliefs about one offer come from the same
// outcomes, so their errors add up; those about two offers are independent.
func (a *account) cost(rule string) Cost {
	c := a.Cost
	c.Guardrail = rule
	if !a.scored {
		return c
	}
	variance := 0.0
	for _, offer := range slices.Sorted(maps.Keys(a.shared)) {
		variance += a.shared[offer] * a.shared[offer]
	}
	c.Forgone = around(a.forgone, z95*math.Sqrt(variance))
	return c
}
