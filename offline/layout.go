package offline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A layout is which columns of a table play which part in an evaluation, as far
// as their names tell.
type layout struct {
	columns  Columns // their context: where, then policy, then model, then customer
	where    int     // columns that say where a row was: its position and its signals
	policy   int     // columns pe0, pe1, …: the evaluated policy's probabilities
	model    int     // columns q0, q1, …: what a model predicts for each action
	customer bool    // the last column names the customer
}

// The names of columns, the plain table's first and then the Open Bandit Dataset's.
var (
	actionNames     = []string{"action", "item_id"}
	rewardNames     = []string{"reward", "click"}
	customerNames   = []string{"customer", "customer_id"}
	propensityNames = []string{"pscore", "propensity_score", "propensity"}
)

const positionName = "position"

// userFeature is what the Open Bandit Dataset begins the names of signals with.
const userFeature = "user_feature_"

// newLayout finds the columns by name.
func newLayout(table string, names []string) (l layout, err error) {
	find := func(role string, known []string) string {
		for _, name := range known {
			if slices.Contains(names, name) {
				return name
			}
		}
		if err == nil {
			err = fmt.Errorf("%s: there is no column for the %s: it is called %s", table, role, strings.Join(known, " or "))
		}
		return ""
	}
	l.columns.Action = find("action", actionNames)
	l.columns.Reward = find("reward", rewardNames)
	l.columns.Propensity = find("propensity", propensityNames)
	var where []string
	for _, name := range names {
		if name == positionName || numbered(name, "x") || strings.HasPrefix(name, userFeature) {
			where = append(where, name)
		}
	}
	policy, model := series(names, "pe"), series(names, "q")
	l.where, l.policy, l.model = len(where), len(policy), len(model)
	l.columns.Context = slices.Concat(where, policy, model)
	for _, name := range customerNames {
		if !l.customer && slices.Contains(names, name) {
			l.customer, l.columns.Context = true, append(l.columns.Context, name)
		}
	}
	if err == nil && l.policy > 0 && l.model > 0 && l.policy != l.model {
		err = fmt.Errorf("%s: there are %d columns pe and %d columns q, of the same actions", table, l.policy, l.model)
	}
	return l, err
}

// numbered reports whether a name is a prefix and a number, as x0 is.
func numbered(name, prefix string) bool {
	text, ok := strings.CutPrefix(name, prefix)
	_, err := strconv.ParseUint(text, 10, 16)
	return ok && err == nil
}

// series are the columns prefix0, prefix1, … as far as they go without a gap.
func series(names []string, prefix string) (found []string) {
	for i := 0; ; i++ {
		name := prefix + strconv.Itoa(i)
		if !slices.Contains(names, name) {
			return found
		}
		found = append(found, name)
	}
}

// actions is the number of actions that columns speak of, numbered from 0; 0 when
// the log's own names are all that is known of them.
func (l *layout) actions() int { return max(l.policy, l.model) }
