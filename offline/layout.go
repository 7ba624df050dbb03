package offline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"proffer/engine"
)

// A layout is which columns of a table play which part in an evaluation, as far
// as their names tell.
type layout struct {
	columns Columns // their context: where, then policy, then model, then each of the others
	where   int     // columns that say where a row was: its position and its signals
	policy  int     // columns pe0, pe1, … or pe_NAME: the evaluated policy's probabilities
	model   int     // columns q0, q1, … or q_NAME: what a model predicts for each action

	actions  []string // that columns speak of; none: the log's own names are all that is known of them
	speaking bool     // columns pe_NAME speak of actions
	named    bool     // such columns are there
	whole    bool     // all actions are whole numbers, which a table may write as 3.0

	// The places of single columns in the context, −1 for one that is not there.
	customer   int
	taken      int // the policy's probability of the action that was taken
	candidates int // what could be chosen, with its probabilities
	none       int // the probability of choosing nothing
	features   int // what was known, by name
	ope        int // none: the choice was made without chance
	matured    int // false: its outcome is still open
	skip       int // true: whoever logged it wants nothing learned from it
	decision   int // rows of one decision share it

	// Of a place in a slate whatever the others are; else probabilities are given the places before.
	marginal      int // the logged probability of the action taken
	takenMarginal int // the policy's

	catalogue *engine.Policy // that decides the rows; nil: another policy
	told      map[string]int // what it learns from
	signals   map[string]int // columns that say where a row was, by their names

	columnNames []string // all of the table's
	declared    []string // the catalogue's signals
}

// The names of columns, the plain table's first and then the Open Bandit Dataset's.
var (
	actionNames     = []string{"action", "item_id"}
	rewardNames     = []string{"reward", "click"}
	customerNames   = []string{"customer", "customer_id"}
	decisionNames   = []string{"slate_id", "decision_id"}
	propensityNames = []string{"pscore", "propensity_score", "propensity"}
)

const (
	positionName   = "position"
	candidatesName = "candidates"
)

// placeNames are the columns by which a log says where a choice was made.
var placeNames = []string{"trigger", "placement", "segment"}

// contextName is what was known: in our own log features by name, in others' a
// column like any other.
const contextName = "context"

// userFeature is what the Open Bandit Dataset begins the names of signals with.
const userFeature = "user_feature_"

// newLayout finds the columns by name. Signals are those that a catalogue declares;
// speaking, columns pe_NAME are of actions.
func newLayout(table string, names, signals []string, speaking bool) (l layout, err error) {
	l.declared, l.speaking = signals, speaking
	for _, role := range []struct {
		name  string
		known []string
		in    *string
	}{
		{"action", actionNames, &l.columns.Action}, {"reward", rewardNames, &l.columns.Reward}, {"propensity", propensityNames, &l.columns.Propensity},
	} {
		i := slices.IndexFunc(role.known, func(name string) bool { return slices.Contains(names, name) })
		if i < 0 {
			return l, fmt.Errorf("%s: there is no column for the %s: it is called %s, and there are %s", table, role.name, strings.Join(role.known, " or "), enumerated(names))
		}
		*role.in = role.known[i]
	}
	ours := slices.Contains(names, candidatesName)
	if ours {
		signals = nil // they are in the context
	}
	where := places(names, signals, ours)
	policy, model, err := l.actionColumns(names)
	if err != nil {
		return l, fmt.Errorf("%s: %w", table, err)
	}
	l.where, l.policy, l.model = len(where), len(policy), len(model)
	l.columns.Context = slices.Concat(where, policy, model)
	l.signals, l.columnNames = map[string]int{}, names
	for k, name := range where {
		l.signals[name] = k
	}
	l.addSingle(names, ours)
	return l, nil
}

// places are the columns that say where a row was.
func places(names, signals []string, ours bool) (where []string) {
	for _, name := range names {
		if name == positionName || isNumbered(name, "x") || strings.HasPrefix(name, userFeature) ||
			slices.Contains(signals, name) || slices.Contains(placeNames, name) || !ours && name == contextName {
			where = append(where, name)
		}
	}
	return where
}

// addSingle finds the columns that stand for themselves.
func (l *layout) addSingle(names []string, ours bool) {
	l.customer = l.add(names, customerNames...)
	l.taken = l.add(names, "pe")
	l.decision = l.add(names, decisionNames...)
	l.marginal, l.takenMarginal = l.add(names, "pscore_marginal"), l.add(names, marginalName)
	l.candidates = l.add(names, candidatesName)
	l.none, l.features, l.ope, l.matured, l.skip = -1, -1, -1, -1, -1
	if ours {
		l.none, l.features = l.add(names, "p_none"), l.add(names, contextName)
		l.ope, l.matured, l.skip = l.add(names, "ope"), l.add(names, "matured"), l.add(names, "skip_learn")
	}
}

// matters reports whether another column would play a part, were it there.
func (l *layout) matters(name string) bool {
	parts := func(names []string) []string {
		other, err := newLayout("", names, l.declared, l.speaking)
		if err != nil {
			return nil
		}
		if l.catalogue != nil {
			other.learn(names)
		}
		return other.columns.all()
	}
	return !slices.Equal(parts(l.columnNames), parts(append(slices.Clip(l.columnNames), name)))
}

// learn finds the columns that a catalogue learns from.
func (l *layout) learn(names []string) {
	l.told = map[string]int{"decision": l.decision, "customer": l.customer}
	for i, name := range toldNames {
		if l.told[name] = -1; i >= ofAnyTable && l.candidates < 0 {
			continue
		}
		if at := slices.Index(l.columns.Context, name); at >= 0 {
			l.told[name] = at
		} else {
			l.told[name] = l.add(names, name)
		}
	}
}

// toldNames are columns of our own log. Of others' tables, the first may say
// where a choice was made, and the rest mean we do not know what.
var toldNames = []string{
	"trigger", "placement", "time", "session", "accepted", "value", "heard", "known_at",
}

const ofAnyTable = 2

// add takes the first of some names that a column has into the context, and
// returns its place there, or −1.
func (l *layout) add(names []string, wanted ...string) int {
	for _, name := range wanted {
		if slices.Contains(names, name) {
			l.columns.Context = append(l.columns.Context, name)
			return len(l.columns.Context) - 1
		}
	}
	return -1
}

// isNumbered reports whether a name is a prefix and a number, as x0 is.
func isNumbered(name, prefix string) bool {
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
