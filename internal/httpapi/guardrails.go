package httpapi

import "proffer/measure"

type watchReply struct {
	Guardrails []guardrailReply `json:"guardrails"`
	Breakers   []breakerReply   `json:"breakers"`
	Budgets    []budgetReply    `json:"budgets"`
	Switches   []switchReply    `json:"switches"`
	Groups     groupsReply      `json:"groups"`
	Costs      *measure.Costs   `json:"costs,omitzero"` // when they were asked for
}

// A guardrailReply is one guardrail of the catalogue.
type guardrailReply struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Withheld int    `json:"withheld"` // offers so far, over all restarts
}

// A groupsReply is the shares of the comparison groups.
type groupsReply struct {
	Holdout  float64 `json:"holdout"`
	Control  float64 `json:"control"`
	Baseline float64 `json:"baseline"`
}

func (a *api) guardrails(c *call) (reply, error) {
	costs, err := a.costs(c)
	if err != nil {
		return reply{}, err
	}
	w := a.service.Guardrails()
	re := watchReply{
		Guardrails: make([]guardrailReply, len(w.Declared)), Switches: switchReplies(w.Switches),
		Costs:  costs,
		Groups: groupsReply{Holdout: w.Groups.Holdout, Control: w.Groups.Control, Baseline: w.Groups.Baseline},
	}
	re.Breakers, re.Budgets = breakerReplies(w.Breakers), budgetReplies(w.Budgets, a.service.Catalogue().Currency.Code)
	for i, g := range w.Declared {
		re.Guardrails[i] = guardrailReply{Name: g.Name, Type: g.Type, Withheld: w.Withheld[g.Name]}
	}
	return replyJSON(re)
}
