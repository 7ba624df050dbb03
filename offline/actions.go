package offline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What the columns of a policy and of a model begin with. Behind it is the number of
// an action, or a mark and its name.
const (
	policyPrefix = "pe"
	modelPrefix  = "q"
	nameMark     = "_"
)

// marginalName is the policy's probability of a place of a slate: of no action.
const marginalName = "pe_marginal"

// actionColumns finds the columns of a policy and of a model, and the actions that
// they speak of: pe0, pe1, … with q0, q1, …, or pe_NAME with q_NAME. Columns q_NAME
// by themselves may be anything, and are passed over.
func actionColumns(names []string) (policy, model, actions []string, err error) {
	policy, model = series(names, policyPrefix), series(names, modelPrefix)
	for _, name := range names {
		if action, ok := strings.CutPrefix(name, policyPrefix+nameMark); ok && action != "" && name != marginalName {
			actions = append(actions, action)
		}
	}
	if len(actions) == 0 {
		for a := range max(len(policy), len(model)) {
			actions = append(actions, strconv.Itoa(a))
		}
		if len(policy) > 0 && len(model) > 0 && len(policy) != len(model) {
			err = fmt.Errorf("there are %d columns pe and %d columns q, of the same actions", len(policy), len(model))
		}
		return policy, model, actions, err
	}
	if len(policy)+len(model) > 0 {
		return nil, nil, nil, fmt.Errorf("there are columns %s and %s%s%s: actions are numbered or named, not both", slices.Concat(policy, model)[0], policyPrefix, nameMark, actions[0])
	}
	slices.SortFunc(actions, compareNames)
	model, err = modelled(names, actions)
	for _, action := range actions {
		policy = append(policy, policyPrefix+nameMark+action)
	}
	return policy, model, actions, err
}

// modelled are the columns of a model of some actions, which has all of them or none.
func modelled(names, actions []string) (model []string, err error) {
	for _, action := range actions {
		if name := modelPrefix + nameMark + action; slices.Contains(names, name) {
			model = append(model, name)
		} else if err == nil {
			err = fmt.Errorf("there is no column %s, and there are others of a model", name)
		}
	}
	if len(model) == 0 {
		return nil, nil
	}
	return model, err
}

// numbers reports whether actions are the numbers of columns.
func (l *layout) numbers() bool { return len(l.actions) > 0 && l.actions[0] == "0" }

// numbered is an action that a table may write as 3.0 where columns say 3.
func numbered(action string) string {
	if whole, rest, found := strings.Cut(action, "."); found && strings.Trim(rest, "0") == "" {
		return whole
	}
	return action
}

// noAction says what is wrong with an action that columns do not speak of.
func (p *pass) noAction(action string) string {
	if p.layout.numbers() {
		return fmt.Sprintf("must be one of the actions 0 to %d, not %q", len(p.names)-1, clip(action))
	}
	return fmt.Sprintf("must be one of the actions that columns name, not %q: there is no column %s%s%s", clip(action), policyPrefix, nameMark, clip(action))
}
