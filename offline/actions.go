package offline

import (
	"context"
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

// spoken are the actions that columns pe_NAME speak of, if they do. Where columns pe0
// are there, actions are numbered, and others may be anything.
func spoken(names []string) (actions []string) {
	if slices.Contains(names, policyPrefix+"0") {
		return nil
	}
	for _, name := range names {
		if action, ok := strings.CutPrefix(name, policyPrefix+nameMark); ok && action != "" && name != marginalName {
			actions = append(actions, action)
		}
	}
	slices.SortFunc(actions, compareNames)
	return actions
}

// speak reports whether columns pe_NAME are of actions: who evaluates asks for such
// columns, and one is of an action of the first rows.
func (e *Evaluation) speak(ctx context.Context, names []string) bool {
	actions := spoken(names)
	if len(actions) == 0 || e.Catalogue != nil || e.Policy != columnsPolicy && e.Model != modelColumns {
		return false
	}
	l, err := newLayout(e.Table.Name, names, nil, false)
	if err != nil {
		return true // whatever is wrong is said of all columns
	}
	head := e.log(&l)
	if head.Limit == 0 || head.Limit > headRows {
		head.Limit = headRows
	}
	s, err := Look(ctx, head, nil)
	return err != nil || slices.ContainsFunc(actions, func(action string) bool {
		return slices.ContainsFunc(s.Actions, func(a Action) bool { return numbered(a.Name) == numbered(action) })
	})
}

// actionColumns finds the columns of a policy and of a model, and the actions that
// they speak of: pe0, pe1, … with q0, q1, …, or pe_NAME with q_NAME. Columns q_NAME
// by themselves may be anything, and are passed over, as pe_NAME are that do not
// speak of actions.
func (l *layout) actionColumns(names []string) (policy, model []string, err error) {
	policy, model = series(names, policyPrefix), series(names, modelPrefix)
	actions := spoken(names)
	if !l.speaking || len(actions) == 0 {
		for a := range max(len(policy), len(model)) {
			l.actions = append(l.actions, strconv.Itoa(a))
		}
		l.whole = len(l.actions) > 0
		if len(policy) > 0 && len(model) > 0 && len(policy) != len(model) {
			err = fmt.Errorf("there are %d columns pe and %d columns q, of the same actions", len(policy), len(model))
		}
		return policy, model, err
	}
	if len(model) > 0 {
		return nil, nil, fmt.Errorf("there are columns %s and %s%s%s: actions are numbered or named, not both", model[0], policyPrefix, nameMark, actions[0])
	}
	model, err = modelled(names, actions)
	for _, action := range actions {
		policy = append(policy, policyPrefix+nameMark+action)
	}
	l.actions, l.named = actions, true
	if l.whole = !slices.ContainsFunc(actions, func(a string) bool { return !isNumbered(numbered(a), "") }); l.whole {
		for i, action := range actions {
			if actions[i] = numbered(action); i > 0 && actions[i] == actions[i-1] {
				return nil, nil, fmt.Errorf("the columns %s and %s are of one action", policy[i-1], policy[i])
			}
		}
	}
	return policy, model, err
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

// numbered is an action that a table may write as 3.0 where columns say 3.
func numbered(action string) string {
	if whole, rest, found := strings.Cut(action, "."); found && isNumbered(whole, "") && strings.Trim(rest, "0") == "" {
		return whole
	}
	return action
}

// noAction says what is wrong with an action that columns do not speak of.
func (p *pass) noAction(action string) string {
	if !p.layout.named {
		return fmt.Sprintf("must be one of the actions 0 to %d, not %q", len(p.names)-1, clip(action))
	}
	return fmt.Sprintf("must be one of the actions that columns name, not %q: there is no column %s%s%s", clip(action), policyPrefix, nameMark, clip(action))
}
